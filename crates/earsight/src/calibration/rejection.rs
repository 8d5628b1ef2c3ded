//! A test of whether two things match at all, with a chosen false-rejection rate.

use super::MIN_CLIPS;
use super::distribution::Distribution;

/// Distances of matches, and the test that they give.
///
/// Not every second of a clip corresponds to its picture: a clip's own pairs are a mixture of matches and of seconds
/// that are as distant as mismatched pairs. The distances of mismatched pairs are known, so the mixture can be resolved:
/// `F_own = π F_match + (1 − π) F_mismatch`, with `1 − π` from the far tail, where no match lies (Storey 2002).
///
/// Matches that are as distant as mismatched pairs are not counted, and would be missing from the false-rejection rate.
/// Time identifies them: events last, so a second between two that match is a match,
/// however distant it is. Each second is weighted by how much its neighbours match, `r_{t−1} r_{t+1}`,
/// with the local share of matches `r = π dF_match / dF_own` (Efron 2001).
///
/// A longer query is a mean over its seconds, which varies less. The mixture is one of single seconds,
/// so the mean over `l` of them is converted to the scale of one: its difference from the matches' mean is multiplied by
/// `√(l / (1 + (l − 1) ρ))`, with the correlation `ρ` of neighbouring seconds of mismatched pairs.
/// That assumes that matches are as correlated within a clip as mismatched pairs are.
#[derive(Debug, Clone, PartialEq)]
pub struct MatchTest {
    /// Distances of single seconds that match.
    matches: Distribution,
    /// Their mean.
    mean: f64,
    /// Factor from a mean over the query's seconds to the scale of one.
    stretch: f64,
}

/// Far tail of the mismatched distances that no match reaches, as quantiles.
const TAIL: [f64; 10] = [0.50, 0.55, 0.60, 0.65, 0.70, 0.75, 0.80, 0.85, 0.90, 0.95];
/// With a smaller share of matches a clip's own pairs cannot be distinguished from mismatched ones.
const LEAST_MATCHING_SHARE: f64 = 0.05;
/// Bins of a clip's own seconds, equally many in each, that have one local share of matches.
const N_BINS: usize = 24;

impl MatchTest {
    /// From a clip's own pairs, and from runs of consecutive mismatched ones; each clip counts once.
    ///
    /// `None` when there are fewer than [`MIN_CLIPS`] clips, or no match can be identified.
    pub(super) fn fit(
        own: &[Vec<f64>],
        mismatched: &[Vec<Vec<f64>>],
        query_len: usize,
    ) -> Option<Self> {
        let matches = Mixture::of(own, mismatched)?.matches()?;
        Some(MatchTest::new(matches, mismatched, query_len))
    }

    /// As [`MatchTest::fit`], from a clip's own seconds in the order of time.
    pub(super) fn fit_in_time(
        own: &[Vec<f64>],
        mismatched: &[Vec<Vec<f64>>],
        query_len: usize,
    ) -> Option<Self> {
        let mixture = Mixture::of(own, mismatched)?;
        let matches = mixture.matches()?;
        let between = mixture.between_matches(&matches, own);
        Some(MatchTest::new(between.unwrap_or(matches), mismatched, query_len))
    }

    fn new(matches: Distribution, mismatched: &[Vec<Vec<f64>>], query_len: usize) -> Self {
        let (n, correlation) = (query_len as f64, neighbour_correlation(mismatched));
        let stretch = (n / (1.0 + (n - 1.0) * correlation)).sqrt();
        MatchTest { mean: matches.mean(), matches, stretch }
    }

    /// Share of true matches that are at least this distant, in 0..=1.
    ///
    /// `mean_distance` is the mean over the seconds of the query. Rejecting where this is below 0.05
    /// rejects one true match in twenty.
    pub fn p_value(&self, mean_distance: f64) -> f64 {
        let of_one_second = self.mean + (mean_distance - self.mean) * self.stretch;
        1.0 - self.matches.share_below(of_one_second)
    }

    /// The largest distance that is not rejected at a false-rejection rate of `refuse`, in 0..1;
    /// infinite where it is 0. In units of the mean distance over the seconds of the query.
    pub fn farthest(&self, refuse: f64) -> f64 {
        let of_one_second = self.matches.beyond(1.0 - refuse).unwrap_or(f64::INFINITY);
        self.mean + (of_one_second - self.mean) / self.stretch
    }
}

