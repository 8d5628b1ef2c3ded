//! Factorised bilinear pooling of two senses (Yu et al., ICCV 2017; SPEC §7).

use burn::tensor::Tensor;
use earsight_core::{Modality, PerModality};
use rand_chacha::ChaCha8Rng;

use super::Linear;
use crate::parameters::{Binder, Initialization, Parameters};

/// `u = sumpool_k(W_v v ⊙ W_a a)`, then `sign(u) √|u|`, then length 1.
pub(crate) struct BilinearPooling {
    factors: PerModality<Linear>,
    n_factors: usize,
}

/// Keeps the signed root's slope finite at zero.
const ROOT_EPSILON: f64 = 1e-4;

impl BilinearPooling {
    /// Adds `NAME.audio` and `NAME.visual`, each `D → n_factors · n_out`.
    pub(crate) fn init(
        parameters: &mut Parameters,
        name: &str,
        dims: &PerModality<usize>,
        n_factors: usize,
        n_out: usize,
        rng: &mut ChaCha8Rng,
    ) {
        for (modality, &dim) in dims.iter() {
            let (name, shape) = (format!("{name}.{modality}"), [dim, n_factors * n_out]);
            parameters.push_linear(&name, shape, Initialization::FanInUniform, rng);
        }
    }

    pub(crate) fn bind(binder: &mut Binder<'_>, n_factors: usize) -> Self {
        BilinearPooling { factors: PerModality::from_fn(|_| Linear::bind(binder)), n_factors }
    }

    /// `W x` of one sense; the `k` factors of an output stand apart, as `k` runs of columns.
    ///
    /// # Shapes
    /// - `rows`: `[N, D]` → `[N, k·o]`
    pub(crate) fn factors(&self, modality: Modality, rows: Tensor<2>) -> Tensor<2> {
        self.factors[modality].forward(rows)
    }

    /// # Shapes
    /// - `factors`: `[N, k·o]` each, as [`BilinearPooling::factors`] gives them → `[N, o]`
    pub(crate) fn pool(&self, factors: PerModality<Tensor<2>>) -> Tensor<2> {
        let [n_rows, width] = factors.audio.dims();
        let n_out = width / self.n_factors.max(1);
        let products = (factors.visual * factors.audio).reshape([n_rows, self.n_factors, n_out]);
        let sums = products.sum_dim(1).squeeze_dim::<2>(1);
        let roots = sums.clone() / (sums.abs() + ROOT_EPSILON).sqrt();
        let length = (roots.clone().powi_scalar(2).sum_dim(1) + 1e-12).sqrt();
        roots / length
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parameters::values;
    use crate::training::inference_device;

    /// By hand: two factors, two outputs; products 3, 8 | 6, −24, sums 9 and −16, roots 3 and −4.
    #[test]
    fn two_factors_by_hand() {
        let mut parameters = Parameters::default();
        for name in ["audio", "visual"] {
            parameters.push(format!("{name}.weight"), vec![4, 1], vec![0.0; 4]);
            parameters.push(format!("{name}.bias"), vec![4], vec![0.0; 4]);
        }
        let device = inference_device();
        let pooling = BilinearPooling::bind(&mut Binder::new(&parameters, &device), 2);
        let factors = PerModality {
            audio: Tensor::from_data([[1.0, 2.0, 2.0, -4.0]], &device),
            visual: Tensor::from_data([[3.0, 4.0, 3.0, 6.0]], &device),
        };
        let found = values(pooling.pool(factors));
        assert!((found[0] - 0.6).abs() < 1e-4 && (found[1] + 0.8).abs() < 1e-4, "{found:?}");
    }
}
