//! A fitted model on held-out clips: the results that `earsight-metrics` scores.

mod events;
mod folds;
pub mod leaks;
mod own_clip;
mod own_moments;
mod partition;

pub use events::{EmbeddedEvent, EmbeddedEvents, LocalizedEvent};
pub use folds::{Fold, folds_by_clip};
pub use own_clip::own_clip_ranks;
pub use own_moments::{OwnMoments, own_moments};
pub use partition::Partition;
