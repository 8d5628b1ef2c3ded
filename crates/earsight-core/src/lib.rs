//! The types that all crates share: modality, clip, segment, features, distance.
//!
//! No tensors and no files: plain data, and the rules that it must satisfy.

mod annotations;
pub mod change;
mod clip;
mod distance;
mod error;
mod feature_set;
mod feature_space;
mod frame;
mod modality;
#[cfg(feature = "schema")]
pub mod schema;
mod second_rows;
mod span;

pub use annotations::{Annotations, Category, Event};
pub use clip::{ClipId, Moment};
pub use distance::{Distance, Norm, Part};
pub use error::{Error, SideRows};
pub use feature_set::{ClipFeatures, FeatureSet};
pub use feature_space::FeatureSpace;
pub use frame::{Frame, FrameFit, FrameSpec};
pub use modality::{Modality, PerModality};
pub use second_rows::SecondRows;
pub use span::Span;
