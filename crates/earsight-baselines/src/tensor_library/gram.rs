//! The audio-visual triplet Gram-matrix loss of Ramaswamy & Das (WACV 2020), as read in SPEC §7:
//! `max(0, m + ‖G_v − G_a⁺‖_F − ‖G_v − G_a⁻‖_F)` with `G = X Xᵀ / (r c)` of a second's feature map `X [r, c]`.

use burn::tensor::Tensor;
use earsight_core::PerModality;
use serde::{Deserialize, Serialize};

use super::select;

/// The triplet loss of Gram matrices.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GramTripletConfig {
    /// Factor in the objective.
    pub weight: f64,
    /// `m`: how much nearer the second of the same clip must be, above 0.
    pub margin: f64,
}

impl GramTripletConfig {
    /// Mean over event seconds for which the step has a second of another class; the first such row
    /// after each (cyclic) is its negative.
    ///
    /// # Shapes
    /// - `maps`: `[N, r, c]` each, `classes`: `[N]` → scalar, zero where there is no such pair
    pub(super) fn of(
        &self,
        maps: PerModality<Tensor<3>>,
        classes: &[usize],
        background: usize,
    ) -> Tensor<1> {
        let (own, others): (Vec<_>, Vec<_>) = triplets(classes, background).into_iter().unzip();
        if own.is_empty() {
            return Tensor::zeros([1], &maps.audio.device());
        }
        let grams = maps.map(gram);
        let (anchors, near) = (select(&grams.visual, &own), select(&grams.audio, &own));
        let far = select(&grams.audio, &others);
        (frobenius(anchors.clone() - near) - frobenius(anchors - far) + self.margin)
            .clamp_min(0.0)
            .mean()
    }
}

/// Each event row with the next row of another class.
fn triplets(classes: &[usize], background: usize) -> Vec<(usize, usize)> {
    let n = classes.len();
    let next_other = |row: usize| {
        (1..n).map(|step| (row + step) % n).find(|&other| classes[other] != classes[row])
    };
    (0..n)
        .filter(|&row| classes[row] != background)
        .filter_map(|row| Some((row, next_other(row)?)))
        .collect()
}

/// `[N, r, c]` → `[N, r, r]`.
fn gram(maps: Tensor<3>) -> Tensor<3> {
    let [_, r, c] = maps.dims();
    maps.clone().matmul(maps.swap_dims(1, 2)) / (r * c) as f64
}

/// `[N, r, r]` → `[N]`; the small number makes the root's slope finite at zero.
fn frobenius(differences: Tensor<3>) -> Tensor<1> {
    let [n, r, c] = differences.dims();
    let squares = differences.powi_scalar(2).reshape([n, r * c]).sum_dim(1).reshape([n]);
    (squares + 1e-12).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tensor_library::inference_device;

    #[test]
    fn negatives_are_of_another_class() {
        assert_eq!(triplets(&[0, 0, 2, 1], 2), [(0, 2), (1, 2), (3, 0)]);
        assert!(triplets(&[1, 1], 2).is_empty());
    }

    /// By hand: maps of one row, so G is the mean square; 4, 1 (own audio 9, other 16).
    #[test]
    fn one_triplet_by_hand() {
        let device = inference_device();
        let maps = PerModality {
            audio: Tensor::from_data([[[3.0, 3.0]], [[4.0, 4.0]]], &device),
            visual: Tensor::from_data([[[2.0, 2.0]], [[1.0, 1.0]]], &device),
        };
        let config = GramTripletConfig { weight: 1.0, margin: 8.0 };
        let found: f32 = config.of(maps, &[0, 1], 1).into_scalar();
        assert!((found - (8.0 + 5.0 - 12.0)).abs() < 1e-5, "{found}");
    }
}
