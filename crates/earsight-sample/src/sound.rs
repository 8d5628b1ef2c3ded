//! Sound synthesis.

mod filter;
mod loudness;
mod modal;
mod source;

pub(crate) use filter::Pass;
pub(crate) use loudness::set_level;
pub(crate) use source::{Loudness, Source};

/// Samples per second of every sound; one channel.
pub const SOUND_RATE_HZ: u32 = 44_100;

/// Samples per second, for formulas.
pub(crate) const RATE_HZ: f64 = SOUND_RATE_HZ as f64;

/// Number of samples in `secs` seconds.
pub(crate) fn n_samples(secs: f64) -> usize {
    (secs * RATE_HZ).round() as usize
}
