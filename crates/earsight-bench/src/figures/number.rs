//! Numbers as text and as coordinates.

/// A measured value with two or three significant digits; `n/a` when it is not finite.
pub(super) fn measured(value: f64) -> String {
    if !value.is_finite() {
        return "n/a".into();
    }
    let digits = match value.abs() {
        size if size < 1e6 && size.fract() == 0.0 => 0,
        size if size >= 1e6 => return minus(format!("{value:.1e}")),
        size if size >= 99.95 => 0,
        size if size >= 9.995 => 1,
        size if size >= 0.0995 => 2,
        size if size >= 0.009_95 => 3,
        size if size >= 0.000_995 => 4,
        _ => return minus(format!("{value:.1e}")),
    };
    minus(format!("{value:.digits$}"))
}

/// A coordinate of a drawing, short: one decimal, no `-0`, 0 when it is not finite.
pub(super) fn coordinate(value: f64) -> f64 {
    let rounded = (value * 10.0).round() / 10.0;
    if rounded.is_finite() { rounded + 0.0 } else { 0.0 }
}

fn minus(number: String) -> String {
    number.replace('-', "\u{2212}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_two_or_three_significant_digits() {
        let check = |value: f64, text: &str| assert_eq!(measured(value), text);
        check(0.0, "0");
        check(41.0, "41");
        check(1234.5, "1234");
        check(12.34, "12.3");
        check(-0.5, "−0.50");
        check(0.0123, "0.012");
        check(0.00123, "0.0012");
        check(-4.2e9, "−4.2e9");
        check(1e-7, "1.0e−7");
        check(f64::NAN, "n/a");
        check(f64::INFINITY, "n/a");
    }

    #[test]
    fn coordinates_are_finite() {
        assert_eq!(coordinate(1.26), 1.3);
        assert_eq!(coordinate(f64::NAN), 0.0);
        assert_eq!(coordinate(-0.01).to_string(), "0");
    }
}
