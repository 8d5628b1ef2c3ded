//! How good a fitted model is on clips that it has not seen: what `earsight-metrics` scores.

mod folds;
mod localized_events;
mod own_clip;

pub use folds::{Fold, folds_by_clip};
pub use localized_events::{LocalizedEvent, localize_events, localize_shuffled};
pub use own_clip::own_clip_ranks;
