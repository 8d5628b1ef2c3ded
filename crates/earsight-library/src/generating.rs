//! §1: the other modality, generated from a query.

mod drawn;
mod interpolated;
mod plausibility;
mod typicality;

use earsight::generation::GeneratedSecond;
use earsight_core::{ClipId, Modality, PerModality};
use ndarray::{Array2, ArrayView2, Axis};
use serde::Serialize;
use utoipa::ToSchema;

use crate::own_recording::OwnRecording;
use crate::real_seconds::{Nearest, RealSeconds, concept_means, mean_direction};
use crate::{Error, Fewer, Found, OpenLibrary, Query, QueryInfo, Result};
pub use drawn::{Distances, Drawn};
pub use interpolated::{Interpolate, Interpolated, InterpolationStep};
pub use plausibility::{Plausibility, RealSecond};
pub use typicality::Typicality;
use typicality::typicality;

/// Settings of a generation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Generate {
    /// The modality of the query; the other one is generated.
    pub from: Modality,
    /// Number of results, at most.
    pub k: usize,
    /// Results of one video, at most; its further moments are listed with the first of them.
    pub per_video: usize,
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
    /// Real seconds nearest to the generated ones, by 1 − cosine of standardised features, and where concepts are known
    /// by theirs and those of the query.
    pub nearest: Vec<RealSecond>,
    /// Why there are fewer results than were asked for; `null` when there are as many.
    #[schema(required)]
    pub fewer: Option<Fewer>,
    /// How far true seconds are from what is generated for them; `null` with too few clips to know.
    #[schema(required)]
    pub plausibility: Option<Plausibility>,
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
        let given = query.rows(self.from)?;
        let posterior = generator.posterior(self.from, given.features)?;
        let pair = generator.decode(posterior.mean.view())?;
        let means = concept_means(&fitted, &features);
        let real = RealSeconds::of(generator, &features, to, means)?;
        let plausibility = Plausibility::of(library.calibration(model)?.as_deref(), to);
        let own = OwnRecording::of(query, library)?;
        let is_own = |clip: &ClipId| own.has(clip);
        let is_elsewhere = self.is_elsewhere;
        let nearest = |rows: ArrayView2<'_, f32>, concepts, (k, per_clip)| -> Result<Vec<Found>> {
            let Some(mean) = rows.mean_axis(Axis(0)) else { return Ok(Vec::new()) };
            let wanted = Nearest { k, per_clip, is_own: &is_own, is_elsewhere };
            real.nearest(GeneratedSecond { features: mean.view(), concepts }, &wanted)
        };
        let mut drawn = Vec::new();
        for latent in posterior.draws(self.n_samples, self.seed) {
            // Samples differ in nothing but features.
            let generated = generator.decode(latent.view())?;
            drawn.extend(nearest(generated[to].view(), None, (1, usize::MAX))?);
        }
        let concepts = mean_direction(means, self.from, given)?;
        let concepts = concepts.as_ref().map(|mean| mean.view());
        let found = nearest(pair[to].view(), concepts, (self.k, self.per_video))?;
        let found = found.into_iter().map(|found| RealSecond::of(found, plausibility));
        let nearest: Vec<RealSecond> = found.collect();
        let generated = Generated {
            query: query.info(self.from),
            to,
            model: model.to_owned(),
            fewer: (nearest.len() < self.k).then_some(Fewer::NoOther),
            nearest,
            plausibility,
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
