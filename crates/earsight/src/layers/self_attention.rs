//! Scaled dot-product self-attention over the seconds of a clip (Vaswani et al. 2017).

use burn::tensor::{Tensor, activation};
use rand_chacha::ChaCha8Rng;

use super::{Linear, rows_of};
use crate::parameters::{Binder, Initialization, Parameters};

/// `softmax(Q Kᵀ / √d) V`, one head.
pub(crate) struct SelfAttention {
    query: Linear,
    key: Linear,
    value: Linear,
}

impl SelfAttention {
    /// Adds `NAME.query`, `NAME.key` and `NAME.value`, each `d → d`.
    pub(crate) fn init(parameters: &mut Parameters, name: &str, dim: usize, rng: &mut ChaCha8Rng) {
        for part in ["query", "key", "value"] {
            let name = format!("{name}.{part}");
            parameters.push_linear(&name, [dim, dim], Initialization::FanInUniform, rng);
        }
    }

    pub(crate) fn bind(binder: &mut Binder<'_>) -> Self {
        SelfAttention {
            query: Linear::bind(binder),
            key: Linear::bind(binder),
            value: Linear::bind(binder),
        }
    }

    /// Each second as a mixture of the values of the seconds that may be looked at.
    ///
    /// # Shapes
    /// - `clips`: `[B, T, d]`, `looked_at`: `[B, 1, T]`, 1 for seconds that may be looked at and 0 for others,
    ///   absent where all may → `[B, T, d]`
    pub(crate) fn forward(&self, clips: Tensor<3>, looked_at: Option<Tensor<3>>) -> Tensor<3> {
        let [n_clips, n_segments, dim] = clips.dims();
        let rows = rows_of(clips);
        let apply =
            |linear: &Linear| linear.forward(rows.clone()).reshape([n_clips, n_segments, dim]);
        let scale = (dim as f64).sqrt().recip();
        let mut scores = apply(&self.query).matmul(apply(&self.key).swap_dims(1, 2)) * scale;
        if let Some(looked_at) = looked_at {
            scores = scores + (looked_at - 1.0) * 1e9;
        }
        activation::softmax(scores, 2).matmul(apply(&self.value))
    }

    /// What a second alone would give: its value.
    ///
    /// # Shapes
    /// - `rows`: `[N, d]` → `[N, d]`
    pub(crate) fn alone(&self, rows: Tensor<2>) -> Tensor<2> {
        self.value.forward(rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parameters::values;
    use crate::training::inference_device;
    use rand::SeedableRng;

    fn attention(dim: usize) -> SelfAttention {
        let mut parameters = Parameters::default();
        SelfAttention::init(&mut parameters, "a", dim, &mut ChaCha8Rng::seed_from_u64(0));
        SelfAttention::bind(&mut Binder::new(&parameters, &inference_device()))
    }

    #[test]
    fn a_second_that_sees_only_itself_is_its_value() {
        let attention = attention(2);
        let clip: Tensor<3> =
            Tensor::from_data([[[1.0, -1.0], [0.5, 2.0], [3.0, 0.1]]], &inference_device());
        let only_second = Tensor::from_data([[[0.0, 1.0, 0.0]]], &inference_device());
        let found = values(attention.forward(clip.clone(), Some(only_second)));
        let alone = values(attention.alone(rows_of(clip)));
        for second in 0..3 {
            assert!((found[2 * second] - alone[2]).abs() < 1e-6);
            assert!((found[2 * second + 1] - alone[3]).abs() < 1e-6);
        }
    }
}
