//! Schemas of the types of `earsight-core` and `earsight` that results contain: these crates do not depend on an HTTP API.
//!
//! Fields name them in `#[schema(value_type = …)]`.

use std::borrow::Cow;

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ArrayBuilder, ArrayItems, Schema};
use utoipa::{PartialSchema, ToSchema};

/// A modality.
#[derive(Debug, ToSchema)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "lowercase"))]
#[schema(rename_all = "lowercase")]
pub enum Modality {
    /// Sound.
    Audio,
    /// Picture.
    Visual,
}

/// One value for each modality.
#[derive(Debug, ToSchema)]
#[cfg_attr(test, derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct PerModality<T> {
    /// The value for audio.
    pub audio: T,
    /// The value for visual.
    pub visual: T,
}

/// Consecutive seconds of a file.
#[derive(Debug, ToSchema)]
#[cfg_attr(test, derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct Span {
    /// The first second, counted from 0.
    pub start: usize,
    /// Number of seconds.
    #[schema(minimum = 1)]
    pub len: usize,
}

/// One epoch of training.
#[derive(Debug, ToSchema)]
#[cfg_attr(test, derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct Epoch {
    /// Counted from 0.
    pub epoch: usize,
    /// Number of epochs to train.
    pub n_epochs: usize,
    /// The objective, mean over the epoch's steps.
    pub total: f64,
    /// Each term of the objective before its weight, mean over the epoch's steps.
    #[schema(schema_with = named::<f64>)]
    pub terms: Vec<(String, f64)>,
    /// Latent dimensions in use; `null` for models without a latent space.
    #[schema(required)]
    pub active_units: Option<PerModality<usize>>,
    /// Dimensions of the latent space.
    pub latent_dim: usize,
    /// Mean reciprocal rank of the paired second among a sample of training seconds; `null` for models without a
    /// latent space.
    pub own_second: Option<PerModality<f64>>,
}

/// How much both modalities share a latent space.
#[derive(Debug, ToSchema)]
#[cfg_attr(test, derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct Diagnostics {
    /// Distance between the means of both modalities; 0 is best.
    pub modality_gap: f64,
    /// Fraction of samples closer than the true match, both ways; 0 is best, ½ is chance.
    pub foscttm: f64,
    /// How often the nearest other mean is of the same modality; ½ where modalities mix, 1 where they lie apart.
    pub modality_accuracy: f64,
    /// Latent dimensions in use.
    pub active_units: PerModality<usize>,
    /// Dimensions of the latent space.
    pub latent_dim: usize,
    /// `KL(q ‖ N(0, I))` per dimension, in nats.
    pub kl_per_dim: PerModality<f64>,
}

/// The ends of an interval.
#[derive(Debug)]
pub struct Interval;

impl PartialSchema for Interval {
    fn schema() -> RefOr<Schema> {
        pair::<f64, f64>()
    }
}

impl ToSchema for Interval {
    fn name() -> Cow<'static, str> {
        "Interval".into()
    }
}

/// Pairs of a name and a value.
pub(crate) fn named<T: PartialSchema>() -> ArrayBuilder {
    ArrayBuilder::new().items(pair::<String, T>())
}

/// The derived schema of a tuple would allow incomplete ones.
fn pair<A: PartialSchema, B: PartialSchema>() -> RefOr<Schema> {
    let pair = ArrayBuilder::new().prefix_items([A::schema(), B::schema()]);
    Schema::Array(pair.items(ArrayItems::False).min_items(Some(2)).build()).into()
}

#[cfg(test)]
mod tests {
    use serde::Serialize;
    use serde::de::DeserializeOwned;

    use super::*;

    fn read<T: DeserializeOwned>(written: impl Serialize) -> T {
        serde_json::from_value(serde_json::to_value(written).unwrap()).unwrap()
    }

    #[test]
    fn schemas_have_the_fields_of_the_types_they_describe() {
        assert!(matches!(read(earsight_core::Modality::Audio), Modality::Audio));
        assert!(matches!(read(earsight_core::Modality::Visual), Modality::Visual));
        let pair: PerModality<u8> = read(earsight_core::PerModality { audio: 1, visual: 2 });
        assert_eq!((pair.audio, pair.visual), (1, 2));
        let span: Span = read(earsight_core::Span::new(3, 2));
        assert_eq!((span.start, span.len), (3, 2));
        let report = earsight::EpochReport {
            epoch: 1,
            n_epochs: 2,
            total: 0.5,
            terms: vec![("kl".to_owned(), 0.25)],
            active_units: Some(earsight_core::PerModality { audio: 3, visual: 4 }),
            latent_dim: 8,
            own_second: None,
        };
        let epoch: Epoch = read(report);
        assert_eq!((epoch.epoch, epoch.n_epochs, epoch.latent_dim), (1, 2, 8));
        let means = ndarray::array![[0.0, 1.0], [1.0, 0.0], [2.0, 2.0]];
        let posterior = earsight::Posterior { mean: means.clone(), log_var: means };
        let posteriors = earsight_core::PerModality { audio: posterior.clone(), visual: posterior };
        let diagnostics: Diagnostics = read(earsight::latent_space::diagnose(&posteriors));
        assert_eq!((diagnostics.modality_gap, diagnostics.latent_dim), (0.0, 2));
    }
}
