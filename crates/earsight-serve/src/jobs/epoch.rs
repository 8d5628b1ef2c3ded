//! One epoch of a job's training.

use earsight_core::PerModality;
use earsight_library::schema;
use serde::{Deserialize, Serialize};
use utoipa::openapi::schema::{ArrayBuilder, ArrayItems};
use utoipa::{PartialSchema as _, ToSchema};

/// One epoch of training, as `earsight train --json` reports it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub(crate) struct Epoch {
    /// Counted from 0.
    epoch: usize,
    /// Number of epochs to train.
    n_epochs: usize,
    /// The objective, mean over the epoch's steps.
    total: f64,
    /// Each term of the objective before its weight, mean over the epoch's steps.
    #[schema(schema_with = terms)]
    terms: Vec<(String, f64)>,
    /// Latent dimensions in use; `null` for models without a latent space.
    #[schema(required, value_type = Option<schema::PerModality<usize>>)]
    active_units: Option<PerModality<usize>>,
    /// Dimensions of the latent space.
    latent_dim: usize,
    /// Mean reciprocal rank of the paired second among a sample of training seconds; `null` for models without a
    /// latent space.
    #[serde(default)]
    #[schema(value_type = Option<schema::PerModality<f64>>)]
    own_second: Option<PerModality<f64>>,
}

/// Pairs of a name and a value; the derived schema would allow incomplete pairs.
fn terms() -> ArrayBuilder {
    let pair = ArrayBuilder::new()
        .prefix_items([String::schema(), f64::schema()])
        .items(ArrayItems::False)
        .min_items(Some(2));
    ArrayBuilder::new().items(pair)
}
