//! §1: the other modality, generated from a query.

mod drawn;
mod typicality;

use earsight_core::{ClipId, Modality, PerModality};
use ndarray::{Array2, ArrayView2};
use serde::Serialize;
use utoipa::ToSchema;

use crate::own_recording::OwnRecording;
use crate::{Error, Found, OpenLibrary, Query, QueryInfo, RealSeconds, Result};
pub use drawn::{Distances, Drawn};
pub use typicality::Typicality;
use typicality::typicality;

/// Settings of a generation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Generate {
    /// The modality of the query; the other one is generated.
    pub from: Modality,
    /// Number of nearest real seconds to return.
    pub k: usize,
    /// Number of samples of the posterior.
    pub n_samples: usize,
    /// Seed of the samples.
    pub seed: u64,
    /// Whether the query's own recording is excluded: its file, and copies, transcodes and cuts of it.
    pub is_elsewhere: bool,
}

/// The other modality as the model generates it from a query.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Generated {
    /// The query.
    pub query: QueryInfo,
    /// The modality that was generated.
    pub to: Modality,
    /// The model that generated it.
    pub model: String,
    /// Real seconds nearest to the generated features, by 1 − cosine of standardised features.
    pub nearest: Vec<Found>,
    /// How typical it is of the library; `null` when the library has no other clip.
    #[schema(required)]
    pub typicality: Option<Typicality>,
    /// Samples of the posterior; `null` when none were requested.
    #[schema(required)]
    pub drawn: Option<Drawn>,
}

impl Generate {
    /// The real seconds nearest to the generated ones, and the generated features of both modalities.
    ///
    /// # Shapes
    /// - the pair: `[l, D]` each
    ///
    /// # Errors
    /// When there is no such model or modality, or the model compares and cannot generate.
    pub fn answer(
        &self,
        library: &OpenLibrary,
        model: &str,
        query: &Query,
    ) -> Result<(Generated, PerModality<Array2<f32>>)> {
        let fitted = library.fitted(model)?;
        let no_generator = || Error::CannotGenerate { model: model.to_owned() };
        let generator = fitted.model.generator().ok_or_else(no_generator)?;
        let features = library.library.feature_set()?;
        let to = self.from.other();
        let posterior = generator.posterior(self.from, query.rows(self.from)?.features)?;
        let pair = generator.decode(posterior.mean.view())?;
        let real = RealSeconds::of(&features, to);
        let own = OwnRecording::of(query, library)?;
        let is_own = |clip: &ClipId| own.has(clip);
        let nearest = |rows: ArrayView2<'_, f32>, k| {
            real.nearest(rows, is_own, k, |moment| !(self.is_elsewhere && own.has(&moment.clip)))
        };
        let mut drawn = Vec::new();
        for latent in posterior.draws(self.n_samples, self.seed) {
            drawn.extend(nearest(generator.decode(latent.view())?[to].view(), 1)?);
        }
        let generated = Generated {
            query: query.info(self.from),
            to,
            model: model.to_owned(),
            nearest: nearest(pair[to].view(), self.k)?,
            typicality: typicality(
                generator,
                &features,
                self.from,
                posterior.mean.view(),
                query.clip.as_ref(),
            )?,
            drawn: (self.n_samples > 0).then(|| Drawn::of(drawn, self.seed)),
        };
        Ok((generated, pair))
    }
}
