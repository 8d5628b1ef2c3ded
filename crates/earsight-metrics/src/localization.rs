//! Scores of a localization (§3.2), one per event.

use std::collections::BTreeMap;

use earsight_core::Span;
use serde::{Deserialize, Serialize};

use crate::Spread;

/// Where an event is, and where it was localized.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Where it is.
    pub truth: Span,
    /// Seconds of the clip.
    pub n_segments: usize,
    /// Starts with the smallest distance, in order; more than one means a tie.
    /// The localized span is as long as the event.
    pub starts: Vec<usize>,
}

impl Answer {
    fn expected(&self, score: impl Fn(Span) -> f64) -> f64 {
        let found = self.starts.iter().map(|&start| Span::new(start, self.truth.len));
        found.map(score).sum::<f64>() / self.starts.len().max(1) as f64
    }
}

/// 1 for the exact start; `1 / ties` if the truth is among tied starts (SPEC §11).
pub fn exact_match(answer: &Answer) -> f64 {
    answer.expected(|found| f64::from(found.start == answer.truth.start))
}

/// The same with the first of tied starts, as in the published code; a constant score is "always first".
pub fn first_exact_match(answer: &Answer) -> f64 {
    f64::from(answer.starts.first() == Some(&answer.truth.start))
}

/// 1 where the start is off by at most so many seconds.
pub fn within_secs(answer: &Answer, tolerance: usize) -> f64 {
    answer.expected(|found| f64::from(found.start.abs_diff(answer.truth.start) <= tolerance))
}

/// Shared seconds over all seconds of truth and answer, 0..=1.
pub fn intersection_over_union(answer: &Answer) -> f64 {
    answer.expected(|found| found.intersection_over_union(answer.truth))
}

/// Seconds between the true start and the one found; smaller is better.
pub fn start_error_secs(answer: &Answer) -> f64 {
    answer.expected(|found| found.start.abs_diff(answer.truth.start) as f64)
}

/// Whether the event touches neither end of its clip: then the rules about ends do not find it.
pub fn is_interior(answer: &Answer) -> bool {
    answer.truth.start > 0 && answer.truth.end() < answer.n_segments
}

/// A score for each length of event.
pub fn mean_per_length(
    answers: &[Answer],
    score: impl Fn(&Answer) -> f64,
) -> BTreeMap<usize, Spread> {
    let mut by_len: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
    for answer in answers {
        by_len.entry(answer.truth.len).or_default().push(score(answer));
    }
    by_len.into_iter().map(|(len, scores)| (len, Spread::of(&scores))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(truth: (usize, usize), starts: &[usize]) -> Answer {
        Answer { truth: Span::new(truth.0, truth.1), n_segments: 10, starts: starts.to_vec() }
    }

    #[test]
    fn a_near_miss_is_no_exact_match_but_close() {
        let near = answer((3, 4), &[4]);
        assert_eq!((exact_match(&near), within_secs(&near, 1)), (0.0, 1.0));
        assert_eq!(start_error_secs(&near), 1.0);
        assert!((intersection_over_union(&near) - 3.0 / 5.0).abs() < 1e-12);
    }

    #[test]
    fn a_tie_of_all_starts_scores_as_a_guess() {
        let starts: Vec<usize> = (0..=6).collect();
        let constant = answer((0, 4), &starts);
        assert!((exact_match(&constant) - 1.0 / 7.0).abs() < 1e-12);
        assert_eq!(first_exact_match(&constant), 1.0);
        assert_eq!(start_error_secs(&constant), 3.0);
        assert_eq!(exact_match(&answer((0, 4), &[])), 0.0);
    }

    #[test]
    fn interior_events_touch_no_end() {
        assert!(is_interior(&answer((1, 8), &[0])));
        assert!(!is_interior(&answer((0, 8), &[0])));
        assert!(!is_interior(&answer((2, 8), &[0])));
        let answers = [answer((1, 2), &[1]), answer((3, 2), &[1]), answer((0, 5), &[0])];
        let table = mean_per_length(&answers, exact_match);
        assert_eq!((table[&2].mean, table[&2].n), (0.5, 2));
        assert_eq!(table[&5].mean, 1.0);
    }
}
