//! What it costs to name a second, or a clip, wrongly (SPEC §5.2, §6).

use burn::tensor::{Int, Tensor, TensorData, activation};
use serde::{Deserialize, Serialize};

/// How scores of classes are held against the true class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EventLoss {
    /// `−log softmax(scores)` of the true class, mean over rows.
    CrossEntropy,
    /// The multi-label soft margin of the softmax's *output*, as published: probabilities `p` are used
    /// as if they were scores, `−mean[y log σ(p) + (1 − y) log σ(−p)]` over rows and classes.
    SoftMarginOfProbabilities,
}

impl EventLoss {
    /// # Shapes
    /// - `scores`: `[N, C + 1]`, `classes`: `[N]` → scalar
    pub(crate) fn of(self, scores: Tensor<2>, classes: &[usize]) -> Tensor<1> {
        match self {
            EventLoss::CrossEntropy => cross_entropy(scores, classes),
            EventLoss::SoftMarginOfProbabilities => {
                let p = activation::softmax(scores, 1);
                let n_classes = p.dims()[1];
                // log σ(p) − log σ(−p) = p, so only the true class's column needs picking.
                let all = activation::softplus(p.clone(), 1.0).mean();
                all - picked(p, classes).mean() / n_classes as f64
            }
        }
    }
}

/// `−log softmax(scores)` of the true class, mean over rows.
///
/// # Shapes
/// - `scores`: `[N, C]`, `classes`: `[N]` → scalar
pub(crate) fn cross_entropy(scores: Tensor<2>, classes: &[usize]) -> Tensor<1> {
    picked(activation::log_softmax(scores, 1), classes).mean() * -1.0
}

/// `−[y log p + (1 − y) log(1 − p)]` with `p = σ(score)`, mean over all.
///
/// # Shapes
/// - `scores`, `truth` (0 or 1): equal
pub(crate) fn binary_cross_entropy<const D: usize>(
    scores: Tensor<D>,
    truth: Tensor<D>,
) -> Tensor<1> {
    (activation::softplus(scores.clone(), 1.0) - scores * truth).mean()
}

/// Each row's value in the column of its class. `[N, 1]`
fn picked(values: Tensor<2>, classes: &[usize]) -> Tensor<2> {
    let places: Vec<i64> = classes.iter().map(|&class| class as i64).collect();
    let places = TensorData::new(places, [classes.len(), 1]);
    let places = Tensor::<2, Int>::from_data(places, &values.device());
    values.gather(1, places)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::training::inference_device;

    fn close(found: Tensor<1>, expected: f64) {
        let found = f64::from(found.into_scalar::<f32>());
        assert!((found - expected).abs() < 1e-5, "{found} is not {expected}");
    }

    /// By hand: probabilities are 1/4, 3/4 and 1/2, 1/2.
    #[test]
    fn both_losses_by_hand() {
        let scores: Tensor<2> =
            Tensor::from_data([[0.0, 3.0_f32.ln()], [1.0, 1.0]], &inference_device());
        let cross_entropy = EventLoss::CrossEntropy.of(scores.clone(), &[1, 0]);
        close(cross_entropy, -((0.75_f64).ln() + (0.5_f64).ln()) / 2.0);
        let log_sigmoid = |x: f64| -(1.0 + (-x).exp()).ln();
        let wanted = log_sigmoid(0.75) + log_sigmoid(-0.25) + log_sigmoid(0.5) + log_sigmoid(-0.5);
        let soft_margin = EventLoss::SoftMarginOfProbabilities.of(scores, &[1, 0]);
        close(soft_margin, -wanted / 4.0);
    }

    #[test]
    fn a_binary_answer_by_hand() {
        let device = inference_device();
        let scores: Tensor<1> = Tensor::from_data([3.0_f32.ln(), 0.0], &device);
        let truth: Tensor<1> = Tensor::from_data([1.0_f32, 0.0], &device);
        close(binary_cross_entropy(scores, truth), -((0.75_f64).ln() + (0.5_f64).ln()) / 2.0);
    }
}
