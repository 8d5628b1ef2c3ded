//! Mean and standard deviation.

use serde::{Deserialize, Serialize};

/// The arithmetic mean; 0 of nothing.
pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

/// Mean and standard deviation of several runs.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Spread {
    /// Arithmetic mean.
    pub mean: f64,
    /// Standard deviation of the sample (over `n − 1`); 0 of fewer than two.
    pub sd: f64,
    /// Values.
    pub n: usize,
}

impl Spread {
    /// Of these values.
    pub fn of(values: &[f64]) -> Self {
        let (mean, n) = (mean(values), values.len());
        let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
        let sd = if n < 2 { 0.0 } else { (squares / (n - 1) as f64).sqrt() };
        Spread { mean, sd, n }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_spread_of_a_sample_divides_by_one_less() {
        let found = Spread::of(&[1.0, 2.0, 3.0, 4.0]);
        assert_eq!((found.mean, found.n), (2.5, 4));
        assert!((found.sd - (5.0_f64 / 3.0).sqrt()).abs() < 1e-12);
        assert_eq!(Spread::of(&[7.0]).sd, 0.0);
        assert_eq!(Spread::of(&[]).mean, 0.0);
    }
}
