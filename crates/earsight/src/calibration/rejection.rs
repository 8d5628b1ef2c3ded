//! A test of whether two things match at all, with a chosen false-rejection rate.

use earsight_metrics::{conformal_threshold, mean};

use super::MIN_CLIPS;

/// Distances of held-out true matches and of mismatched pairs, and the test that they give.
///
/// A distance is rejected where fewer true matches than the chosen rate are as far: a conformal test (Vovk, Gammerman &
/// Shafer 2005), which holds for clips that are exchangeable with the held-out ones. Each clip counts once, because its
/// moments are as distant as each other; so with `n` clips no rate below `1 / (n + 1)` rejects anything.
///
/// Every moment of a clip is a true match, also where sound and picture do not visibly correspond: what is heard off
/// screen is lost by a test that leaves such moments out.
#[derive(Debug, Clone, PartialEq)]
pub struct MatchTest {
    /// Of each clip, by the distances of its moments.
    matches: Vec<Vec<f64>>,
    /// Of each clip to others.
    mismatched: Vec<Vec<f64>>,
}

impl MatchTest {
    /// From the distances of each clip's own moments, and of the same to other clips.
    ///
    /// `None` when fewer than [`MIN_CLIPS`] clips have both.
    pub(super) fn fit(mut matches: Vec<Vec<f64>>, mut mismatched: Vec<Vec<f64>>) -> Option<Self> {
        matches.retain(|of_clip| !of_clip.is_empty());
        mismatched.retain(|of_clip| !of_clip.is_empty());
        let is_enough = matches.len().min(mismatched.len()) >= MIN_CLIPS;
        is_enough.then_some(MatchTest { matches, mismatched })
    }

    /// Share of true matches that are at least this far, in 0..=1: `(k + 1) / (n + 1)`, where of `n` clips `k` are.
    ///
    /// Rejecting where this is at most 0.05 rejects one true match in twenty.
    pub fn p_value(&self, distance: f64) -> f64 {
        let n_as_far: f64 =
            self.matches.iter().map(|clip| share(clip, |match_| match_ >= distance)).sum();
        (n_as_far + 1.0) / (self.matches.len() + 1) as f64
    }

    /// The largest distance that is not rejected at a false-rejection rate of `reject`, in 0..1; infinite where it is 0
    /// or no distance can be rejected at that rate.
    pub fn farthest(&self, reject: f64) -> f64 {
        if reject <= 0.0 {
            return f64::INFINITY;
        }
        conformal_threshold(&self.matches, 1.0 - reject)
    }

    /// Share of mismatched pairs that are rejected at this rate, in 0..=1: the other error is what is missing to 1.
    pub fn power(&self, reject: f64) -> f64 {
        let farthest = self.farthest(reject);
        let of_clip = |clip: &Vec<f64>| share(clip, |distance| distance > farthest);
        mean(&self.mismatched.iter().map(of_clip).collect::<Vec<_>>())
    }

    /// Held-out clips that it comes from.
    pub fn n_clips(&self) -> usize {
        self.matches.len()
    }
}

/// The share of values of which something is true.
fn share(values: &[f64], is_true: impl Fn(f64) -> bool) -> f64 {
    values.iter().filter(|&&value| is_true(value)).count() as f64 / values.len() as f64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand::{RngExt, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    use super::*;

    /// Moments of a clip are nearly as distant as each other; clips lie in 0..1, mismatched ones in 0.5..1.5.
    fn planted(n_clips: usize, seed: u64) -> [Vec<Vec<f64>>; 2] {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        [0.0, 0.5].map(|first| {
            let clip = |_| {
                let clip = first + rng.random_range(0.0..1.0);
                (0..10).map(|moment| clip + 1e-3 * f64::from(moment)).collect()
            };
            (0..n_clips).map(clip).collect()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

        /// New clips of the same kind lose what was chosen, on average over many collections of 40 clips.
        #[test]
        fn new_matches_are_rejected_at_the_chosen_rate(
            seed in 0_u64..1000,
            reject in prop::sample::select(vec![0.05, 0.1, 0.3]),
        ) {
            let mut mean_rate = 0.0;
            for part in 0..100 {
                let [matches, mismatched] = planted(40, 200 * seed + part);
                let farthest = MatchTest::fit(matches, mismatched).unwrap().farthest(reject);
                let [new, _] = planted(200, 200 * seed + 100 + part);
                let rates = new.iter().map(|clip| share(clip, |distance| distance > farthest));
                mean_rate += rates.sum::<f64>() / 200.0 / 100.0;
            }
            prop_assert!(mean_rate < reject + 0.03, "{mean_rate} of {reject}");
        }
    }

    #[test]
    fn both_errors_are_known() {
        let [matches, mismatched] = planted(2000, 3);
        let test = MatchTest::fit(matches, mismatched).unwrap();
        let farthest = test.farthest(0.1);
        assert!((farthest - 0.9).abs() < 0.03, "{farthest}");
        assert!((test.power(0.1) - 0.6).abs() < 0.04, "{}", test.power(0.1));
        assert!((test.p_value(0.9) - 0.1).abs() < 0.02, "{}", test.p_value(0.9));
        assert_eq!(test.p_value(-1.0), 1.0);
        assert!(test.p_value(farthest) > 0.1 && test.p_value(farthest + 1e-3) <= 0.1 + 1e-3);
        assert_eq!((test.farthest(0.0), test.power(0.0)), (f64::INFINITY, 0.0));
    }

    #[test]
    fn few_clips_reject_only_at_a_large_rate() {
        let [matches, mismatched] = planted(MIN_CLIPS, 3);
        let test = MatchTest::fit(matches.clone(), mismatched.clone()).unwrap();
        assert_eq!(test.farthest(0.05), f64::INFINITY);
        assert!(test.farthest(0.2).is_finite());
        assert_eq!(MatchTest::fit(matches[1..].to_vec(), mismatched), None);
    }

    #[test]
    fn a_clip_counts_once_however_long_it_is() {
        let mut matches = vec![vec![1.0]; 19];
        matches.push(vec![2.0; 500]);
        let test = MatchTest::fit(matches, vec![vec![3.0]; 20]).unwrap();
        assert_eq!(test.farthest(0.1), 1.0);
        assert_eq!(test.p_value(1.5), 2.0 / 21.0);
    }
}
