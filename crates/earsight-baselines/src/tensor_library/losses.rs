//! Losses over tensors: named terms, the contrast with a margin, and the cross-entropy of classes.

use burn::module::Module;
use burn::tensor::{Tensor, TensorData, activation};
use earsight::training::StepLosses;
use earsight_core::PerModality;

use super::{integers, module, values};
use crate::margin::SMALLEST_SQUARE;

/// Terms of an objective, each with its name and weight.
#[derive(Default)]
pub(super) struct TensorLosses {
    terms: Vec<(String, Tensor<1>, f64)>,
}

impl TensorLosses {
    /// Adds `weight · value`.
    pub(super) fn push(&mut self, name: &str, value: Tensor<1>, weight: f64) {
        self.terms.push((name.to_owned(), value, weight));
    }

    /// The values of all terms, and the gradient of their weighted sum for every array of the module.
    pub(super) fn backward(self, of: &impl Module) -> (StepLosses, Vec<Vec<f32>>) {
        let terms = self.terms.iter();
        let terms = terms.map(|(name, value, _)| (name.clone(), scalar(value.clone()))).collect();
        let weighted = self.terms.into_iter().map(|(_, value, weight)| value * weight);
        let total = weighted.reduce(|sum, term| sum + term).expect("an objective has terms");
        let gradients = module::gradients(of, &total.backward());
        (StepLosses { terms, total: scalar(total) }, gradients)
    }
}

fn scalar(tensor: Tensor<1>) -> f64 {
    f64::from(values(tensor)[0])
}

/// Adds AVDLN's contrast (`margin.rs`) over synchronised rows as `events` and `background`.
///
/// # Shapes
/// - `embedded`: `[B, E]` each, `is_event`: `[B]`
pub(super) fn push_contrast(
    losses: &mut TensorLosses,
    embedded: &PerModality<Tensor<2>>,
    is_event: &[bool],
    margin: f64,
) {
    let difference = embedded.visual.clone() - embedded.audio.clone();
    let square = difference.powi_scalar(2).sum_dim(1).clamp_min(SMALLEST_SQUARE);
    let distance = square.sqrt(); // [B, 1]
    let mask = |event: bool| {
        let mask = is_event.iter().map(|&is| f32::from(u8::from(is == event))).collect();
        Tensor::from_data(TensorData::new::<f32, _>(mask, [is_event.len(), 1]), &distance.device())
    };
    let near = (distance.clone().powi_scalar(2) * mask(true)).mean();
    let hinge = (distance.clone() * -1.0 + margin).clamp_min(0.0).powi_scalar(2);
    losses.push("events", near, 1.0);
    losses.push("background", (hinge * mask(false)).mean(), 1.0);
}

/// `−log softmax(scores)` of the true class, mean over rows.
///
/// # Shapes
/// - `scores`: `[N, C]`, `classes`: `[N]` → scalar
pub(super) fn cross_entropy(scores: Tensor<2>, classes: &[usize]) -> Tensor<1> {
    let log_p = activation::log_softmax(scores, 1);
    let columns = integers(classes, [classes.len(), 1], &log_p.device());
    log_p.gather(1, columns).mean() * -1.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tensor_library::inference_device;

    /// By hand: probabilities are 1/4, 3/4 and 1/2, 1/2.
    #[test]
    fn the_cross_entropy_by_hand() {
        let scores = Tensor::from_data([[0.0, 3.0_f32.ln()], [1.0, 1.0]], &inference_device());
        let found = scalar(cross_entropy(scores, &[1, 0]));
        let expected = -((0.75_f64).ln() + (0.5_f64).ln()) / 2.0;
        assert!((found - expected).abs() < 1e-5, "{found} is not {expected}");
    }

    /// By hand: D = 5, 1 and √1e-7 (clamped); events 1 and 3, background 2; margin 2.
    #[test]
    fn the_contrast_by_hand() {
        let device = inference_device();
        let tensor = |rows: [[f32; 2]; 3]| Tensor::<2>::from_data(rows, &device);
        let embedded = PerModality {
            audio: tensor([[0.0, 0.0], [1.0, 1.0], [2.0, 2.0]]),
            visual: tensor([[3.0, 4.0], [1.0, 2.0], [2.0, 2.0]]),
        };
        let mut losses = TensorLosses::default();
        push_contrast(&mut losses, &embedded, &[true, false, true], 2.0);
        let found: Vec<f64> = losses.terms.into_iter().map(|(_, value, _)| scalar(value)).collect();
        assert!((found[0] - 25.0 / 3.0).abs() < 1e-5 && (found[1] - 1.0 / 3.0).abs() < 1e-5);
    }
}
