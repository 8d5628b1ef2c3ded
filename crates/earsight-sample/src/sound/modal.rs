//! Modal synthesis: a struck thing is a sum of decaying sines.

use std::f64::consts::TAU;

use super::RATE_HZ;

/// One way a thing vibrates.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mode {
    /// Frequency in hertz.
    pub hz: f64,
    /// Time until it is 60 dB down, in seconds.
    pub decay_secs: f64,
    /// Amplitude at the blow.
    pub gain: f64,
}

/// Adds a blow at `at_secs`: `Σ gain · e^(−6.9 t / decay) · sin(2π hz t)`.
///
/// A rotation and a shrinking per sample instead of a sine (the "coupled form" oscillator).
pub(crate) fn ring(sound: &mut [f64], at_secs: f64, strength: f64, modes: &[Mode]) {
    let first = (at_secs * RATE_HZ).round() as usize;
    let Some(tail) = sound.get_mut(first..) else { return };
    for mode in modes.iter().filter(|mode| mode.hz < 0.45 * RATE_HZ) {
        let shrink = f64::exp(-1000_f64.ln() / (mode.decay_secs * RATE_HZ));
        let (sine, cosine) = f64::sin_cos(TAU * mode.hz / RATE_HZ);
        let (turn_re, turn_im) = (shrink * cosine, shrink * sine);
        let (mut re, mut im) = (strength * mode.gain, 0.0);
        let n = ((1.5 * mode.decay_secs * RATE_HZ) as usize).min(tail.len());
        for sample in &mut tail[..n] {
            *sample += im;
            (re, im) = (re * turn_re - im * turn_im, re * turn_im + im * turn_re);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mode_rings_at_its_frequency_and_is_60_db_down_after_its_decay() {
        let mut sound = vec![0.0; RATE_HZ as usize];
        ring(&mut sound, 0.1, 1.0, &[Mode { hz: 1000.0, decay_secs: 0.5, gain: 0.5 }]);
        let first = (0.1 * RATE_HZ) as usize;
        assert!(sound[..first].iter().all(|&x| x == 0.0));
        let peak = |range: std::ops::Range<usize>| {
            sound[range].iter().fold(0.0_f64, |m, x| m.max(x.abs()))
        };
        assert!((peak(first..first + 100) - 0.5).abs() < 0.03);
        let later = first + (0.5 * RATE_HZ) as usize;
        assert!((peak(later..later + 60) / 0.5e-3 - 1.0).abs() < 0.1);
        let ups =
            sound[first..first + 4410].windows(2).filter(|w| w[0] <= 0.0 && w[1] > 0.0).count();
        assert!((99..=101).contains(&ups), "{ups}");
    }
}
