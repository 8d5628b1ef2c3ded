//! Audio-visual correspondence (Arandjelović & Zisserman 2017): do this sound and this picture match?
//!
//! `½ E[−log p(yes | matched pair)] + ½ E[−log p(no | pair of two clips)]`, the cross-entropy with as many
//! matched as mismatched pairs.

use earsight::objective::Losses;
use earsight_kernels::Variable;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// Column of the logit of "no".
pub(crate) const APART: usize = 0;
/// Column of the logit of "yes".
pub(crate) const TOGETHER: usize = 1;

/// For each row a random row of the batch from another clip; none where all rows are from one clip.
///
/// Returns the rows for which there is one, and the other rows.
pub(crate) fn mismatched(clips: &[usize], rng: &mut ChaCha8Rng) -> (Vec<usize>, Vec<usize>) {
    let mut pairs = (Vec::new(), Vec::new());
    for (row, own) in clips.iter().enumerate() {
        let others: Vec<usize> = (0..clips.len()).filter(|&other| clips[other] != *own).collect();
        if !others.is_empty() {
            pairs.0.push(row);
            pairs.1.push(others[rng.random_range(0..others.len())]);
        }
    }
    pairs
}

/// The terms `together` and `apart`.
///
/// # Shapes
/// - `own`: `[B, 2]`, `mismatched`: `[≤ B, 2]`, logits with the columns no, yes
pub(crate) fn losses<'t>(own: Variable<'t>, mismatched: Option<Variable<'t>>) -> Losses<'t> {
    let mut losses = Losses::default();
    losses.push("together", cross_entropy(own, TOGETHER), 0.5);
    if let Some(mismatched) = mismatched {
        losses.push("apart", cross_entropy(mismatched, APART), 0.5);
    }
    losses
}

/// Probability that pairs match.
///
/// # Shapes
/// - `logits`: `[N, 2]` → `[N, 1]`
pub(crate) fn probability(logits: Variable<'_>) -> Variable<'_> {
    logits.log_softmax().columns(TOGETHER, 1).exp()
}

/// `−mean_i log softmax(logits_i)_answer`.
fn cross_entropy(logits: Variable<'_>, answer: usize) -> Variable<'_> {
    logits.log_softmax().columns(answer, 1).mean().scale(-1.0)
}

#[cfg(test)]
mod tests {
    use earsight_kernels::Tape;
    use rand::SeedableRng;

    use super::*;

    #[test]
    fn mismatched_rows_are_of_another_clip_and_drawn_evenly() {
        let clips = [0, 0, 1, 1, 1, 2];
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let mut counts = [0_usize; 6];
        for _ in 0..4000 {
            let (rows, others) = mismatched(&clips, &mut rng);
            assert_eq!(rows, [0, 1, 2, 3, 4, 5]);
            assert!(rows.iter().zip(&others).all(|(&row, &other)| clips[row] != clips[other]));
            counts[others[5]] += 1;
        }
        assert_eq!(counts[5], 0);
        assert!(counts[..5].iter().all(|&n| (700..900).contains(&n)), "{counts:?}");
        assert_eq!(mismatched(&[3, 3, 3], &mut rng), (vec![], vec![]));
    }

    #[test]
    fn the_terms_are_the_cross_entropy_by_hand() {
        let mut tape = Tape::default();
        tape.begin(Vec::new());
        let logits = |values: [f32; 4]| tape.constant(&values, [2, 2]);
        let losses = losses(logits([0.0, 1.0, 2.0, 0.0]), Some(logits([3.0, 0.0, 0.0, 0.0])));
        let log_sum = |a: f64, b: f64| (a.exp() + b.exp()).ln();
        let together = (log_sum(0.0, 1.0) - 1.0 + log_sum(2.0, 0.0)) / 2.0;
        let apart = (log_sum(3.0, 0.0) - 3.0 + log_sum(0.0, 0.0)) / 2.0;
        for ((_, found), expected) in losses.values().into_iter().zip([together, apart]) {
            assert!((found - expected).abs() < 1e-6, "{found} {expected}");
        }
        let total = losses.total().value();
        assert!((total - 0.5 * (together + apart)).abs() < 1e-6);
    }
}
