//! Audio-visual correspondence (Arandjelović & Zisserman 2017): does this sound belong to this picture?
//!
//! `½ E[−log p(yes | own pair)] + ½ E[−log p(no | pair of two clips)]`, the cross-entropy with as many
//! pairs that belong together as pairs that do not.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use crate::matrix::{Matrix, Scalar as _};
use crate::training::losses::Losses;

/// Column of the logits that says no.
const APART: usize = 0;
/// Column of the logits that says yes.
const TOGETHER: usize = 1;

/// For each row another row of the batch whose clip is a different one; nothing where all are of one clip.
///
/// Returns the rows that got a stranger, and the strangers.
pub(crate) fn strangers(clips: &[usize], rng: &mut ChaCha8Rng) -> (Vec<usize>, Vec<usize>) {
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
/// - `own`: `[B, 2]`, `strange`: `[≤ B, 2]`, logits with the columns no, yes
pub(crate) fn losses<M: Matrix>(own: M, strange: Option<M>) -> Losses<M::Scalar> {
    let mut losses = Losses::default();
    losses.push("together", cross_entropy(own, TOGETHER), 0.5);
    if let Some(strange) = strange {
        losses.push("apart", cross_entropy(strange, APART), 0.5);
    }
    losses
}

/// How likely the sense pairs belong together.
///
/// # Shapes
/// - `logits`: `[N, 2]` → `[N, 1]`
pub(crate) fn probability<M: Matrix>(logits: M) -> M {
    logits.log_softmax().columns(TOGETHER, 1).exponential()
}

/// `−mean_i log softmax(logits_i)_answer`.
fn cross_entropy<M: Matrix>(logits: M, answer: usize) -> M::Scalar {
    logits.log_softmax().columns(answer, 1).mean_of_all().scaled(-1.0)
}

#[cfg(test)]
mod tests {
    use burn::tensor::{Tensor, TensorData};
    use rand::SeedableRng;

    use super::*;
    use crate::training::training_device;

    #[test]
    fn a_stranger_is_of_another_clip_and_drawn_evenly() {
        let clips = [0, 0, 1, 1, 1, 2];
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let mut counts = [0_usize; 6];
        for _ in 0..4000 {
            let (rows, others) = strangers(&clips, &mut rng);
            assert_eq!(rows, [0, 1, 2, 3, 4, 5]);
            assert!(rows.iter().zip(&others).all(|(&row, &other)| clips[row] != clips[other]));
            counts[others[5]] += 1;
        }
        assert_eq!(counts[5], 0);
        assert!(counts[..5].iter().all(|&n| (700..900).contains(&n)), "{counts:?}");
        assert_eq!(strangers(&[3, 3, 3], &mut rng), (vec![], vec![]));
    }

    #[test]
    fn the_terms_are_the_cross_entropy_by_hand() {
        let logits = |values: [f32; 4]| {
            Tensor::<2>::from_data(TensorData::new(values.to_vec(), [2, 2]), &training_device())
        };
        let losses = losses(logits([0.0, 1.0, 2.0, 0.0]), Some(logits([3.0, 0.0, 0.0, 0.0])));
        let log_sum = |a: f64, b: f64| (a.exp() + b.exp()).ln();
        let together = (log_sum(0.0, 1.0) - 1.0 + log_sum(2.0, 0.0)) / 2.0;
        let apart = (log_sum(3.0, 0.0) - 3.0 + log_sum(0.0, 0.0)) / 2.0;
        for ((_, found), expected) in losses.values().into_iter().zip([together, apart]) {
            assert!((found - expected).abs() < 1e-6, "{found} {expected}");
        }
        let total = f64::from(losses.total().into_scalar::<f32>());
        assert!((total - 0.5 * (together + apart)).abs() < 1e-6);
    }
}
