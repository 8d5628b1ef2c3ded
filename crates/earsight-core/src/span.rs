//! Consecutive segments of a clip.

use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};

/// Consecutive segments (seconds) of a clip: `start`, `start + 1`, … (`len` of them).
///
/// A length cannot be negative, so a span cannot be inverted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Span {
    /// First segment, counted from 0.
    pub start: usize,
    /// Number of segments.
    #[cfg_attr(feature = "schema", schema(minimum = 1))]
    pub len: usize,
}

impl Span {
    /// A span of `len` segments from `start`.
    pub fn new(start: usize, len: usize) -> Self {
        Span { start, len }
    }

    /// The segment after the last.
    pub fn end(self) -> usize {
        self.start + self.len
    }

    /// The segments as a half-open range.
    pub fn range(self) -> Range<usize> {
        self.start..self.end()
    }

    /// Spans of `len` segments among `n_segments`, at most `most`, spread evenly; none where none fits.
    pub fn spread(n_segments: usize, len: usize, most: usize) -> impl Iterator<Item = Span> {
        let n_starts = if len == 0 { 0 } else { (n_segments + 1).saturating_sub(len) };
        let n = n_starts.min(most);
        (0..n).map(move |number| Span::new(number * n_starts / n, len))
    }

    /// Whether the span has no segments.
    pub fn is_empty(self) -> bool {
        self.len == 0
    }

    /// Number of segments that are in both spans.
    pub fn overlap(self, other: Span) -> usize {
        self.end().min(other.end()).saturating_sub(self.start.max(other.start))
    }

    /// Intersection over union of two spans, in 0..=1; 0 when both are empty.
    pub fn intersection_over_union(self, other: Span) -> f64 {
        let shared = self.overlap(other);
        let union = self.len + other.len - shared;
        if union == 0 { 0.0 } else { shared as f64 / union as f64 }
    }
}

/// The half-open range of seconds: `3..5` is the seconds 3 and 4.
impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlap_counts_shared_segments() {
        let check = |a: (usize, usize), b: (usize, usize), shared: usize, iou: f64| {
            let (a, b) = (Span::new(a.0, a.1), Span::new(b.0, b.1));
            assert_eq!(a.overlap(b), shared);
            assert_eq!(b.overlap(a), shared);
            assert!((a.intersection_over_union(b) - iou).abs() < 1e-12);
        };
        check((0, 4), (2, 4), 2, 2.0 / 6.0);
        check((0, 2), (2, 2), 0, 0.0);
        check((1, 3), (1, 3), 3, 1.0);
        check((0, 0), (0, 0), 0, 0.0);
    }

    #[test]
    fn a_span_is_displayed_as_seconds() {
        assert_eq!(Span::new(3, 2).to_string(), "3..5");
    }
}
