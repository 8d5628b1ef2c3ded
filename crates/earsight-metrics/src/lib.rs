//! Scores of localization and retrieval, what chance gives for each, and intervals around them.
//!
//! One function per number, on plain values: no model, no tensor, no file.
//! Wherever an order has ties, a score is its expectation over all ways to break them,
//! so that a method that gives only ties scores chance.

mod bootstrap;
mod conformal;
mod latent_overlap;
mod localization;
mod position_rules;
mod retrieval;
mod segments;
mod spread;
mod ties;
mod wilson;

pub use bootstrap::{Interval, bootstrap_interval, paired_bootstrap_interval};
pub use conformal::conformal_threshold;
pub use latent_overlap::{
    closer_than_true_match, modality_gap, nearest_neighbour_modality_accuracy,
    own_second_reciprocal_rank, squared_distances,
};
pub use localization::{
    Answer, exact_match, first_exact_match, intersection_over_union, is_interior, mean_per_length,
    start_error_secs, within_secs,
};
pub use position_rules::{
    BestStart, Placed, always_centre, always_first, always_last, uniform_chance, uniform_chance_sd,
};
pub use retrieval::{
    average_precision, discounted_gain_at, first_relevant_rank, median_rank, recall_at,
    reciprocal_rank, reciprocal_rank_variance,
};
pub use segments::{BackgroundScore, background_score, segment_accuracy};
pub use spread::{Spread, mean};
pub use ties::{TieGroup, random_order, tie_groups};
pub use wilson::wilson_interval;
