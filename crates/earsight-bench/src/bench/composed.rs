//! Tables 1 and 2 on clips composed from real sounds and photographs.

use super::{BASELINE, Bench, EVENT_HEADLINES, event_row};
use crate::as_published::AsPublished;
use crate::composed::Parts;
use crate::controls::event_controls;
use crate::dataset::{DataCard, Labelled};
use crate::runs::{Plan, run};
use crate::summary::summarize;
use earsight::evaluation::Partition;
use earsight::evaluation::leaks::{LeakReport, Part, examine};

use crate::Result;

/// Of the test clips, away from the seeds of the training clips.
pub(super) const TEST_SEED: u64 = 1000;

/// Tables 1 and 2 on composed clips, of `[training, test]` sources and in these numbers.
///
/// Training clips are composed anew for each seed; test clips are the same for every seed, so that systems can be
/// compared clip by clip.
///
/// # Errors
/// Broken features, or [`crate::Error::Stopped`].
pub fn bench_composed(
    [train_parts, test_parts]: &[Parts; 2],
    [n_train_clips, n_test_clips]: [usize; 2],
    as_published: AsPublished,
    plan: &Plan<'_>,
) -> Result<Bench> {
    let test = test_parts.compose(n_test_clips, TEST_SEED)?;
    let first = train_parts.compose(n_train_clips, 0)?;
    let data = DataCard::new(
        "composed",
        format!(
            "{n_train_clips} clips of part {}, composed anew for each seed; {n_test_clips} clips of part {}",
            train_parts.part(),
            test_parts.part()
        ),
        [n_train_clips, n_test_clips],
        [&first.features, &test.features],
    );
    let controls = event_controls(&first, &test);
    let leaks = leaks(&first, &test);
    let (rows, failures) = run(plan, &|entry, seed, observer| {
        let train = train_parts.compose(n_train_clips, seed)?;
        event_row(entry, &train, &test, seed, as_published, observer)
    })?;
    let summary = summarize(&rows, &EVENT_HEADLINES, BASELINE);
    Ok(Bench { data, as_published, leaks, rows, summary, controls, failures })
}

/// Leaks between every test clip and the first training clips: comparing all of them takes too long.
fn leaks(train: &Labelled, test: &Labelled) -> LeakReport {
    let n_compared = train.features.clips().len().min(MOST_LEAK_CLIPS);
    let compared = train.features.subset(&(0..n_compared).collect::<Vec<_>>());
    let parts = [
        Part::new(Partition::Train, &compared, &train.annotations, |_| None),
        Part::new(Partition::Test, &test.features, &test.annotations, |_| None),
    ];
    examine(&parts)
}

/// Training clips that are compared with the test clips.
const MOST_LEAK_CLIPS: usize = 200;
