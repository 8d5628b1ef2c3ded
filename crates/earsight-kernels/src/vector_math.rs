//! Functions of one number that a compiler can vectorise: no branch, no table, no call.

/// `eˣ`, to 2e-7 of its value; clamped to e⁻⁸⁷ and e⁸⁸.
///
/// Reduction by powers of two and a polynomial on ±ln 2 / 2 (Cody & Waite 1980; coefficients of Cephes).
#[inline(always)]
#[expect(clippy::excessive_precision, reason = "the coefficients as they were published")]
pub(crate) fn exp(x: f32) -> f32 {
    /// Adding it leaves the nearest integer in the last bits.
    const ROUNDING: f32 = 12_582_912.0;
    let x = x.clamp(-87.0, 88.0);
    let rounded = x * std::f32::consts::LOG2_E + ROUNDING;
    let n = rounded - ROUNDING;
    let r = x - n * 0.693_359_375 - n * -2.121_944_40e-4;
    let polynomial = 1.987_569_150e-4;
    let polynomial = polynomial * r + 1.398_199_950_7e-3;
    let polynomial = polynomial * r + 8.333_451_907_3e-3;
    let polynomial = polynomial * r + 4.166_579_589_4e-2;
    let polynomial = polynomial * r + 1.666_666_545_9e-1;
    let polynomial = polynomial * r + 5.000_000_120_1e-1;
    let fraction = polynomial * r * r + r + 1.0;
    let power = f32::from_bits((rounded.to_bits() << 23).wrapping_add(0x3f80_0000));
    fraction * power
}

/// `Φ(x)`, the standard normal distribution function, to 1e-6 (Abramowitz & Stegun 1964, 7.1.26).
#[inline(always)]
fn normal_share(x: f32) -> f32 {
    let z = x.abs() * std::f32::consts::FRAC_1_SQRT_2;
    let t = 1.0 / (1.0 + 0.327_591_1 * z);
    let polynomial = 1.061_405_4 * t - 1.453_152_1;
    let polynomial = polynomial * t + 1.421_413_8;
    let polynomial = polynomial * t - 0.284_496_72;
    let polynomial = polynomial * t + 0.254_829_6;
    let upper = 0.5 * polynomial * t * exp(-z * z); // Φ(−|x|)
    if x < 0.0 { upper } else { 1.0 - upper }
}

/// `x Φ(x)` (Hendrycks & Gimpel 2016).
#[inline(always)]
pub(crate) fn gelu(x: f32) -> f32 {
    x * normal_share(x)
}

/// Its slope, `Φ(x) + x φ(x)`.
#[inline(always)]
pub(crate) fn gelu_slope(x: f32) -> f32 {
    const DENSITY_AT_ZERO: f32 = 0.398_942_3;
    normal_share(x) + x * DENSITY_AT_ZERO * exp(-0.5 * x * x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_is_near_everywhere() {
        for step in -8700..=8800 {
            let x = step as f32 / 100.0;
            let expected = f64::from(x).exp();
            let off = (f64::from(exp(x)) - expected).abs() / expected;
            assert!(off < 2e-7, "exp({x}) is off by {off}");
        }
        assert!(exp(f32::NAN).is_nan());
        assert!(exp(-1000.0) < 1e-37 && exp(1000.0) > 1e38);
    }

    /// `Φ` by its series, `½ + φ(x) Σ x^(2k+1) / (1·3·…·(2k+1))`.
    fn expected_share(x: f64) -> f64 {
        let (mut term, mut sum) = (x, 0.0);
        for k in 1..200 {
            sum += term;
            term *= x * x / f64::from(2 * k + 1);
        }
        0.5 + sum * (-0.5 * x * x).exp() / (2.0 * std::f64::consts::PI).sqrt()
    }

    #[test]
    fn gelu_and_its_slope_are_near() {
        for step in -600..=600 {
            let x = f64::from(step) / 100.0;
            let share = expected_share(x);
            let density = (-0.5 * x * x).exp() / (2.0 * std::f64::consts::PI).sqrt();
            assert!((f64::from(gelu(x as f32)) - x * share).abs() < 2e-6, "gelu({x})");
            let slope = share + x * density;
            assert!((f64::from(gelu_slope(x as f32)) - slope).abs() < 2e-6, "slope at {x}");
        }
    }
}