/// A clip's own pairs: some match, the others are as distant as mismatched pairs.
struct Mixture {
    own: Distribution,
    mismatched: Distribution,
    /// `π`.
    matching_share: f64,
}

impl Mixture {
    fn of(own: &[Vec<f64>], mismatched: &[Vec<Vec<f64>>]) -> Option<Self> {
        let n_own = own.iter().filter(|seconds| !seconds.is_empty()).count();
        let n_mismatched = mismatched.iter().filter(|runs| !runs.is_empty()).count();
        if n_own.min(n_mismatched) < MIN_CLIPS {
            return None;
        }
        let own = Distribution::of_clips(own.iter().map(|clip| clip.iter()))?;
        let mismatched =
            Distribution::of_clips(mismatched.iter().map(|runs| runs.iter().flatten()))?;
        let ratio = |share: f64| {
            let distance = mismatched.quantile(share)?;
            let beyond = 1.0 - mismatched.share_up_to(distance);
            (beyond > 0.0).then(|| (1.0 - own.share_up_to(distance)) / beyond)
        };
        let ratios: Vec<f64> = TAIL.into_iter().filter_map(ratio).collect();
        let matching_share = 1.0 - ratios.iter().sum::<f64>() / ratios.len() as f64;
        // Without a tail the share is NaN, and there is no test either.
        let has_matches = matching_share >= LEAST_MATCHING_SHARE;
        has_matches.then_some(Mixture { own, mismatched, matching_share })
    }

    /// The component of the matches, `(F_own − (1 − π) F_mismatch) / π`.
    fn matches(&self) -> Option<Distribution> {
        let (mut reached, mut up_to) = (0.0_f64, 0.0);
        let step = |(distance, own_share): (f64, f64)| {
            up_to += own_share;
            let others = (1.0 - self.matching_share) * self.mismatched.share_up_to(distance);
            // By chance the difference may fall, which no distribution does.
            let next = ((up_to - others) / self.matching_share).clamp(reached, 1.0);
            let share = next - reached;
            reached = next;
            (distance, share)
        };
        Distribution::weighted(self.own.shares().map(step).collect())
    }

    /// Seconds, weighted by how much both of their neighbours match; `None` where no second has two.
    fn between_matches(&self, matches: &Distribution, own: &[Vec<f64>]) -> Option<Distribution> {
        let bin = |distance: f64| {
            ((self.own.share_up_to(distance) * N_BINS as f64) as usize).min(N_BINS - 1)
        };
        let histogram = |distribution: &Distribution| {
            let mut shares = [0.0; N_BINS];
            distribution.shares().for_each(|(distance, share)| shares[bin(distance)] += share);
            shares
        };
        let (matching, all) = (histogram(matches), histogram(&self.own));
        let local_share = |distance: f64| {
            let bin = bin(distance);
            (self.matching_share * matching[bin] / all[bin]).min(1.0)
        };
        let of_clip = |clip: &Vec<f64>| -> Vec<(f64, f64)> {
            let n = clip.len() as f64;
            let between =
                |three: &[f64]| (three[1], local_share(three[0]) * local_share(three[2]) / n);
            clip.windows(3).map(between).collect()
        };
        Distribution::weighted(own.iter().flat_map(of_clip).collect())
    }
}

