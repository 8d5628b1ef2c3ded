//! From values to pixels.

use super::number;

/// One direction of a plot: values on one side, pixels on the other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Axis {
    domain: (f64, f64),
    pixels: (f64, f64),
    logarithmic: bool,
}

impl Axis {
    /// From `low` to `high`, evenly; both are made finite and different.
    pub(super) fn linear(low: f64, high: f64, pixels: (f64, f64)) -> Self {
        let (low, high) =
            if low.is_finite() && high.is_finite() { (low, high) } else { (0.0, 1.0) };
        let high = if high > low { high } else { low + low.abs().max(1.0) };
        Axis { domain: (low, high), pixels, logarithmic: false }
    }

    /// Contains every finite value with a little room; logarithmic when all are positive and the largest is more than 50 times the smallest.
    pub(super) fn around(values: impl IntoIterator<Item = f64>, pixels: (f64, f64)) -> Self {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for value in values.into_iter().filter(|value| value.is_finite()) {
            (low, high) = (low.min(value), high.max(value));
        }
        if low > 0.0 && high > 50.0 * low && high.is_finite() {
            return Axis { domain: (low, high), pixels, logarithmic: true };
        }
        let room = 0.06 * (high - low);
        // zero is shown for quantities that are never negative and come near it
        let bottom = if low >= 0.0 && low < 0.5 * high { 0.0 } else { low - room };
        Axis::linear(bottom, high + room, pixels)
    }

    /// The position of a value, in pixels; values outside are at the edge.
    pub(super) fn at(&self, value: f64) -> f64 {
        let (low, high) = self.domain;
        let share = if self.logarithmic {
            (value.max(low).ln() - low.ln()) / (high.ln() - low.ln())
        } else {
            (value - low) / (high - low)
        };
        self.pixels.0 + share.clamp(0.0, 1.0) * (self.pixels.1 - self.pixels.0)
    }

    /// Round values inside, about `n` of them.
    pub(super) fn ticks(&self, n: usize) -> Vec<f64> {
        let (low, high) = self.domain;
        if self.logarithmic {
            let decades: Vec<f64> = (low.log10().ceil() as i32..=high.log10().floor() as i32)
                .map(|exponent| 10_f64.powi(exponent))
                .collect();
            let every = decades.len().div_ceil(n.max(1)).max(1);
            return decades.into_iter().step_by(every).collect();
        }
        let step = round_step((high - low) / n.max(1) as f64);
        let (first, last) = ((low / step).ceil(), (high / step).floor());
        if !(last - first).is_finite() || last - first > 100.0 {
            return Vec::new(); // values so large that their difference is lost
        }
        (0..=(last - first).max(0.0) as usize).map(|index| (first + index as f64) * step).collect()
    }

    /// A tick's value as text, with the digits its neighbours need.
    pub(super) fn label(&self, value: f64) -> String {
        if self.logarithmic {
            return number::measured(value);
        }
        let size = self.domain.0.abs().max(self.domain.1.abs());
        if size >= 1e5 {
            return format!("{value:.1e}").replace('-', "\u{2212}");
        }
        let step = round_step((self.domain.1 - self.domain.0) / 4.0);
        let digits = (-step.log10().floor()).clamp(0.0, 6.0) as usize;
        format!("{:.digits$}", value + 0.0).replace('-', "\u{2212}")
    }
}

/// 1, 2 or 5 times a power of ten, at least `step`.
fn round_step(step: f64) -> f64 {
    let power = 10_f64.powf(step.log10().floor());
    let factor = step / power;
    power
        * if factor <= 1.0 {
            1.0
        } else if factor <= 2.0 {
            2.0
        } else if factor <= 5.0 {
            5.0
        } else {
            10.0
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_inside() {
        let axis = Axis::linear(0.0, 0.93, (0.0, 100.0));
        assert_eq!(axis.ticks(4).len(), 2, "{:?}", axis.ticks(4));
        assert_eq!(axis.label(axis.ticks(4)[1]), "0.5");
        let axis = Axis::linear(-3.0, 12.0, (0.0, 100.0));
        assert_eq!(axis.ticks(4), [0.0, 5.0, 10.0]);
        let axis = Axis::around([0.001, 1.0, 100.0], (0.0, 100.0));
        assert!(axis.logarithmic);
        assert_eq!(axis.ticks(9).len(), 6);
    }

    #[test]
    fn odd_values_give_a_usable_axis() {
        let nothing: [f64; 0] = [];
        for values in [
            &nothing[..],
            &[f64::NAN],
            &[7.0, 7.0],
            &[0.0],
            &[f64::INFINITY, 2.0],
            &[1e308, -1e308],
        ] {
            let axis = Axis::around(values.iter().copied(), (10.0, 90.0));
            for value in values.iter().chain(&[0.0, -5.0, f64::MAX]) {
                let at = axis.at(*value);
                assert!(value.is_nan() || (10.0..=90.0).contains(&at), "{value} in {axis:?}: {at}");
            }
            assert!(axis.ticks(4).len() < 100);
        }
    }
}
