//! Contrast with a margin (Hadsell, Chopra & LeCun 2006), the loss of AVDLN (SPEC §5.1):
//! `y·D² + (1 − y)·max(m − D, 0)²` with `D = √max(Σ(e_v − e_a)², 1e-7)`.

use earsight_core::PerModality;

use crate::matrix::Matrix;
use crate::training::losses::Losses;

/// Below this a squared distance is not followed further: the root has no slope at zero (as published).
const SMALLEST_SQUARE: f64 = 1e-7;

/// `D` of each row of one sense and the same row of the other.
///
/// # Shapes
/// - `embedded`: `[B, E]` each → `[B, 1]`
pub(crate) fn row_distances<M: Matrix>(embedded: &PerModality<M>) -> M {
    let apart = embedded.visual.clone() - embedded.audio.clone();
    apart.squared().row_sums().at_least(SMALLEST_SQUARE).root()
}

/// `D` of every audio row and every visual row.
///
/// # Shapes
/// - `embedded`: `[B, E]` each → `[B audio, B visual]`
pub(crate) fn all_distances<M: Matrix>(embedded: &PerModality<M>) -> M {
    let squares = embedded.as_ref().map(|rows| rows.clone().squared().row_sums());
    let cross = embedded.audio.clone().times_transposed(embedded.visual.clone());
    let squared = squares.audio + squares.visual.transposed() - cross.scaled(2.0);
    squared.at_least(SMALLEST_SQUARE).root()
}

/// `max(m − D, 0)²`.
pub(crate) fn hinge<M: Matrix>(distances: M, margin: f64) -> M {
    distances.scaled(-1.0).shifted(margin).at_least(0.0).squared()
}

/// The two summands over synchronised rows, each a sum over its rows divided by all rows:
/// `y·D²` over events and `(1 − y)·max(m − D, 0)²` over background.
///
/// # Shapes
/// - `embedded`: `[B, E]` each, `is_event`: `[B]`
fn synchronised<M: Matrix>(
    embedded: &PerModality<M>,
    is_event: &[bool],
    margin: f64,
) -> [M::Scalar; 2] {
    let distances = row_distances(embedded);
    let rows_where = |event: bool| {
        let chosen = is_event.iter().map(|&is| f32::from(u8::from(is == event))).collect();
        distances.constant(chosen, [is_event.len(), 1])
    };
    let near = (distances.clone().squared() * rows_where(true)).mean_of_all();
    let far = (hinge(distances.clone(), margin) * rows_where(false)).mean_of_all();
    [near, far]
}

/// Adds the two summands of [`synchronised`] as `events` and `background`.
pub(crate) fn push_losses<M: Matrix>(
    losses: &mut Losses<M::Scalar>,
    embedded: &PerModality<M>,
    is_event: &[bool],
    margin: f64,
) {
    let [near, far] = synchronised(embedded, is_event, margin);
    losses.push("events", near, 1.0);
    losses.push("background", far, 1.0);
}

#[cfg(test)]
mod tests {
    use super::*;
    use burn::tensor::{Device, Tensor};

    fn pair(audio: [[f32; 2]; 3], visual: [[f32; 2]; 3]) -> PerModality<Tensor<2>> {
        let tensor = |rows: [[f32; 2]; 3]| Tensor::from_data(rows, &Device::flex());
        PerModality { audio: tensor(audio), visual: tensor(visual) }
    }

    /// By hand: D = 5, 1 and √1e-7 (clamped); events 1 and 3, background 2; margin 2.
    #[test]
    fn the_published_loss_by_hand() {
        let embedded =
            pair([[0.0, 0.0], [1.0, 1.0], [2.0, 2.0]], [[3.0, 4.0], [1.0, 2.0], [2.0, 2.0]]);
        let [near, far] = synchronised(&embedded, &[true, false, true], 2.0);
        assert!((near.into_scalar::<f32>() - 25.0 / 3.0).abs() < 1e-5);
        assert!((far.into_scalar::<f32>() - 1.0 / 3.0).abs() < 1e-5);
    }

    #[test]
    fn all_distances_hold_those_of_the_rows_on_their_diagonal() {
        let embedded =
            pair([[0.3, 0.1], [1.0, 1.0], [-2.0, 2.0]], [[3.0, 4.0], [1.0, 2.0], [2.0, 2.5]]);
        let all = crate::training::batch::array(all_distances(&embedded));
        let own = crate::training::batch::array(row_distances(&embedded));
        for row in 0..3 {
            assert!((all[[row, row]] - own[[row, 0]]).abs() < 1e-5);
        }
        assert!((all[[0, 1]] - (0.7_f32.powi(2) + 1.9_f32.powi(2)).sqrt()).abs() < 1e-5);
    }
}
