//! Negatives that the published AVDLN lacks: pairs of one clip at different times, and of different clips.
//!
//! A step has all seconds of 32 clips, so every audio row is compared with every visual row:
//! - *across time*: two seconds of one clip of which exactly one is an event;
//! - *across clips*: an event's second and a second of another clip that is not of the same category.
//!
//! Pairs that match by the labels, and pairs whose relation is unknown (two background seconds
//! that are not synchronised), are not pushed apart. Each kind adds the mean of `max(m − D, 0)²` over its
//! pairs that are still too near (the mined ones), so that many easy pairs do not outweigh a hard one.

use earsight::objective::Losses;
use earsight::training::{Batching, TrainingConfig};
use earsight_core::PerModality;
use earsight_kernels::Variable;

use super::{AvdlnConfig, AvdlnObjective, Negatives, published};
use crate::labelled::seconds::SecondsBatch;
use crate::margin::{all_distances, hinge};

/// The published settings except the negatives and the larger batch.
pub(super) fn config() -> AvdlnConfig {
    let published = published();
    AvdlnConfig {
        objective: AvdlnObjective { negatives: Negatives::Mined, ..published.objective },
        training: TrainingConfig {
            batching: Batching::Shuffled { size: 32 },
            ..published.training
        },
        ..published
    }
}

/// Whether the audio row and the visual row with these indices in a step are a negative pair.
type IsNegative = fn(&SecondsBatch, usize, usize) -> bool;

/// Adds `across_time` and `across_clips`.
pub(super) fn push_losses<'t>(
    losses: &mut Losses<'t>,
    embedded: &PerModality<Variable<'t>>,
    batch: &SecondsBatch,
    margin: f64,
) {
    let too_near = hinge(all_distances(embedded), margin);
    let kinds: [(&str, IsNegative); 2] =
        [("across_time", is_across_time), ("across_clips", is_across_clips)];
    for (name, is_negative) in kinds {
        let n = batch.classes.len();
        let mask = (0..n * n).map(|place| is_negative(batch, place / n, place % n));
        let mask: Vec<f32> = mask.map(|negative| f32::from(u8::from(negative))).collect();
        let pairs = too_near * too_near.constant(&mask, [n, n]);
        // A constant: a count has no gradient.
        let n_mined = pairs.values().iter().filter(|value| **value > 0.0).count().max(1) as f64;
        losses.push(name, pairs.sum().scale(n_mined.recip()), 1.0);
    }
}

fn is_across_time(batch: &SecondsBatch, i: usize, j: usize) -> bool {
    let is_event = |row: usize| batch.classes[row] != batch.background;
    batch.clips[i] == batch.clips[j] && is_event(i) != is_event(j)
}

fn is_across_clips(batch: &SecondsBatch, i: usize, j: usize) -> bool {
    // Different classes are never two background seconds.
    batch.clips[i] != batch.clips[j] && batch.classes[i] != batch.classes[j]
}
