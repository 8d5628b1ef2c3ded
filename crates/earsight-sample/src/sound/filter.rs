//! A first-order filter.

use std::f64::consts::PI;

use super::RATE_HZ;

/// The pass band of a filter: below or above its frequency.
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
