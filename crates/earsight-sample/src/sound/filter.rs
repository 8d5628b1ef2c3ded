//! Second-order filters.

use std::f64::consts::TAU;

use super::RATE_HZ;

/// A second-order filter; coefficients of Robert Bristow-Johnson's "Audio EQ Cookbook".
#[derive(Debug, Clone)]
pub(crate) struct Biquad {
    forward: [f64; 3],
    back: [f64; 2],
    past: [f64; 2],
}

impl Biquad {
    /// Lets through what is below `hz`.
    pub fn low_pass(hz: f64, quality: f64) -> Self {
        Biquad::normalised(hz, quality, |_, cosine| {
            [(1.0 - cosine) / 2.0, 1.0 - cosine, (1.0 - cosine) / 2.0]
        })
    }

    /// Lets through what is above `hz`.
    pub fn high_pass(hz: f64, quality: f64) -> Self {
        Biquad::normalised(hz, quality, |_, cosine| {
            [(1.0 + cosine) / 2.0, -1.0 - cosine, (1.0 + cosine) / 2.0]
        })
    }

    /// Lets through what is around `hz`, with gain 1 there.
    pub fn band_pass(hz: f64, quality: f64) -> Self {
        Biquad::normalised(hz, quality, |alpha, _| [alpha, 0.0, -alpha])
    }

    fn normalised(hz: f64, quality: f64, forward: impl Fn(f64, f64) -> [f64; 3]) -> Self {
        let (sine, cosine) = f64::sin_cos(TAU * hz.min(0.45 * RATE_HZ) / RATE_HZ);
        let alpha = sine / (2.0 * quality);
        let scale = 1.0 / (1.0 + alpha);
        Biquad {
            forward: forward(alpha, cosine).map(|b| b * scale),
            back: [-2.0 * cosine * scale, (1.0 - alpha) * scale],
            past: [0.0; 2],
        }
    }

    /// The next sample out for the next sample in (transposed direct form II).
    pub fn next(&mut self, input: f64) -> f64 {
        let output = self.forward[0] * input + self.past[0];
        self.past[0] = self.forward[1] * input - self.back[0] * output + self.past[1];
        self.past[1] = self.forward[2] * input - self.back[1] * output;
        output
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gain(mut filter: Biquad, hz: f64) -> f64 {
        let outputs =
            (0..8820).map(|idx| filter.next(f64::sin(TAU * hz * f64::from(idx) / RATE_HZ)));
        outputs.skip(4410).fold(0.0_f64, |peak, x| peak.max(x.abs()))
    }

    #[test]
    fn filters_pass_their_band_and_stop_the_rest() {
        let low = Biquad::low_pass(1000.0, 0.707);
        assert!(gain(low.clone(), 100.0) > 0.98 && gain(low, 10_000.0) < 0.02);
        let high = Biquad::high_pass(1000.0, 0.707);
        assert!(gain(high.clone(), 10_000.0) > 0.98 && gain(high, 100.0) < 0.02);
        let band = Biquad::band_pass(1000.0, 5.0);
        assert!((gain(band.clone(), 1000.0) - 1.0).abs() < 0.02 && gain(band, 4000.0) < 0.1);
    }
}
