//! Whether two things belong together at all, with a share of true matches that one is ready to lose.

use super::MIN_CLIPS;
use super::distribution::Distribution;

/// What held-out clips say about how far apart things are that belong together.
///
/// Not every second of a clip is told by its picture: a clip's own pairs are a mixture of matches and of seconds
/// that are as far apart as strangers. Strangers are known, so the mixture comes apart:
/// `F_own = π F_match + (1 − π) F_strange`, with `1 − π` from the far tail, where no match lies (Storey 2002).
///
/// Matches that are as far apart as strangers are lost with them, and are missed where a share of matches is promised.
/// Time finds them again: what belongs together does so for a while, so a second between two that match is a match,
/// however far apart it is. Each second counts as much as its neighbours match, `r_{t−1} r_{t+1}`,
/// with the local share of matches `r = π dF_match / dF_own` (Efron 2001).
///
/// A longer query is a mean over its seconds, which varies less. Single seconds are what the mixture is about,
/// so the mean over `l` of them is brought to the scale of one: its distance from the matches' mean is stretched by
/// `√(l / (1 + (l − 1) ρ))`, with the correlation `ρ` of neighbouring seconds from strangers.
/// That takes matches to be as alike within a clip as strangers are.
#[derive(Debug, Clone, PartialEq)]
pub struct MatchTest {
    /// Distances of single seconds that match.
    matches: Distribution,
    /// Mean distance of them.
    mean: f64,
    /// By how much a mean over the query's seconds is stretched to the scale of one.
    stretch: f64,
    /// `π`.
    matching_share: f64,
}

/// Far tail of the strangers' distances that no match reaches, as shares of all strangers.
const TAIL: [f64; 10] = [0.50, 0.55, 0.60, 0.65, 0.70, 0.75, 0.80, 0.85, 0.90, 0.95];
/// With a smaller share of matches a clip's own pairs cannot be told from strangers.
const LEAST_MATCHING_SHARE: f64 = 0.05;
/// Parts of a clip's own seconds, as many in each, that have one local share of matches.
const N_PARTS: usize = 24;

impl MatchTest {
    /// From a clip's own pairs, and from runs of consecutive strange ones; each clip counts once.
    ///
    /// Nothing when there are fewer than [`MIN_CLIPS`] clips, or no match can be made out.
    pub(super) fn fit(
        own: &[Vec<f64>],
        strange: &[Vec<Vec<f64>>],
        query_len: usize,
    ) -> Option<Self> {
        let mixture = Mixture::of(own, strange)?;
        Some(MatchTest::new(mixture.matches()?, &mixture, strange, query_len))
    }

    /// As [`MatchTest::fit`], from a clip's own seconds in the order of time.
    pub(super) fn fit_in_time(
        own: &[Vec<f64>],
        strange: &[Vec<Vec<f64>>],
        query_len: usize,
    ) -> Option<Self> {
        let mixture = Mixture::of(own, strange)?;
        let matches = mixture.matches()?;
        let between = mixture.between_matches(&matches, own);
        Some(MatchTest::new(between.unwrap_or(matches), &mixture, strange, query_len))
    }

    fn new(
        matches: Distribution,
        mixture: &Mixture,
        strange: &[Vec<Vec<f64>>],
        query_len: usize,
    ) -> Self {
        let (n, correlation) = (query_len as f64, neighbour_correlation(strange));
        let stretch = (n / (1.0 + (n - 1.0) * correlation)).sqrt();
        let (mean, matching_share) = (matches.mean(), mixture.matching_share);
        MatchTest { matches, mean, stretch, matching_share }
    }

    /// Share of true matches that are at least this far, in 0..=1.
    ///
    /// `mean_distance` is the mean over the seconds of the query. To refuse where this is below 0.05
    /// loses one true match in twenty.
    pub fn p_value(&self, mean_distance: f64) -> f64 {
        let of_one_second = self.mean + (mean_distance - self.mean) * self.stretch;
        1.0 - self.matches.share_below(of_one_second)
    }

    /// The farthest that is not refused when a share `refuse` of true matches, in 0..1, may be lost;
    /// infinite where it is 0. In units of the mean distance over the seconds of the query.
    pub fn farthest(&self, refuse: f64) -> f64 {
        let of_one_second = self.matches.beyond(1.0 - refuse).unwrap_or(f64::INFINITY);
        self.mean + (of_one_second - self.mean) / self.stretch
    }

    /// Share of a clip's own seconds that match, `π`; the others are as far apart as strangers.
    pub fn matching_share(&self) -> f64 {
        self.matching_share
    }
}

/// A clip's own pairs: some match, the others are as far apart as strangers.
struct Mixture {
    own: Distribution,
    strangers: Distribution,
    matching_share: f64,
}

impl Mixture {
    fn of(own: &[Vec<f64>], strange: &[Vec<Vec<f64>>]) -> Option<Self> {
        if own.len() < MIN_CLIPS || strange.len() < MIN_CLIPS {
            return None;
        }
        let own = Distribution::of_clips(own.iter().map(|clip| clip.iter()))?;
        let strangers = Distribution::of_clips(strange.iter().map(|runs| runs.iter().flatten()))?;
        let ratio = |share: f64| {
            let distance = strangers.quantile(share)?;
            let beyond = 1.0 - strangers.share_up_to(distance);
            (beyond > 0.0).then(|| (1.0 - own.share_up_to(distance)) / beyond)
        };
        let ratios: Vec<f64> = TAIL.into_iter().filter_map(ratio).collect();
        let matching_share = 1.0 - ratios.iter().sum::<f64>() / ratios.len() as f64;
        // Without a tail the share is no number, and no test either.
        let is_told = matching_share >= LEAST_MATCHING_SHARE;
        is_told.then_some(Mixture { own, strangers, matching_share })
    }

