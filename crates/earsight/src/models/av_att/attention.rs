//! Audio-guided visual attention (SPEC §5.2): what is heard says where in the picture to look.

use burn::tensor::{Tensor, activation};
use earsight_core::PerModality;
use rand_chacha::ChaCha8Rng;

use crate::layers::Linear;
use crate::parameters::{Binder, Initialization, Parameters};

/// `s = tanh(P_v relu(W_v V) + P_a relu(W_a a))` for each region, `w = softmax(P s)` over regions, `Σ w_r V_r`.
pub(super) struct AudioGuidedAttention {
    inner: PerModality<Linear>,
    /// Without bias, `[score, inner]`.
    scores: PerModality<Tensor<2>>,
    /// Without bias, `[1, score]`.
    weight: Tensor<2>,
}

/// Widths of the attention.
#[derive(Debug, Clone, Copy)]
pub(super) struct AttentionWidths {
    /// Columns of one second of audio, and of one region of a picture.
    pub(super) dims: PerModality<usize>,
    /// Columns after `W`.
    pub(super) inner: usize,
    /// Columns after `P_v` and `P_a`.
    pub(super) score: usize,
}

impl AudioGuidedAttention {
    pub(super) fn init(
        parameters: &mut Parameters,
        name: &str,
        widths: AttentionWidths,
        rng: &mut ChaCha8Rng,
    ) {
        let start = Initialization::Glorot;
        for (modality, &dim) in widths.dims.iter() {
            let name = format!("{name}.{modality}.inner");
            parameters.push_linear(&name, [dim, widths.inner], start, rng);
        }
        for (modality, _) in widths.dims.iter() {
            let name = format!("{name}.{modality}.score");
            parameters.push_weight(&name, [widths.inner, widths.score], start, rng);
        }
        parameters.push_weight(&format!("{name}.weight"), [widths.score, 1], start, rng);
    }

    pub(super) fn bind(binder: &mut Binder<'_>) -> Self {
        AudioGuidedAttention {
            inner: PerModality::from_fn(|_| Linear::bind(binder)),
            scores: PerModality::from_fn(|_| binder.matrix()),
            weight: binder.matrix(),
        }
    }

    /// The part of each picture that its sound points at; all by what is seen where `audio` is absent.
    ///
    /// # Shapes
    /// - `regions`: `[N, R, D]`, `audio`: `[N, D_a]` → `[N, D]`
    pub(super) fn forward(&self, regions: Tensor<3>, audio: Option<Tensor<2>>) -> Tensor<2> {
        let weights = self.weights(regions.clone(), audio); // [N, 1, R]
        weights.matmul(regions).squeeze_dim(1)
    }

    /// How much of each region is looked at.
    ///
    /// # Shapes
    /// - `regions`: `[N, R, D]`, `audio`: `[N, D_a]` → `[N, 1, R]`
    fn weights(&self, regions: Tensor<3>, audio: Option<Tensor<2>>) -> Tensor<3> {
        let [n_rows, n_regions, dim] = regions.dims();
        let score = |rows: Tensor<2>, inner: &Linear, score: &Tensor<2>| {
            activation::relu(inner.forward(rows)).matmul(score.clone().transpose())
        };
        let flat = regions.reshape([n_rows * n_regions, dim]);
        let seen = score(flat, &self.inner.visual, &self.scores.visual);
        let n_scores = seen.dims()[1];
        let mut summed = seen.reshape([n_rows, n_regions, n_scores]);
        if let Some(audio) = audio {
            let heard = score(audio, &self.inner.audio, &self.scores.audio);
            summed = summed + heard.unsqueeze_dim::<3>(1);
        }
        let rows = summed.tanh().reshape([n_rows * n_regions, n_scores]);
        let logits = rows.matmul(self.weight.clone().transpose()).reshape([n_rows, 1, n_regions]);
        activation::softmax(logits, 2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parameters::values;
    use crate::training::inference_device;
    use rand::SeedableRng;

    #[test]
    fn weights_are_shares_and_follow_the_sound() {
        let widths =
            AttentionWidths { dims: PerModality { audio: 2, visual: 3 }, inner: 6, score: 4 };
        let mut parameters = Parameters::default();
        let rng = &mut ChaCha8Rng::seed_from_u64(3);
        AudioGuidedAttention::init(&mut parameters, "attention", widths, rng);
        let device = inference_device();
        let attention = AudioGuidedAttention::bind(&mut Binder::new(&parameters, &device));
        let picture = [[1.0_f32, 0.0, 0.5], [-1.0, 2.0, 0.0]];
        let regions = Tensor::<3>::from_data([picture, picture], &device);
        let audio = Tensor::<2>::from_data([[2.0, -1.0], [-1.0, 3.0]], &device);
        let weights = values(attention.weights(regions.clone(), Some(audio.clone())));
        assert!((weights[0] + weights[1] - 1.0).abs() < 1e-6);
        assert!((weights[0] - weights[2]).abs() > 1e-3, "another sound looks elsewhere");
        let looked_at = values(attention.forward(regions, Some(audio)));
        let expected = weights[0] * 1.0 - weights[1];
        assert!((looked_at[0] - expected).abs() < 1e-6);
    }
}
