//! The confidence interval of a share of independent trials.

use crate::Interval;

/// Standard deviations that hold 95 % of a normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// 95 % interval of a share (Wilson 1927); all of 0..=1 without trials.
pub fn wilson_interval(n_right: usize, n: usize) -> Interval {
    if n == 0 {
        return Interval { low: 0.0, high: 1.0 };
    }
    let (share, n) = (n_right as f64 / n as f64, n as f64);
    let centre = share + Z * Z / (2.0 * n);
    let half = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + Z * Z / n;
    Interval { low: (centre - half) / scale, high: (centre + half) / scale }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_is_wilsons() {
        // 50 of 100, and 0 of 10, as tables of the interval have them.
        let Interval { low, high } = wilson_interval(50, 100);
        assert!((low - 0.4038).abs() < 1e-4 && (high - 0.5962).abs() < 1e-4, "{low} {high}");
        let Interval { low, high } = wilson_interval(0, 10);
        assert!(low.abs() < 1e-12 && (high - 0.2775).abs() < 1e-4, "{low} {high}");
        assert_eq!(wilson_interval(0, 0), Interval { low: 0.0, high: 1.0 });
    }
}
