//! What lies between two moments in the latent space.

use earsight::generation::{GeneratedSecond, interpolation};
use earsight_core::{ClipId, Modality, PerModality, SecondRows};
use serde::Serialize;

use super::plausibility::{Plausibility, RealSecond};
use crate::own_recording::OwnRecording;
use crate::real_seconds::{Nearest, RealSeconds, concept_means, mean_direction};
use crate::{Error, OpenLibrary, Query, QueryInfo, Result};

/// Settings of an interpolation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interpolate {
    /// The modality of both moments.
    pub from: Modality,
    /// Number of points, ends included.
    pub n_steps: usize,
    /// Whether the recordings of both moments are excluded: their files, and copies, transcodes and cuts of them.
    pub is_elsewhere: bool,
}

/// An interpolation between two moments in the latent space.
#[derive(Debug, Clone, Serialize)]
pub struct Interpolated {
    /// Where the line starts.
    pub query: QueryInfo,
    /// Where it ends.
    pub towards: QueryInfo,
    /// The model.
    pub model: String,
    /// How far true seconds of each modality are from what is generated for them from the other one; `null` with too few
    /// clips to know.
    pub plausibility: PerModality<Option<Plausibility>>,
    /// Points of the line, ends included.
    pub steps: Vec<InterpolationStep>,
}

/// A point of the line.
#[derive(Debug, Clone, Serialize)]
pub struct InterpolationStep {
    /// Where on the line, 0..=1.
    pub at: f64,
    /// The real second of each modality nearest to the generated one; `own_recording` is that of either end.
    pub nearest: PerModality<Option<RealSecond>>,
}

impl Interpolate {
    /// The real seconds nearest to what is generated on the way from one moment to the other.
    ///
    /// # Errors
    /// When there is no such model or modality, or the model compares and cannot generate.
    pub fn answer(
        &self,
        library: &OpenLibrary,
        model: &str,
        ends: [&Query; 2],
    ) -> Result<Interpolated> {
        let fitted = library.fitted(model)?;
        let no_generator = || Error::CannotGenerate { model: model.to_owned() };
        let generator = fitted.model.generator().ok_or_else(no_generator)?;
        let features = library.library.feature_set()?;
        let given = [ends[0].rows(self.from)?, ends[1].rows(self.from)?];
        let posterior = |rows: SecondRows<'_>| generator.posterior(self.from, rows.features);
        let [start, end] = given.map(posterior);
        let line = interpolation::line(&start?, &end?, self.n_steps);
        let pairs = generator.decode(line.view())?;
        let means = concept_means(&fitted, &features);
        let [start, end] = given.map(|rows| mean_direction(means, self.from, rows));
        let concepts = start?.zip(end?);
        let real = PerModality::try_from_fn(|modality| {
            RealSeconds::of(generator, &features, modality, means)
        })?;
        let calibration = library.calibration(model)?;
        let plausibility = PerModality::from_fn(|to| Plausibility::of(calibration.as_deref(), to));
        let own = [OwnRecording::of(ends[0], library)?, OwnRecording::of(ends[1], library)?];
        let is_own = |clip: &ClipId| own.iter().any(|own| own.has(clip));
        let one = Nearest {
            k: 1,
            per_clip: usize::MAX,
            is_own: &is_own,
            is_elsewhere: self.is_elsewhere,
        };
        let last = self.n_steps.saturating_sub(1).max(1);
        let step = |step: usize| -> Result<InterpolationStep> {
            let at = step as f64 / last as f64;
            let between = concepts.as_ref().map(|(a, b)| a * (1.0 - at as f32) + b * at as f32);
            let nearest = PerModality::try_from_fn(|modality| {
                let features = pairs[modality].row(step);
                let concepts = between.as_ref().map(|mean| mean.view());
                let generated = GeneratedSecond { features, concepts };
                let found = real[modality].nearest(generated, &one)?.pop();
                Result::Ok(found.map(|found| RealSecond::of(found, plausibility[modality])))
            })?;
            Ok(InterpolationStep { at, nearest })
        };
        Ok(Interpolated {
            query: ends[0].info(self.from),
            towards: ends[1].info(self.from),
            model: model.to_owned(),
            steps: (0..self.n_steps).map(step).collect::<Result<_>>()?,
            plausibility,
        })
    }
}
