//! Benches: from data to rows of scores and their summary.

mod ave;
mod calibration;
mod clips;
mod composed;
mod curve;

use earsight::comparison::FittedComparison;
use earsight::evaluation::{EmbeddedEvents, Recordings};
use earsight::{ModelEntry, Observer};
use serde::Serialize;

use crate::Result;
use crate::as_published::AsPublished;
use crate::controls::Controls;
use crate::dataset::{DataCard, Labelled};
use crate::figure_data::FigureData;
use crate::runs::{Failure, Row};
use crate::scores::{latent_scores, localization_scores, naming_scores, retrieval_scores};
use crate::summary::ModelSummary;
use earsight::evaluation::leaks::LeakReport;

pub use ave::bench_ave;
pub use calibration::{
    CalibrationBench, NominalRates, calibrate_clips, calibrate_composed, calibrate_later,
};
pub use clips::bench_clips;
pub use composed::bench_composed;
pub use curve::{CurvePoint, CurveScore, Curves};

/// The results of a bench.
#[derive(Debug, Clone, Serialize)]
pub struct Bench {
    /// Its data.
    pub data: DataCard,
    /// Published mistakes that were repeated.
    pub as_published: AsPublished,
    /// Leaks and shortcuts of the data, examined before anything was trained.
    pub leaks: LeakReport,
    /// One per system and seed.
    pub rows: Vec<Row>,
    /// One per system.
    pub summary: Vec<ModelSummary>,
    /// Scores of rules and random rankings that use neither sound nor image.
    pub controls: Controls,
    /// Systems that could not be run.
    pub failures: Vec<Failure>,
}

/// The baseline that others are compared with, clip by clip.
pub(crate) const BASELINE: &str = "cca";

/// Scores that get intervals on data with events: those of Tables 1 and 2.
const EVENT_HEADLINES: [&str; 6] =
    ["exact_a2v", "exact_v2a", "mrr_aa", "mrr_av", "mrr_va", "mrr_vv"];

/// Fits one system and computes all scores on the events of `test`.
fn event_row(
    entry: &ModelEntry,
    train: &Labelled,
    test: &Labelled,
    seed: u64,
    as_published: AsPublished,
    observer: &mut dyn Observer,
) -> Result<Row> {
    let config = as_published.apply((entry.default_config)());
    let model = if entry.is_supervised() {
        entry.fit_with_labels(&config, &train.features, &train.annotations, seed, observer)?
    } else {
        entry.fit_unsupervised(&config, &*as_published.train(train)?, seed, observer)?
    };
    let recordings = Recordings::apart(&train.features);
    let fitted = FittedComparison::fit(entry, model, &train.features, &recordings, seed)?;
    let (model, comparison) = (&*fitted.model, fitted.comparison());
    let events = EmbeddedEvents::new(&comparison, &test.features, &test.annotations)?;
    let localized = events.localize()?;
    let (mut scores, lengths) = localization_scores(&localized, &events.localize_shuffled()?);
    let distance = comparison.retrieval_distance();
    scores.extend(retrieval_scores(&events, distance, seed, as_published)?);
    scores.extend(latent_scores(model, &test.features)?);
    scores.extend(naming_scores(model, test)?);
    let figures = (seed == 0).then(|| FigureData::new(model, localized, test)).transpose()?;
    Ok(Row { per_length: Some(lengths), figures, ..Row::new(entry, seed, scores) })
}
