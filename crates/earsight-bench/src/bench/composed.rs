//! Tables 1 and 2 on clips composed from real sounds and photographs.

use super::{AskedEvents, Bench, EVENT_HEADLINES, YARDSTICK};
use crate::as_published::AsPublished;
use crate::composed::Parts;
use crate::controls::event_controls;
use crate::dataset::{DataCard, Labelled, digest};
use crate::runs::{Plan, run};
use crate::summary::summarize;
use earsight::evaluation::Partition;
use earsight::evaluation::leaks::{LeakReport, Part, examine};

use crate::Result;

/// How composed clips are made and asked about.
#[derive(Debug, Clone)]
pub struct ComposedProtocol {
    /// Clips that teach, composed anew for each seed.
    pub n_train_clips: usize,
    /// Clips that are asked about, the same for every seed, so that systems can be compared clip by clip.
    pub n_test_clips: usize,
    /// Draws of the retrieval set.
    pub n_draws: usize,
    /// Published mistakes to repeat.
    pub as_published: AsPublished,
}

impl Default for ComposedProtocol {
    fn default() -> Self {
        ComposedProtocol {
            n_train_clips: 3000,
            n_test_clips: 400,
            n_draws: 20,
            as_published: AsPublished::default(),
        }
    }
}

/// Of the test clips, away from the seeds of the training clips.
pub(super) const TEST_SEED: u64 = 1000;

/// Tables 1 and 2 on composed clips.
///
/// # Errors
/// Broken features, or [`crate::Error::Stopped`].
pub fn bench_composed(
    train_parts: &Parts,
    test_parts: &Parts,
    protocol: &ComposedProtocol,
    plan: &Plan<'_>,
) -> Result<Bench> {
    let labelled = |parts: &Parts, n_clips, seed| -> Result<Labelled> {
        let (features, annotations) = parts.compose(n_clips, seed)?;
        Ok(Labelled { features, annotations })
    };
    let test = labelled(test_parts, protocol.n_test_clips, TEST_SEED)?;
    let first = labelled(train_parts, protocol.n_train_clips, 0)?;
    let data = DataCard {
        name: "composed".to_owned(),
        split: format!(
            "{} clips of part {}, composed anew for each seed; {} clips of part {}",
            protocol.n_train_clips,
            train_parts.part(),
            protocol.n_test_clips,
            test_parts.part()
        ),
        n_train_clips: protocol.n_train_clips,
        n_test_clips: protocol.n_test_clips,
        features: [digest(&first.features), digest(&test.features)],
        program: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let controls = event_controls(&first, &test);
    let leaks = leaks(&first, &test);
    let (rows, failures) = run(plan, &|system, seed, observer| {
        let train = labelled(train_parts, protocol.n_train_clips, seed)?;
        let asked = AskedEvents { test: &test, n_draws: protocol.n_draws };
        asked.row(system, &train, seed, protocol.as_published, observer)
    })?;
    let summary = summarize(&rows, &EVENT_HEADLINES, YARDSTICK);
    let as_published = protocol.as_published;
    Ok(Bench { data, as_published, leaks, rows, summary, controls, failures })
}

/// Looks for leaks on as many of the training clips as one can compare with every test clip in a moment.
fn leaks(train: &Labelled, test: &Labelled) -> LeakReport {
    let n_shown = train.features.clips().len().min(MOST_LEAK_CLIPS);
    let shown = train.features.subset(&(0..n_shown).collect::<Vec<_>>());
    let part =
        |partition, features, annotations| Part::new(partition, features, annotations, |_| None);
    let parts = [
        part(Partition::Train, &shown, &train.annotations),
        part(Partition::Test, &test.features, &test.annotations),
    ];
    examine(&parts)
}

/// Clips of the training part that are compared with the test part.
const MOST_LEAK_CLIPS: usize = 200;
