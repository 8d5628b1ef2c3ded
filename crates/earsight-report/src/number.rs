//! Numbers as people read them.

/// A count with its noun: `1 clip`, `59 clips`.
pub(crate) fn count(n: usize, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{} {noun}s", thousands(n)) }
}

/// Seconds, with minutes or hours when there are many: `529 s (8 min 49 s)`.
pub(crate) fn duration(n_secs: usize) -> String {
    let seconds = thousands(n_secs);
    match (n_secs / 3600, n_secs / 60 % 60, n_secs % 60) {
        (0, 0, _) => format!("{seconds} s"),
        (0, minutes, rest) => format!("{seconds} s ({minutes} min {rest} s)"),
        (hours, minutes, _) => format!("{seconds} s ({hours} h {minutes} min)"),
    }
}

/// A measured value with two or three digits that count; `n/a` when it is not finite.
pub(crate) fn measured(value: f64) -> String {
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

/// A share in 0..=1 as percent: `41.2 %`, not broken over two lines.
pub(crate) fn percent(share: f64) -> String {
    if share.is_finite() { minus(format!("{:.1}\u{a0}%", share * 100.0)) } else { "n/a".into() }
}

/// A share in 0..=1 with three decimals, as retrieval tables print it: `0.412`.
pub(crate) fn share(share: f64) -> String {
    if share.is_finite() { minus(format!("{share:.3}")) } else { "n/a".into() }
}

/// A coordinate of a drawing, short: one decimal, no `-0`, 0 when it is not finite.
pub(crate) fn coordinate(value: f64) -> f64 {
    let rounded = (value * 10.0).round() / 10.0;
    if rounded.is_finite() { rounded + 0.0 } else { 0.0 }
}

fn thousands(n: usize) -> String {
    let digits = n.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) && digits.len() > 4 {
            grouped.push('\u{202f}');
        }
        grouped.push(digit);
    }
    grouped
}

fn minus(number: String) -> String {
    number.replace('-', "\u{2212}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
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
        assert_eq!(percent(0.4123), "41.2\u{a0}%");
        assert_eq!(share(0.4123), "0.412");
    }

    #[test]
    fn counts_and_durations_have_units() {
        assert_eq!(count(1, "clip"), "1 clip");
        assert_eq!(count(12_345, "clip"), "12\u{202f}345 clips");
        assert_eq!(duration(59), "59 s");
        assert_eq!(duration(529), "529 s (8 min 49 s)");
        assert_eq!(duration(7260), "7260 s (2 h 1 min)");
    }

    #[test]
    fn a_coordinate_is_always_a_number() {
        assert_eq!(coordinate(1.26), 1.3);
        assert_eq!(coordinate(f64::NAN), 0.0);
        assert_eq!(coordinate(-0.01).to_string(), "0");
    }
}