    /// Those that are nearer than strangers, `(F_own − (1 − π) F_strange) / π`.
    fn matches(&self) -> Option<Distribution> {
        let (mut reached, mut up_to) = (0.0_f64, 0.0);
        let step = |(distance, own_share): (f64, f64)| {
            up_to += own_share;
            let strange = (1.0 - self.matching_share) * self.strangers.share_up_to(distance);
            // By chance the difference may fall, which no distribution does.
            let next = ((up_to - strange) / self.matching_share).clamp(reached, 1.0);
            let share = next - reached;
            reached = next;
            (distance, share)
        };
        Distribution::weighted(self.own.shares().map(step).collect())
    }

    /// Seconds by how much both of their neighbours match; nothing where no second has two.
    fn between_matches(&self, matches: &Distribution, own: &[Vec<f64>]) -> Option<Distribution> {
        let part = |distance: f64| {
            ((self.own.share_up_to(distance) * N_PARTS as f64) as usize).min(N_PARTS - 1)
        };
        let mut matching = [0.0; N_PARTS];
        for (distance, share) in matches.shares() {
            matching[part(distance)] += share;
        }
        let mut all = [0.0; N_PARTS];
        for (distance, share) in self.own.shares() {
            all[part(distance)] += share;
        }
        let local_share = |distance: f64| {
            let part = part(distance);
            (self.matching_share * matching[part] / all[part]).min(1.0)
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
    let pairs: Vec<(f64, f64)> = runs
        .iter()
        .flatten()
        .flat_map(|run| run.iter().copied().zip(run.iter().copied().skip(1)))
        .collect();
    let n = pairs.len().max(1) as f64;
    let means = (
        pairs.iter().map(|pair| pair.0).sum::<f64>() / n,
        pairs.iter().map(|pair| pair.1).sum::<f64>() / n,
    );
    let (mut both, mut first, mut second) = (0.0, 0.0, 0.0);
    for (a, b) in pairs {
        let (a, b) = (a - means.0, b - means.1);
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

    /// Matches lie in 0..1, strangers in 1..2; of a clip's own seconds `share` match.
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
    fn a_planted_share_of_matches_is_found_and_strangers_are_refused() {
        for share in [0.4, 0.6, 0.9] {
            let (own, strange) = planted(share, 3000);
            let test = MatchTest::fit(&own, &strange, 1).unwrap();
            assert!((test.matching_share() - share).abs() < 0.02, "{share} {test:?}");
            assert!((test.p_value(0.9) - 0.1).abs() < 0.02, "{share} {}", test.p_value(0.9));
            assert!(test.p_value(1.5) < 0.05);
            assert_eq!(test.p_value(-1.0), 1.0);
            let farthest = test.farthest(0.05);
            assert!(test.p_value(farthest) >= 0.05 && test.p_value(farthest + 1e-9) <= 0.05);
            assert_eq!(test.farthest(0.0), f64::INFINITY);
        }
    }

    /// Half of each clip is an event, of which one second in ten is as far from its picture as a stranger's.
    #[test]
    fn matches_as_far_apart_as_strangers_are_told_by_their_neighbours() {
        let mut rng = ChaCha8Rng::seed_from_u64(5);
        let mut second = |is_event: bool| {
            let is_near = is_event && rng.random_range(0.0..1.0) < 0.9;
            rng.random_range(0.0..1.0) + if is_near { 0.0 } else { 1.0 }
        };
        let own: Vec<Vec<f64>> =
            (0..3000).map(|_| (0..12).map(|t| second((3..9).contains(&t))).collect()).collect();
        let strange: Vec<Vec<Vec<f64>>> =
            (0..3000).map(|_| vec![(0..12).map(|_| second(false)).collect()]).collect();
        // The true share of matches that are at least 1.5 apart is 5 %.
        assert!(MatchTest::fit(&own, &strange, 1).unwrap().p_value(1.5) < 0.01);
        let in_time = MatchTest::fit_in_time(&own, &strange, 1).unwrap().p_value(1.5);
        assert!((in_time - 0.05).abs() < 0.01, "{in_time}");
        // Without neighbours it is as if nothing were known of time.
        let pairs = |clips: &[Vec<f64>]| -> Vec<Vec<f64>> {
            clips.iter().flat_map(|clip| clip.chunks(2).map(<[f64]>::to_vec)).collect()
        };
        let own = pairs(&own);
        let [in_time, apart] =
            [MatchTest::fit_in_time, MatchTest::fit].map(|fit| fit(&own, &strange, 1));
        assert_eq!(in_time, apart);
    }

    #[test]
    fn a_long_query_must_be_nearer_than_a_short_one() {
        let (own, strange) = planted(0.5, 3000);
        let p_value = |len| MatchTest::fit(&own, &strange, len).unwrap().p_value(0.8);
        // Independent seconds: the mean of nine varies a third as much as one.
        assert!((p_value(1) - 0.2).abs() < 0.05 && p_value(9) < 0.05, "{}", p_value(9));
    }

    #[test]
    fn clips_that_are_strangers_to_themselves_allow_no_test() {
        let (own, strange) = planted(0.0, 3000);
        assert_eq!(MatchTest::fit(&own, &strange, 1), None);
        let same = vec![vec![1.0; 5]; 20];
        assert_eq!(MatchTest::fit(&same, &vec![same.clone(); 20], 1), None);
        let (own, strange) = planted(0.5, MIN_CLIPS - 1);
        assert_eq!(MatchTest::fit(&own, &strange, 1), None);
    }
}
