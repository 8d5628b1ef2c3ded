//! Modal synthesis: a struck body is a sum of decaying sines.

use std::f64::consts::TAU;

use super::RATE_HZ;

/// Adds a mode that starts at `at_secs`: `gain · e^(−6.9 t / decay) · sin(2π hz t)`, 60 dB down after its decay.
///
/// A rotation and a shrinking per sample instead of a sine (the "coupled form" oscillator).
/// Modes near half the sample rate are left out.
pub(super) fn ring(sound: &mut [f64], at_secs: f64, hz: f64, decay_secs: f64, gain: f64) {
    let first = (at_secs * RATE_HZ).round() as usize;
    let n_samples = if hz < 0.45 * RATE_HZ { (1.5 * decay_secs * RATE_HZ) as usize } else { 0 };
    let shrink = f64::exp(-1000_f64.ln() / (decay_secs * RATE_HZ));
    let (sine, cosine) = f64::sin_cos(TAU * hz / RATE_HZ);
    let (turn_re, turn_im) = (shrink * cosine, shrink * sine);
    let (mut re, mut im) = (gain, 0.0);
    for sample in sound.iter_mut().skip(first).take(n_samples) {
        *sample += im;
        (re, im) = (re * turn_re - im * turn_im, re * turn_im + im * turn_re);
    }
}
