//! What else a model thinks possible: draws from its posterior.

use std::collections::BTreeSet;
use std::io::{self, Write};

use serde::Serialize;

use earsight_answers::Found;

use super::searched::write_found;
use super::text::count;

/// Draws from the posterior, each decoded and named by its nearest real second.
#[derive(Debug, Clone, Serialize)]
pub struct Drawn {
    /// Where the draws come from.
    pub seed: u64,
    /// Draws.
    pub n_draws: usize,
    /// Different clips that they name: one when the model is sure.
    pub n_clips: usize,
    /// Smallest, mean and greatest distance of a draw to its nearest real second.
    pub distances: Distances,
    /// What each draw names.
    pub nearest: Vec<Found>,
}

/// The spread of distances.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Distances {
    /// The smallest.
    pub least: f64,
    /// The mean.
    pub mean: f64,
    /// The greatest.
    pub greatest: f64,
}

impl Drawn {
    /// From what each draw names, in the order of the draws.
    pub fn of(nearest: Vec<Found>, seed: u64) -> Self {
        let clips: BTreeSet<_> = nearest.iter().map(|found| &found.place.clip).collect();
        let distances = || nearest.iter().map(|found| found.place.distance);
        let n_draws = nearest.len();
        Drawn {
            seed,
            n_draws,
            n_clips: clips.len(),
            distances: Distances {
                least: distances().reduce(f64::min).unwrap_or_default(),
                mean: distances().sum::<f64>() / n_draws.max(1) as f64,
                greatest: distances().reduce(f64::max).unwrap_or_default(),
            },
            nearest,
        }
    }

    /// A summary and the draws, a line each.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let Distances { least, mean, greatest } = &self.distances;
        writeln!(
            out,
            "{} from the posterior name {}; distance {mean:.3} ({least:.3} to {greatest:.3})",
            count(self.n_draws, "draw"),
            count(self.n_clips, "clip"),
        )?;
        write_found(&self.nearest, out)
    }
}
