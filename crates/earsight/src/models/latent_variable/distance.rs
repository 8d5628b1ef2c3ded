//! `D = W_latent + D_gen` (§3.2): the distance of the latent means plus the distance of the generated pairs.

use earsight_core::{Distance, Norm, Part};
use ndarray::{Array2, Axis, concatenate};
use serde::{Deserialize, Serialize};

use crate::scaling::scale_rows_to_unit;

/// Weights of the two parts of `D = W_latent + D_gen`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DistanceConfig {
    /// Of the latent part.
    pub latent: f32,
    /// Of the generated part.
    pub generated: f32,
    /// Norm of the generated part when a collection is searched (SPEC D10).
    pub retrieval_norm: Norm,
    /// Whether the columns of each part are first scaled to length 1, so that directions are compared.
    pub rows: RowScaling,
    /// Whether each part is divided by its mean size between random training seconds,
    /// so that the weights mean the same whatever the widths are.
    pub balance: PartBalance,
}

/// Whether the columns of a part or their directions are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RowScaling {
    /// The columns themselves: `‖q − i‖`.
    AsIs,
    /// Their direction: each part of each row has length 1, so `‖q − i‖² = 2 − 2 cos`.
    /// The magnitude of a second then has no influence.
    Unit,
}

/// Whether the parts have equal magnitudes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PartBalance {
    /// Weights are used as they are.
    None,
    /// Each part has mean 1 between random training seconds.
    UnitMean,
}

impl RowScaling {
    /// Gives every row length 1 where directions are compared.
    ///
    /// # Shapes
    /// - `rows`: `[N, D]`
    pub fn apply(self, rows: &mut Array2<f32>) {
        if self == RowScaling::Unit {
            scale_rows_to_unit(rows);
        }
    }
}

impl DistanceConfig {
    /// `D = W_latent + D_gen` as the paper states it.
    pub(crate) const PAPER: DistanceConfig = DistanceConfig {
        latent: 1.0,
        generated: 1.0,
        retrieval_norm: Norm::Euclidean,
        rows: RowScaling::AsIs,
        balance: PartBalance::None,
    };
    /// The same of directions, with both parts equally large on average.
    pub(crate) const BALANCED: DistanceConfig = DistanceConfig {
        rows: RowScaling::Unit,
        balance: PartBalance::UnitMean,
        ..DistanceConfig::PAPER
    };

    /// A row to compare: latent mean, then the pair generated from it.
    ///
    /// # Shapes
    /// - `mean`: `[N, Z]`, `pair`: `[N, D_v + D_a]` → `[N, Z + D_v + D_a]`
    pub(super) fn rows(&self, mut mean: Array2<f32>, mut pair: Array2<f32>) -> Array2<f32> {
        self.rows.apply(&mut mean);
        self.rows.apply(&mut pair);
        concatenate(Axis(1), &[mean.view(), pair.view()]).expect("as many pairs as posteriors")
    }
}

/// How a sequence and how a collection are searched; the published code differs there (SPEC D10).
pub(super) struct Distances {
    pub(super) localization: Distance,
    pub(super) retrieval: Distance,
}

impl Distances {
    /// With the weights as they are configured; `pair_dim` is `D_v + D_a`.
    pub(super) fn plain(config: &DistanceConfig, latent_dim: usize, pair_dim: usize) -> Self {
        let parts = |norm| {
            let part = |name: &'static str, columns, weight, norm| Part {
                name: name.into(),
                columns,
                weight,
                norm,
            };
            vec![
                part("latent", 0..latent_dim, config.latent, Norm::Euclidean),
                part("generated", latent_dim..latent_dim + pair_dim, config.generated, norm),
            ]
        };
        Distances {
            localization: Distance { parts: parts(Norm::Euclidean) },
            retrieval: Distance { parts: parts(config.retrieval_norm) },
        }
    }

    /// Divides each part's weight by its mean between unrelated seconds.
    pub(super) fn divide_by(&mut self, scales: &[f32]) {
        for distance in [&mut self.localization, &mut self.retrieval] {
            for (part, scale) in distance.parts.iter_mut().zip(scales) {
                part.weight /= *scale;
            }
        }
    }
}
