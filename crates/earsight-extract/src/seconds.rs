//! The number of seconds of a clip.

/// Seconds of a clip of `n` pictures (or samples) at `per_sec` a second: rounded, and at least 1.
///
/// A remainder of less than half a second is dropped and a longer one is a second of its own.
/// Encoders leave remainders: a clip that was cut to 10 s is 10.005–10.07 s long, and should have 10 rows.
pub(crate) fn n_segments(n: u64, per_sec: u32) -> usize {
    let per_sec = u64::from(per_sec);
    let rounded = (2 * n + per_sec) / (2 * per_sec);
    usize::try_from(rounded.max(1)).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remainder_of_half_a_second_counts() {
        for (n, per_sec, expected) in [
            (1, 3, 1),
            (3, 3, 1),
            (4, 3, 1),
            (5, 3, 2),
            (31, 3, 10),
            (30, 3, 10),
            (1, 1, 1),
            (3, 2, 2),
        ] {
            assert_eq!(n_segments(n, per_sec), expected, "{n} at {per_sec}");
        }
        assert_eq!(n_segments(44_100 * 10 + 300, 44_100), 10);
        assert_eq!(n_segments(10, 44_100), 1);
    }
}
