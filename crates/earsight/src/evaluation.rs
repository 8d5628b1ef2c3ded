//! A fitted model on held-out clips: the results that `earsight-metrics` scores.

mod events;
mod folds;
pub mod leaks;
mod likeness;
mod own_clip;
mod own_moments;
mod partition;
mod recordings;
mod row_bits;
mod standardized;

pub use events::{EmbeddedEvent, EmbeddedEvents, LocalizedEvent};
pub use folds::{Fold, folds};
pub use likeness::{Alike, Likeness, Prepared};
pub(crate) use own_clip::clip_means;
pub use own_clip::own_clip_scores;
pub use own_moments::{OwnMoments, own_moments};
pub use partition::Partition;
pub use recordings::Recordings;
