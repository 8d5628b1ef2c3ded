//! A first-order filter.

use std::f64::consts::PI;

use super::RATE_HZ;

/// What a filter lets through: below or above its frequency.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Pass {
    Low,
    High,
}

/// A filter with one pole: 3 dB down at its frequency, 6 dB an octave beyond it.
///
/// Trapezoidal integration (Zavalishin, "The Art of VA Filter Design", §3.10).
pub(super) struct Filter {
    pass: Pass,
    gain: f64,
    state: f64,
}

impl Filter {
    /// A filter at `hz`, at rest.
    pub fn new(pass: Pass, hz: f64) -> Self {
        let gain = f64::tan(PI * hz.min(0.45 * RATE_HZ) / RATE_HZ);
        Filter { pass, gain: gain / (1.0 + gain), state: 0.0 }
    }

    /// The next sample out for the next sample in.
    pub fn next(&mut self, input: f64) -> f64 {
        let step = self.gain * (input - self.state);
        let low = self.state + step;
        self.state = low + step;
        match self.pass {
            Pass::Low => low,
            Pass::High => input - low,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_pass_their_band_and_stop_the_rest() {
        let gain = |pass, hz: f64| {
            let mut filter = Filter::new(pass, 1000.0);
            let input = (0..8820).map(|idx| f64::sin(2.0 * PI * hz * f64::from(idx) / RATE_HZ));
            input.map(|x| filter.next(x)).skip(4410).fold(0.0_f64, |peak, x| peak.max(x.abs()))
        };
        assert!(gain(Pass::Low, 50.0) > 0.98 && gain(Pass::Low, 15_000.0) < 0.05);
        assert!(gain(Pass::High, 10_000.0) > 0.98 && gain(Pass::High, 20.0) < 0.03);
        assert!((gain(Pass::Low, 1000.0) - 0.707).abs() < 0.01);
    }
}
