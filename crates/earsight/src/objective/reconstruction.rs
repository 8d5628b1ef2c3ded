//! The first term of Eq. (3): how well one sense's latent gives the pair back.

use burn::tensor::Tensor;
use serde::{Deserialize, Serialize};

use crate::training::pairs::PairBatch;

/// How the squared error of the decoded pair becomes one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reconstruction {
    /// Mean over rows and all columns of the pair, so that the wider sense weighs more (SPEC §1.3).
    ElementMean,
    /// Mean over the columns of each sense, then the sum of both: a Gaussian likelihood with
    /// weight `1/D` per sense, so that few audio columns are not drowned by many visual ones.
    SenseMean,
}

impl Reconstruction {
    /// # Shapes
    /// - `pair`: `[B, D_v + D_a]` → scalar
    pub(crate) fn of(self, pair: Tensor<2>, batch: &PairBatch) -> Tensor<1> {
        let target = batch.pair.clone();
        let squared = (pair - target).powi_scalar(2); // [B, D_v + D_a]
        match self {
            Reconstruction::ElementMean => squared.mean(),
            Reconstruction::SenseMean => {
                let (n_visual, n_all) = (batch.visual.dims()[1], squared.dims()[1]);
                let visual = squared.clone().narrow(1, 0, n_visual).mean();
                let audio = squared.narrow(1, n_visual, n_all - n_visual).mean();
                visual + audio
            }
        }
    }
}