/// Correlation of neighbours in runs of seconds, in 0..=1; 0 where no run has two.
fn neighbour_correlation(runs: &[Vec<Vec<f64>>]) -> f64 {
    let pairs = || runs.iter().flatten().flat_map(|run| run.windows(2));
    let n = pairs().count().max(1) as f64;
    let [mean_a, mean_b] = [0, 1].map(|side| pairs().map(|pair| pair[side]).sum::<f64>() / n);
    let (mut both, mut first, mut second) = (0.0, 0.0, 0.0);
    for pair in pairs() {
        let (a, b) = (pair[0] - mean_a, pair[1] - mean_b);
        both += a * b;
        first += a * a;
        second += b * b;
    }
    let spread = (first * second).sqrt();
    if spread > 0.0 { (both / spread).clamp(0.0, 1.0) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use rand::{RngExt, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    use super::*;

    /// Matches lie in 0..1, mismatched pairs in 1..2; of a clip's own seconds `share` match.
    fn planted(share: f64, n_clips: usize) -> (Vec<Vec<f64>>, Vec<Vec<Vec<f64>>>) {
        let mut rng = ChaCha8Rng::seed_from_u64(3);
        let mut drawn = |share: f64, n: usize| -> Vec<f64> {
            (0..n)
                .map(|_| {
                    let match_or_not = rng.random_range(0.0..1.0) < share;
                    rng.random_range(0.0..1.0) + if match_or_not { 0.0 } else { 1.0 }
                })
                .collect()
        };
        let own = (0..n_clips).map(|_| drawn(share, 10)).collect();
        (own, (0..n_clips).map(|_| vec![drawn(0.0, 10)]).collect())
    }

    #[test]
    fn a_planted_share_of_matches_is_estimated_and_mismatches_are_rejected() {
        for share in [0.4, 0.6, 0.9] {
            let (own, mismatched) = planted(share, 3000);
            let found = Mixture::of(&own, &mismatched).unwrap().matching_share;
            assert!((found - share).abs() < 0.02, "{share} {found}");
            let test = MatchTest::fit(&own, &mismatched, 1).unwrap();
            assert!((test.p_value(0.9) - 0.1).abs() < 0.02, "{share} {}", test.p_value(0.9));
            assert!(test.p_value(1.5) < 0.05);
            assert_eq!(test.p_value(-1.0), 1.0);
            let farthest = test.farthest(0.05);
            assert!(test.p_value(farthest) >= 0.05 && test.p_value(farthest + 1e-9) <= 0.05);
            assert_eq!(test.farthest(0.0), f64::INFINITY);
        }
    }

    /// Half of each clip is an event, of which one second in ten is as far from its picture as from another clip's.
    #[test]
    fn distant_matches_are_identified_by_their_neighbours() {
        let mut rng = ChaCha8Rng::seed_from_u64(5);
        let mut second = |is_event: bool| {
            let is_near = is_event && rng.random_range(0.0..1.0) < 0.9;
            rng.random_range(0.0..1.0) + if is_near { 0.0 } else { 1.0 }
        };
        let own: Vec<Vec<f64>> =
            (0..3000).map(|_| (0..12).map(|t| second((3..9).contains(&t))).collect()).collect();
        let mismatched: Vec<Vec<Vec<f64>>> =
            (0..3000).map(|_| vec![(0..12).map(|_| second(false)).collect()]).collect();
        // The true share of matches that are at least 1.5 apart is 5 %.
        assert!(MatchTest::fit(&own, &mismatched, 1).unwrap().p_value(1.5) < 0.01);
        let in_time = MatchTest::fit_in_time(&own, &mismatched, 1).unwrap().p_value(1.5);
        assert!((in_time - 0.05).abs() < 0.01, "{in_time}");
        // Without neighbours the order in time makes no difference.
        let pairs = |clips: &[Vec<f64>]| -> Vec<Vec<f64>> {
            clips.iter().flat_map(|clip| clip.chunks(2).map(<[f64]>::to_vec)).collect()
        };
        let own = pairs(&own);
        let [in_time, without_time] =
            [MatchTest::fit_in_time, MatchTest::fit].map(|fit| fit(&own, &mismatched, 1));
        assert_eq!(in_time, without_time);
    }

    #[test]
    fn a_long_query_must_be_nearer_than_a_short_one() {
        let (own, mismatched) = planted(0.5, 3000);
        let p_value = |len| MatchTest::fit(&own, &mismatched, len).unwrap().p_value(0.8);
        // Independent seconds: the mean of nine varies a third as much as one.
        assert!((p_value(1) - 0.2).abs() < 0.05 && p_value(9) < 0.05, "{}", p_value(9));
    }

    #[test]
    fn clips_without_matches_allow_no_test() {
        let (own, mismatched) = planted(0.0, 3000);
        assert_eq!(MatchTest::fit(&own, &mismatched, 1), None);
        let same = vec![vec![1.0; 5]; 20];
        assert_eq!(MatchTest::fit(&same, &vec![same.clone(); 20], 1), None);
        let (own, mismatched) = planted(0.5, MIN_CLIPS - 1);
        assert_eq!(MatchTest::fit(&own, &mismatched, 1), None);
    }
}
