//! Tables 1 and 2 on AVE, for a person who has its features or its videos.

use super::{AskedEvents, Bench, EVENT_HEADLINES, YARDSTICK};
use crate::as_published::AsPublished;
use crate::ave::{Ave, AveFeatures, LibraryFeatures, Split, balanced_validation};
use crate::controls::event_controls;
use crate::dataset::{DataCard, Labelled, digest};
use crate::runs::{Plan, run};
use crate::summary::summarize;
use earsight::evaluation::Partition;

use crate::Result;

/// How AVE is asked about.
#[derive(Debug, Clone, Copy)]
pub struct AveProtocol {
    /// Which split; the published code localizes and retrieves on `match`.
    pub split: Split,
    /// Whether a class-balanced part of the training clips is asked about instead of the test clips:
    /// to choose by, since the published validation part holds three classes.
    pub on_validation: bool,
    /// Draws of the retrieval set.
    pub n_draws: usize,
    /// Published mistakes to repeat.
    pub as_published: AsPublished,
}

/// Where AVE's features come from.
#[derive(Debug)]
pub enum AveSource<'a> {
    /// The published files.
    Published(Box<AveFeatures>),
    /// A library of its videos; rows whose video is not there are left out, and counted.
    Library(LibraryFeatures<'a>),
}

/// Clips of each class in a validation part of our own.
const VALIDATION_CLIPS_PER_CLASS: usize = 10;

/// Tables 1 and 2 on AVE.
///
/// # Errors
/// Missing or broken files, or [`crate::Error::Stopped`].
pub fn bench_ave(
    ave: &Ave,
    source: &AveSource<'_>,
    protocol: &AveProtocol,
    plan: &Plan<'_>,
) -> Result<Bench> {
    let orders = ave.orders(protocol.split)?;
    let published = match source {
        AveSource::Published(features) => Some(features.as_ref()),
        AveSource::Library(_) => None,
    };
    let leaks = ave.leaks(protocol.split, published)?;
    let (train, test) = if protocol.on_validation {
        let train = &orders[Partition::Train];
        let held_out = balanced_validation(ave.rows(), train, VALIDATION_CLIPS_PER_CLASS, 0);
        (held_out.train, held_out.validation)
    } else {
        (orders[Partition::Train].clone(), orders[Partition::Test].clone())
    };
    let labelled = |rows: &[usize]| -> Result<(Labelled, usize)> {
        let (features, n_missing) = match source {
            AveSource::Published(features) => (ave.feature_set(features, rows)?, 0),
            AveSource::Library(library) => ave.library_set(library, rows)?,
        };
        Ok((Labelled { features, annotations: ave.annotations(rows) }, n_missing))
    };
    let ((train, n_train_missing), (test, n_test_missing)) = (labelled(&train)?, labelled(&test)?);
    let asked_of = if protocol.on_validation { "balanced validation" } else { "test" };
    let data = DataCard {
        name: "ave".to_owned(),
        split: format!(
            "{} split, {asked_of} part; {n_train_missing} and {n_test_missing} clips are missing",
            protocol.split.name()
        ),
        n_train_clips: train.features.clips().len(),
        n_test_clips: test.features.clips().len(),
        features: [digest(&train.features), digest(&test.features)],
        program: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let controls = event_controls(&train, &test);
    let as_published = protocol.as_published;
    let (rows, failures) = run(plan, &|system, seed, observer| {
        let asked = AskedEvents { test: &test, n_draws: protocol.n_draws };
        asked.row(system, &train, seed, as_published, observer)
    })?;
    let summary = summarize(&rows, &EVENT_HEADLINES, YARDSTICK);
    Ok(Bench { data, as_published, leaks, rows, summary, controls, failures })
}
