//! Supervised event localization: accuracy of the class of each second, its category or background.

use serde::{Deserialize, Serialize};

/// Share of seconds whose predicted class is the true one, 0..=1 (SPEC §5.2).
///
/// # Shapes
/// - both: `[N]`
pub fn segment_accuracy(predicted: &[usize], truth: &[usize]) -> f64 {
    let hits = predicted.iter().zip(truth).filter(|(found, truth)| found == truth).count();
    hits as f64 / truth.len().max(1) as f64
}

/// Detection of background, as one class among all.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct BackgroundScore {
    /// Of the seconds called background, the share that is; 0 when none was.
    pub precision: f64,
    /// Of the background seconds, the share that was called so; 0 when there is none.
    pub recall: f64,
    /// Harmonic mean of both.
    pub f1: f64,
}

/// Precision, recall and F1 of the class `background`.
///
/// # Shapes
/// - `predicted`, `truth`: `[N]`
pub fn background_score(
    predicted: &[usize],
    truth: &[usize],
    background: usize,
) -> BackgroundScore {
    let (mut both, mut called, mut are) = (0, 0, 0);
    for (&found, &true_class) in predicted.iter().zip(truth) {
        called += usize::from(found == background);
        are += usize::from(true_class == background);
        both += usize::from(found == background && true_class == background);
    }
    let share = |of: usize| both as f64 / of.max(1) as f64;
    BackgroundScore {
        precision: share(called),
        recall: share(are),
        f1: 2.0 * both as f64 / (called + are).max(1) as f64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_counted_one_by_one() {
        let (found, truth) = ([0, 1, 2, 2, 1], [0, 2, 2, 1, 1]);
        assert_eq!(segment_accuracy(&found, &truth), 0.6);
        let score = background_score(&found, &truth, 2);
        assert_eq!((score.precision, score.recall, score.f1), (0.5, 0.5, 0.5));
        assert_eq!(background_score(&[0], &[0], 2).f1, 0.0);
        assert_eq!(segment_accuracy(&[], &[]), 0.0);
    }
}
