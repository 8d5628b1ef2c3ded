//! Contrast with a margin (Hadsell, Chopra & LeCun 2006), the loss of AVDLN (SPEC §5.1):
//! `y·D² + (1 − y)·max(m − D, 0)²` with `D = √max(Σ(e_v − e_a)², 1e-7)`.

use earsight::objective::Losses;
use earsight::objective::terms::squared_distances;
use earsight_core::PerModality;
use earsight_kernels::Variable;

/// Squared distances are clamped to at least this, because the slope of the root is infinite at zero (as published).
pub(crate) const SMALLEST_SQUARE: f64 = 1e-7;

/// `D` of each row of one modality and the same row of the other.
///
/// # Shapes
/// - `embedded`: `[B, E]` each → `[B, 1]`
pub(crate) fn row_distances<'t>(embedded: &PerModality<Variable<'t>>) -> Variable<'t> {
    let difference = embedded.visual - embedded.audio;
    difference.square().row_sum().clamp_min(SMALLEST_SQUARE).sqrt()
}

/// `D` of every audio row and every visual row.
///
/// # Shapes
/// - `embedded`: `[B, E]` each → `[B audio, B visual]`
pub(crate) fn all_distances<'t>(embedded: &PerModality<Variable<'t>>) -> Variable<'t> {
    squared_distances(*embedded).clamp_min(SMALLEST_SQUARE).sqrt()
}

/// `max(m − D, 0)²`.
pub(crate) fn hinge(distances: Variable<'_>, margin: f64) -> Variable<'_> {
    distances.scale(-1.0).add_scalar(margin).clamp_min(0.0).square()
}

/// Adds the two terms over synchronised rows, each a sum over its rows divided by all rows:
/// `events`, `y·D²`, and `background`, `(1 − y)·max(m − D, 0)²`.
///
/// # Shapes
/// - `embedded`: `[B, E]` each, `is_event`: `[B]`
pub(crate) fn push_losses<'t>(
    losses: &mut Losses<'t>,
    embedded: &PerModality<Variable<'t>>,
    is_event: &[bool],
    margin: f64,
) {
    let distances = row_distances(embedded);
    let mask = |event: bool| {
        let values: Vec<f32> =
            is_event.iter().map(|&is| f32::from(u8::from(is == event))).collect();
        distances.constant(&values, [is_event.len(), 1])
    };
    let near = (distances.square() * mask(true)).mean();
    let far = (hinge(distances, margin) * mask(false)).mean();
    losses.push("events", near, 1.0);
    losses.push("background", far, 1.0);
}

#[cfg(test)]
mod tests {
    use super::*;
    use earsight_kernels::Tape;

    fn on_tape(check: impl Fn(&Tape)) {
        let mut tape = Tape::default();
        tape.begin(Vec::new());
        check(&tape);
    }

    fn pair<'t>(
        tape: &'t Tape,
        audio: [[f32; 2]; 3],
        visual: [[f32; 2]; 3],
    ) -> PerModality<Variable<'t>> {
        PerModality { audio, visual }.map(|rows| tape.constant(rows.as_flattened(), [3, 2]))
    }

    /// By hand: D = 5, 1 and √1e-7 (clamped); events 1 and 3, background 2; margin 2.
    #[test]
    fn the_published_loss_by_hand() {
        on_tape(|tape| {
            let audio = [[0.0, 0.0], [1.0, 1.0], [2.0, 2.0]];
            let embedded = pair(tape, audio, [[3.0, 4.0], [1.0, 2.0], [2.0, 2.0]]);
            let mut losses = Losses::default();
            push_losses(&mut losses, &embedded, &[true, false, true], 2.0);
            let values = losses.values();
            assert!((values[0].1 - 25.0 / 3.0).abs() < 1e-5);
            assert!((values[1].1 - 1.0 / 3.0).abs() < 1e-5);
        });
    }

    #[test]
    fn the_diagonal_of_all_distances_is_the_row_distances() {
        on_tape(|tape| {
            let audio = [[0.3, 0.1], [1.0, 1.0], [-2.0, 2.0]];
            let embedded = pair(tape, audio, [[3.0, 4.0], [1.0, 2.0], [2.0, 2.5]]);
            let all = all_distances(&embedded).values();
            let own = row_distances(&embedded).values();
            for row in 0..3 {
                assert!((all[row * 3 + row] - own[row]).abs() < 1e-5);
            }
            assert!((all[1] - (0.7_f32.powi(2) + 1.9_f32.powi(2)).sqrt()).abs() < 1e-5);
        });
    }
}
