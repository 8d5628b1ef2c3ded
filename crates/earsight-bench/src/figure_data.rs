//! The data of Figs. 2 and 3: one run's latent space and its localizations.

use earsight::evaluation::LocalizedEvent;
use earsight::latent_space::{Diagnostics, diagnose, project};
use earsight::{AudioVisualModel, Posterior};
use earsight_core::{Moment, PerModality};
use ndarray::{Array2, ArrayView2, Axis, concatenate, s};

use crate::Result;
use crate::dataset::Labelled;

/// The data of one run's figures.
#[derive(Debug, Clone)]
pub struct FigureData {
    /// Event seconds, spread over the test clips.
    pub moments: Vec<Moment>,
    /// The posteriors of each, if the model has a latent.
    pub posteriors: Option<PerModality<Posterior>>,
    /// Its localizations of every event.
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

impl FigureData {
    pub(crate) fn new(
        model: &dyn AudioVisualModel,
        localized: Vec<LocalizedEvent>,
        test: &Labelled,
    ) -> Result<Self> {
        let mut seconds: Vec<(Moment, PerModality<ArrayView2<'_, f32>>)> = Vec::new();
        for (place, pair) in test.features.paired() {
            let clip = &test.features.clips()[place].id;
            let Some(event) = test.annotations.event(clip) else { continue };
            for segment in event.span.range().filter(|&second| second < pair.audio.nrows()) {
                let row = pair.map(|rows| rows.slice(s![segment..=segment, ..]));
                seconds.push((Moment { clip: clip.clone(), segment }, row));
            }
        }
        let step = seconds.len().div_ceil(MOST_MOMENTS).max(1);
        let (moments, rows): (Vec<_>, Vec<_>) = seconds.into_iter().step_by(step).unzip();
        let posterior = |latent: &dyn earsight::LatentModel| {
            PerModality::try_from_fn(|modality| {
                let none = Array2::zeros((0, test.features.spaces()[modality].dim));
                let rows = std::iter::once(none.view()).chain(rows.iter().map(|row| row[modality]));
                let rows = concatenate(Axis(0), &rows.collect::<Vec<_>>());
                let rows = rows.expect("a feature set's rows are equally wide");
                latent.posterior(modality, rows.view())
            })
        };
        let posteriors = model.latent().map(posterior).transpose()?;
        Ok(FigureData { moments, posteriors, localized })
    }

    /// The latent in the plane, by t-SNE with the settings of SPEC §16; nothing without a latent.
    pub fn panel(&self) -> Option<Panel> {
        let posteriors = self.posteriors.as_ref()?;
        let means = posteriors.as_ref().map(|posterior| posterior.mean.view());
        let plane = project(means);
        Some(Panel { plane, diagnostics: diagnose(posteriors) })
    }

    /// The localizations of a clip whose event was found exactly, and of one whose event was missed,
    /// in both directions where there is such a clip.
    pub fn hit_and_miss(&self) -> Vec<&LocalizedEvent> {
        let is_hit = |event: &LocalizedEvent| {
            event.found.tied.len() == 1 && event.found.start == event.truth.start
        };
        let is_clear = |event: &LocalizedEvent| (2..=6).contains(&event.truth.len);
        let both_ways = |is_wanted: bool| {
            self.localized
                .chunk_by(|a, b| a.clip == b.clip)
                .find(|both| both.iter().all(|event| is_clear(event) && is_hit(event) == is_wanted))
        };
        let any_miss = || {
            let mut events = self.localized.chunks(1);
            events.find(|event| is_clear(&event[0]) && !is_hit(&event[0]))
        };
        let hit = both_ways(true).unwrap_or_default();
        let miss = both_ways(false).or_else(any_miss).unwrap_or_default();
        hit.iter().chain(miss).collect()
    }
}
