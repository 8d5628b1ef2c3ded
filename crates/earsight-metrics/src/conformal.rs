//! Split conformal prediction: sets with a chosen error rate, whatever the distribution
//! (Vovk, Gammerman & Shafer 2005; Lei et al. 2018, §2.2).
//!
//! Larger scores are less typical. The seconds of one clip are dependent, so clips are the exchangeable
//! units, and each counts once, however many scores it gives (Dunn, Wasserman & Ramdas 2023, §3).

/// The score that one of a new clip exceeds with probability at most `1 − coverage`:
/// the smallest `q` with `Σ_clips share of its scores ≤ q` at least `(n + 1) · coverage`.
///
/// Clips must be exchangeable with the new one, and have at least one score each.
/// Infinite where there are too few clips for this coverage, or none.
///
/// # Shapes
/// - `clips`: for each clip its scores
pub fn conformal_threshold(clips: &[Vec<f64>], coverage: f64) -> f64 {
    let weighted = |clip: &Vec<f64>| {
        let weight = 1.0 / clip.len() as f64;
        clip.iter().map(move |&score| (score, weight)).collect::<Vec<_>>()
    };
    let mut scores: Vec<(f64, f64)> = clips.iter().flat_map(weighted).collect();
    scores.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    // 0.9 · 10 must be 9, not the 9.000000000000002 that doubles make of it.
    let needed = (clips.len() + 1) as f64 * coverage - 1e-9;
    let mut reached = 0.0;
    for (score, weight) in scores {
        reached += weight;
        if reached >= needed {
            return score;
        }
    }
    f64::INFINITY
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thresholds_by_hand() {
        let nine: Vec<Vec<f64>> = (1..=9).map(|score| vec![f64::from(score)]).collect();
        assert_eq!(conformal_threshold(&nine, 0.9), 9.0);
        assert_eq!(conformal_threshold(&nine, 0.5), 5.0);
        assert_eq!(conformal_threshold(&nine, 0.95), f64::INFINITY);
        assert_eq!(conformal_threshold(&[], 0.5), f64::INFINITY);
    }

    #[test]
    fn a_long_clip_counts_once() {
        let clips = [vec![1.0; 100], vec![5.0], vec![6.0]];
        assert_eq!(conformal_threshold(&clips, 0.25), 1.0);
        assert_eq!(conformal_threshold(&clips, 0.5), 5.0);
        assert_eq!(conformal_threshold(&clips, 0.75), 6.0);
    }
}
