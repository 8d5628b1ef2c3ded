//! Audio–visual offset (ours): by how much the sound comes before or after its picture.
//!
//! Sound and motion of one event coincide.
//! So the sound agrees best with the picture's motion at the lag by which one of them comes late.
//! Most short clips agree by chance as well at some other lag, so an offset is claimed only where one peak stands out,
//! and by how much is learned from clips that are known to be in sync: no label is needed.
//! The offset of a long file may change at a constant rate, as two clocks of slightly different speed make it.

mod agreement;
mod curves;
mod drift;
mod pieces;
mod profile;
mod reference;
mod shared;

pub use drift::{Drift, MIN_DRIFT_SECS};
pub use pieces::PieceProfiles;
pub use profile::LagProfile;
pub use reference::{OffsetReference, TOLERANCE_SECS};
pub use shared::{MIN_CLIPS, SharedOffset, shared_offset};

use earsight_core::change::STEPS_PER_SEC;

/// The smallest and the largest of the middle share `coverage` of draws, which are in ascending order.
fn central(draws: &[f64], coverage: f64) -> (f64, f64) {
    let outside = ((1.0 - coverage) / 2.0 * draws.len() as f64) as usize;
    (draws[outside], draws[draws.len() - 1 - outside])
}

fn secs(steps: f64) -> f64 {
    steps / STEPS_PER_SEC as f64
}

/// Clips with a known offset.
#[cfg(test)]
mod planted;
