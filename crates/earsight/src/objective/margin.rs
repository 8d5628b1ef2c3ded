//! Contrast with a margin (Hadsell, Chopra & LeCun 2006), the loss of AVDLN (SPEC §5.1):
//! `y·D² + (1 − y)·max(m − D, 0)²` with `D = √max(Σ(e_v − e_a)², 1e-7)`.

use burn::tensor::{Tensor, TensorData};
use earsight_core::PerModality;

use crate::training::losses::Losses;

/// Below this a squared distance is not followed further: the root has no slope at zero (as published).
const SMALLEST_SQUARE: f64 = 1e-7;

/// `D` of each row of one sense and the same row of the other.
///
/// # Shapes
/// - `embedded`: `[B, E]` each → `[B, 1]`
pub(crate) fn row_distances(embedded: &PerModality<Tensor<2>>) -> Tensor<2> {
    let apart = embedded.visual.clone() - embedded.audio.clone();
    apart.powi_scalar(2).sum_dim(1).clamp_min(SMALLEST_SQUARE).sqrt()
}

/// `D` of every audio row and every visual row.
///
/// # Shapes
/// - `embedded`: `[B, E]` each → `[B audio, B visual]`
pub(crate) fn all_distances(embedded: &PerModality<Tensor<2>>) -> Tensor<2> {
    let squares = embedded.as_ref().map(|rows| rows.clone().powi_scalar(2).sum_dim(1));
    let cross = embedded.audio.clone().matmul(embedded.visual.clone().transpose());
    let squared = squares.audio + squares.visual.transpose() - cross * 2.0;
    squared.clamp_min(SMALLEST_SQUARE).sqrt()
}

/// `max(m − D, 0)²`.
pub(crate) fn hinge(distances: Tensor<2>, margin: f64) -> Tensor<2> {
    (distances * -1.0 + margin).clamp_min(0.0).powi_scalar(2)
}

/// The two summands over synchronised rows, each a sum over its rows divided by all rows:
/// `y·D²` over events and `(1 − y)·max(m − D, 0)²` over background.
///
/// # Shapes
/// - `embedded`: `[B, E]` each, `is_event`: `[B]`
fn synchronised(
    embedded: &PerModality<Tensor<2>>,
    is_event: &[bool],
    margin: f64,
) -> [Tensor<1>; 2] {
    let distances = row_distances(embedded);
    let n = is_event.len();
    let events: Vec<f32> = is_event.iter().map(|&event| f32::from(u8::from(event))).collect();
    let y = Tensor::<2>::from_data(TensorData::new(events, [n, 1]), &distances.device());
    let near = (distances.clone().powi_scalar(2) * y.clone()).mean();
    let far = (hinge(distances, margin) * (y * -1.0 + 1.0)).mean();
    [near, far]
}

/// Adds the two summands of [`synchronised`] as `events` and `background`.
pub(crate) fn push_losses(
    losses: &mut Losses,
    embedded: &PerModality<Tensor<2>>,
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
    use burn::tensor::Device;

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
