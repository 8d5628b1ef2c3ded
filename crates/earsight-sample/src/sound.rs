//! Sound from formulas: what the kinds are made of.

pub(crate) mod filter;
pub(crate) mod modal;
pub(crate) mod noise;
pub(crate) mod pcm;

/// Samples per second of every sound; one channel.
pub const SOUND_RATE_HZ: u32 = 44_100;

/// Samples per second, for formulas.
pub(crate) const RATE_HZ: f64 = SOUND_RATE_HZ as f64;

/// Number of samples of a stretch of time.
pub(crate) fn n_samples(secs: f64) -> usize {
    (secs * RATE_HZ).round() as usize
}

/// A sound made sample by sample from its time.
pub(crate) fn from_fn(secs: f64, mut sample: impl FnMut(f64) -> f64) -> Vec<f64> {
    (0..n_samples(secs)).map(|idx| sample(idx as f64 / RATE_HZ)).collect()
}
