//! Noise and bursts of it.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::RATE_HZ;
use super::filter::Biquad;

/// White noise in −1..1.
pub(crate) fn white(rng: &mut ChaCha8Rng) -> f64 {
    2.0 * rng.random::<f64>() - 1.0
}

/// Adds a burst of filtered noise at `at_secs` that is 60 dB down after `decay_secs`.
pub(crate) fn burst(
    sound: &mut [f64],
    at_secs: f64,
    strength: f64,
    decay_secs: f64,
    mut filter: Biquad,
    rng: &mut ChaCha8Rng,
) {
    let first = (at_secs * RATE_HZ).round() as usize;
    let Some(tail) = sound.get_mut(first..) else { return };
    let shrink = f64::exp(-1000_f64.ln() / (decay_secs * RATE_HZ));
    let mut level = strength;
    for sample in tail.iter_mut().take((1.5 * decay_secs * RATE_HZ) as usize) {
        *sample += level * filter.next(white(rng));
        level *= shrink;
    }
}
