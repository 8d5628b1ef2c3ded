//! Samples of the posterior, as the real seconds nearest to them.

use std::collections::BTreeSet;

use serde::Serialize;
use utoipa::ToSchema;

use crate::Found;

/// Samples of the posterior, each decoded and represented by its nearest real second, by features alone.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Drawn {
    /// The seed of the samples.
    pub seed: u64,
    /// Number of samples.
    pub n_draws: usize,
    /// Number of different clips among `nearest`: one when all samples agree.
    pub n_clips: usize,
    /// Smallest, mean and greatest distance of a sample to its nearest real second.
    pub distances: Distances,
    /// The real second nearest to each sample.
    pub nearest: Vec<Found>,
}

/// The spread of distances.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub struct Distances {
    /// The smallest.
    pub least: f64,
    /// The mean.
    pub mean: f64,
    /// The greatest.
    pub greatest: f64,
}

impl Drawn {
    /// From the nearest real second of each sample, in the order of the samples.
    pub(super) fn of(nearest: Vec<Found>, seed: u64) -> Self {
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
}
