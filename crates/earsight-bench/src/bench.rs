//! A bench from data to numbers.

mod ave;
mod calibration;
mod clips;
mod composed;
mod curve;

use earsight::evaluation::EmbeddedEvents;
use earsight::{ConfigTable, Observer};
use serde::Serialize;

use crate::Result;
use crate::as_published::AsPublished;
use crate::controls::Controls;
use crate::dataset::{DataCard, Labelled};
use crate::exhibits::Exhibits;
use crate::runs::{Failure, Row, System};
use crate::scores::{
    RetrievalProtocol, latent_scores, localization_scores, naming_scores, retrieval_scores,
};
use crate::summary::ModelSummary;
use earsight::evaluation::leaks::LeakReport;

pub use ave::{AveProtocol, AveSource, bench_ave};
pub use calibration::{CalibrationBench, Promise, calibrate_clips, calibrate_composed};
pub use clips::bench_clips;
pub use composed::{ComposedProtocol, bench_composed};
pub use curve::{ComposedSizes, CurvePoint, CurveScore, Curves};

/// Everything that a bench found.
#[derive(Debug, Clone, Serialize)]
pub struct Bench {
    /// On what.
    pub data: DataCard,
    /// Published mistakes that were repeated.
    pub as_published: AsPublished,
    /// What speaks against the data, looked for before anything was trained.
    pub leaks: LeakReport,
    /// One per system and seed.
    pub rows: Vec<Row>,
    /// One per system.
    pub summary: Vec<ModelSummary>,
    /// What one gets without listening or looking.
    pub controls: Controls,
    /// Systems that could not be run.
    pub failures: Vec<Failure>,
}

/// The system that others are compared with, clip by clip.
pub const YARDSTICK: &str = "cca";

/// Numbers that get intervals on data with events: those of Tables 1 and 2.
pub const EVENT_HEADLINES: [&str; 6] =
    ["exact_a2v", "exact_v2a", "mrr_aa", "mrr_av", "mrr_va", "mrr_vv"];
/// Numbers that get intervals on clips without labels.
pub const CLIP_HEADLINES: [&str; 2] = ["mrr_av", "mrr_va"];

/// Clips with events that fitted systems are asked about.
pub(crate) struct AskedEvents<'a> {
    pub(crate) test: &'a Labelled,
    pub(crate) n_draws: usize,
}

impl AskedEvents<'_> {
    /// Fits one system and asks it everything.
    pub(crate) fn row(
        &self,
        system: &System,
        train: &Labelled,
        seed: u64,
        as_published: AsPublished,
        observer: &mut dyn Observer,
    ) -> Result<Row> {
        let System { entry, config } = system;
        let config: ConfigTable = as_published.apply(config.clone());
        let model = if entry.is_supervised() {
            entry.fit_with_labels(&config, &train.features, &train.annotations, seed, observer)?
        } else {
            entry.fit_unsupervised(&config, &*as_published.train(train)?, seed, observer)?
        };
        let model = model.as_ref();
        let events = EmbeddedEvents::new(model, &self.test.features, &self.test.annotations)?;
        let (found, shuffled) = (events.localize()?, events.localize_shuffled()?);
        let (mut scores, lengths) = localization_scores(&found, &shuffled);
        let protocol = RetrievalProtocol { n_draws: self.n_draws, seed, as_published };
        scores.extend(retrieval_scores(&events, model.retrieval_distance(), &protocol)?);
        scores.extend(latent_scores(model, &self.test.features)?);
        scores.extend(naming_scores(model, self.test)?);
        let exhibits = (seed == 0).then(|| Exhibits::of(model, found, self.test)).transpose()?;
        Ok(Row {
            model: entry.name.to_owned(),
            is_supervised: entry.is_supervised(),
            seed,
            scores,
            per_length: Some(lengths),
            exhibits,
        })
    }
}
