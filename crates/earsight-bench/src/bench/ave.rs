//! Tables 1 and 2 on AVE, from its features or its videos.

use super::{BASELINE, Bench, EVENT_HEADLINES, event_row};
use crate::as_published::AsPublished;
use crate::ave::{Ave, Split, balanced_validation};
use crate::controls::event_controls;
use crate::dataset::{DataCard, Labelled};
use crate::runs::{Plan, run};
use crate::summary::summarize;
use earsight::evaluation::Partition;
use earsight_core::FeatureSet;

use crate::Result;

/// Clips of each class in a validation part of our own.
const VALIDATION_CLIPS_PER_CLASS: usize = 10;

/// Tables 1 and 2 on a split of AVE; the published code localizes and retrieves on `match`.
///
/// `on_validation` evaluates on a class-balanced part of the training clips instead of the test clips, to choose
/// settings: the published validation part holds three classes.
/// `features` are those of [`Ave::features`] or [`Ave::library_features`]. Rows without features are left out, and
/// counted; leaks in features are examined only where no row is left out.
///
/// # Errors
/// Missing or broken files, or [`crate::Error::Stopped`].
pub fn bench_ave(
    (ave, features): (&Ave, &FeatureSet),
    split: Split,
    on_validation: bool,
    as_published: AsPublished,
    plan: &Plan<'_>,
) -> Result<Bench> {
    let orders = ave.orders(split)?;
    let is_complete = features.clips().len() == ave.rows().len();
    let leaks = ave.leaks(split, is_complete.then_some(features))?;
    let (train, test) = if on_validation {
        let train = &orders[&Partition::Train];
        let fold = balanced_validation(ave.rows(), train, VALIDATION_CLIPS_PER_CLASS, 0);
        (fold.train, fold.held_out)
    } else {
        (orders[&Partition::Train].clone(), orders[&Partition::Test].clone())
    };
    let labelled = |rows: &[usize]| {
        let features = ave.subset(features, rows);
        let n_missing = rows.len() - features.clips().len();
        (Labelled { features, annotations: ave.annotations(rows) }, n_missing)
    };
    let ((train, n_train_missing), (test, n_test_missing)) = (labelled(&train), labelled(&test));
    let test_part = if on_validation { "balanced validation" } else { "test" };
    let data = DataCard::new(
        "ave",
        format!(
            "{} split, {test_part} part; {n_train_missing} and {n_test_missing} clips are missing",
            split.name()
        ),
        [&train, &test].map(|part| part.features.clips().len()),
        [&train.features, &test.features],
    );
    let controls = event_controls(&train, &test);
    let (rows, failures) = run(plan, &|entry, seed, observer| {
        event_row(entry, &train, &test, seed, as_published, observer)
    })?;
    let summary = summarize(&rows, &EVENT_HEADLINES, BASELINE);
    Ok(Bench { data, as_published, leaks, rows, summary, controls, failures })
}
