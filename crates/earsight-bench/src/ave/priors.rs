//! What one gets on AVE without listening or looking (SPEC §10.3), from the annotations alone.

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
    /// Seconds of theirs that hold an event.
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
    /// One for each part that is judged: validation and test of each split.
    pub parts: Vec<PartPriors>,
}

impl Priors {
    /// That of one part.
    pub fn of(&self, split: Split, partition: Partition) -> Option<&PartPriors> {
        self.parts.iter().find(|part| part.split == split && part.partition == partition)
    }
}

impl Ave {
    /// Computes them all; `seed` is for the spread of a ranking that all queries share, which is drawn.
    pub fn priors(&self, seed: u64) -> Priors {
        let parts = self.splits().flat_map(|(split, orders)| {
            [Partition::Test, Partition::Validation]
                .map(|partition| self.part_priors(split, orders, partition, seed))
        });
        Priors { parts: parts.collect() }
    }

    fn part_priors(
        &self,
        split: Split,
        orders: &Orders,
        partition: Partition,
        seed: u64,
    ) -> PartPriors {
        let rows = |order: &[usize]| -> Vec<&AveRow> {
            order.iter().map(|&row| &self.rows()[row]).collect()
        };
        let (asked, learnt) = (rows(&orders[partition]), rows(&orders.train));
        let events: Vec<&AveRow> =
            asked.iter().copied().filter(|row| !row.span.is_empty()).collect();
        let classes: Vec<usize> = events.iter().map(|row| row.class).collect();
        PartPriors {
            split,
            partition,
            n_clips: asked.len(),
            n_event_segments: asked.iter().map(|row| row.span.len).sum(),
            position: PositionPriors::of(&asked, &learnt),
            retrieval: RetrievalChance::of(&classes, seed),
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
