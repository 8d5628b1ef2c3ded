//! What figures are drawn from: one run's latent and its answers.

use earsight::evaluation::LocalizedEvent;
use earsight::latent_space::{Diagnostics, diagnose, project};
use earsight::{AudioVisualModel, Posterior};
use earsight_core::{ClipId, Moment, PerModality};
use ndarray::{Array2, Axis, concatenate, s};

use crate::Result;
use crate::dataset::Labelled;

/// One run, kept to be drawn.
#[derive(Debug, Clone)]
pub struct Exhibits {
    /// Event seconds, spread over the test clips.
    pub moments: Vec<Moment>,
    /// What the model says about each, if it has a latent.
    pub posteriors: Option<PerModality<Posterior>>,
    /// Its answers to every question.
    pub localized: Vec<LocalizedEvent>,
}

/// A panel of Fig. 3.
#[derive(Debug, Clone)]
pub struct Panel {
    /// Both modalities' means in the plane. `[N, 2]` each
    pub plane: PerModality<Array2<f32>>,
    /// The numbers under it.
    pub diagnostics: Diagnostics,
}

/// Event seconds that a panel shows.
const MOST_MOMENTS: usize = 300;

impl Exhibits {
    pub(crate) fn of(
        model: &dyn AudioVisualModel,
        localized: Vec<LocalizedEvent>,
        test: &Labelled,
    ) -> Result<Self> {
        let moments = spread_moments(test);
        let posteriors = match model.latent() {
            None => None,
            Some(latent) => Some(PerModality::try_from_fn(|modality| {
                let rows: Vec<_> = moments
                    .iter()
                    .filter_map(|(place, moment)| {
                        let rows = test.features.clips()[*place].features[modality].as_ref()?;
                        Some(rows.slice(s![moment.segment..=moment.segment, ..]))
                    })
                    .collect();
                let rows = match rows.is_empty() {
                    true => Array2::zeros((0, test.features.spaces()[modality].dim)),
                    false => {
                        concatenate(Axis(0), &rows).expect("a feature set's rows are equally wide")
                    }
                };
                latent.posterior(modality, rows.view())
            })?),
        };
        let moments = moments.into_iter().map(|(_, moment)| moment).collect();
        Ok(Exhibits { moments, posteriors, localized })
    }

    /// The latent in the plane, by t-SNE with the settings of SPEC §16; nothing without a latent.
    pub fn panel(&self) -> Option<Panel> {
        let posteriors = self.posteriors.as_ref()?;
        let means = posteriors.as_ref().map(|posterior| posterior.mean.view());
        let plane = project(means);
        Some(Panel { plane, diagnostics: diagnose(posteriors) })
    }

    /// The answers to both questions about a clip that was found exactly, and about one that was missed,
    /// both ways where there is such a clip.
    pub fn hit_and_miss(&self) -> Vec<&LocalizedEvent> {
        let is_hit = |event: &LocalizedEvent| {
            event.found.tied.len() == 1 && event.found.start == event.truth.start
        };
        let is_clear = |event: &LocalizedEvent| (2..=6).contains(&event.truth.len);
        let both_ways = |wanted: bool| {
            self.localized
                .chunk_by(|a, b| a.clip == b.clip)
                .find(|both| both.iter().all(|event| is_clear(event) && is_hit(event) == wanted))
        };
        let any_miss = || {
            let place =
                self.localized.iter().position(|event| is_clear(event) && !is_hit(event))?;
            Some(&self.localized[place..=place])
        };
        let hit = both_ways(true).unwrap_or_default();
        let miss = both_ways(false).or_else(any_miss).unwrap_or_default();
        hit.iter().chain(miss).collect()
    }
}

/// Every so many event seconds, with the place of their clip.
fn spread_moments(test: &Labelled) -> Vec<(usize, Moment)> {
    let mut all: Vec<(usize, ClipId, usize)> = Vec::new();
    for (place, pair) in test.features.paired() {
        let clip = &test.features.clips()[place].id;
        let Some(event) = test.annotations.event(clip) else { continue };
        let seconds = event.span.range().filter(|&second| second < pair.audio.nrows());
        all.extend(seconds.map(|second| (place, clip.clone(), second)));
    }
    let step = all.len().div_ceil(MOST_MOMENTS).max(1);
    let kept = all.into_iter().step_by(step);
    kept.map(|(place, clip, segment)| (place, Moment { clip, segment })).collect()
}
