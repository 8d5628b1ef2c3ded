//! Scores on AVE of rules and random rankings that use neither sound nor image (SPEC §10.3).

mod position;
mod retrieval;

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Ave, AveRow, Orders, Split};
use earsight::evaluation::Partition;

pub use position::{LengthPrior, PositionPriors, RulePrior};
pub use retrieval::{Chance, RetrievalChance};

/// Priors of one part of one split.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PartPriors {
    /// Which split.
    pub split: Split,
    /// Which part of it.
    pub partition: Partition,
    /// Clips of it.
    pub n_clips: usize,
    /// Seconds of these clips within an event.
    pub n_event_segments: usize,
    /// Rules about positions, for localization.
    pub position: PositionPriors,
    /// Random rankings, for retrieval.
    pub retrieval: RetrievalChance,
}

/// Every prior and chance level of AVE, fractions in 0..=1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Priors {
    /// Test and validation of each split.
    pub parts: Vec<PartPriors>,
}

impl Ave {
    /// The priors of every test and validation part.
    pub fn priors(&self) -> Priors {
        let parts = self.splits.iter().flat_map(|(&split, orders)| {
            [Partition::Test, Partition::Validation]
                .map(|partition| self.part_priors(split, orders, partition))
        });
        Priors { parts: parts.collect() }
    }

    fn part_priors(&self, split: Split, orders: &Orders, partition: Partition) -> PartPriors {
        let rows = |partition| -> Vec<&AveRow> {
            orders[&partition].iter().map(|&row| &self.rows[row]).collect()
        };
        let (test, train) = (rows(partition), rows(Partition::Train));
        let events = test.iter().filter(|row| !row.span.is_empty());
        let classes: Vec<usize> = events.map(|row| row.class).collect();
        PartPriors {
            split,
            partition,
            n_clips: test.len(),
            n_event_segments: test.iter().map(|row| row.span.len).sum(),
            position: PositionPriors::of(&test, &train),
            retrieval: RetrievalChance::of(&classes),
        }
    }
}

/// The tables of SPEC §10.3, in percent where a localization is counted.
impl fmt::Display for Priors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in &self.parts {
            let (split, partition) = (part.split.name(), part.partition.name());
            writeln!(f, "{split} {partition}: {} clips", part.n_clips)?;
            write!(f, "{}{}", part.position, part.retrieval)?;
        }
        Ok(())
    }
}
