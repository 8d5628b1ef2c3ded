//! How good a fitted model is on clips that it has not seen, and what that is worth beside rules that know nothing.

mod folds;
mod localized_events;
mod own_clip;
mod position_rules;

pub use folds::{Fold, folds_by_clip};
pub use localized_events::{LocalizedEvent, localize_events, localize_shuffled};
pub use own_clip::own_clip_ranks;
pub use position_rules::{BestStart, always_first, always_last, uniform_chance};
