//! The first term of Eq. (3): how well one sense's latent gives the pair back.

use serde::{Deserialize, Serialize};

use crate::matrix::Matrix;

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
    /// - `pair`, `target`: `[B, D_v + D_a]`; `n_visual` is `D_v` → scalar
    pub(crate) fn of<M: Matrix>(self, pair: M, target: M, n_visual: usize) -> M::Scalar {
        let squared = (pair - target).squared(); // [B, D_v + D_a]
        match self {
            Reconstruction::ElementMean => squared.mean_of_all(),
            Reconstruction::SenseMean => {
                let n_audio = squared.shape()[1] - n_visual;
                let visual = squared.clone().columns(0, n_visual).mean_of_all();
                let audio = squared.columns(n_visual, n_audio).mean_of_all();
                visual + audio
            }
        }
    }
}
