//! Whether two things belong together at all, with a share of true matches that one is ready to lose.

use super::MIN_CLIPS;

/// What held-out clips say about how far apart things are that belong together.
///
/// Not every second of a clip is told by its picture: a clip's own pairs are a mixture of matches and of seconds
/// that are as far apart as strangers. Strangers are known, so the mixture comes apart:
/// `F_own = π F_match + (1 − π) F_strange`, with `1 − π` from the far tail, where no match lies (Storey 2002).
///
/// A longer query is a mean over its seconds, which varies less. Single seconds are what the mixture is about,
/// so the mean over `l` of them is brought to the scale of one: its distance from the matches' mean is stretched by
/// `√(l / (1 + (l − 1) ρ))`, with the correlation `ρ` of neighbouring seconds from strangers.
/// That takes matches to be as alike within a clip as strangers are.
#[derive(Debug, Clone, PartialEq)]
pub struct MatchTest {
    /// Distances of single seconds, ascending, each with the share of matches that are at most as far.
    steps: Vec<(f64, f64)>,
    /// Mean distance of single matching seconds.
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

impl MatchTest {
    /// From a clip's own seconds, and from runs of consecutive strange ones; each clip counts once.
    ///
    /// Nothing when there are fewer than [`MIN_CLIPS`] clips, or no match can be made out.
    pub(super) fn fit(
        own: &[Vec<f64>],
        strange: &[Vec<Vec<f64>>],
        query_len: usize,
    ) -> Option<Self> {
        if own.len() < MIN_CLIPS || strange.len() < MIN_CLIPS {
            return None;
        }
        let own = Distribution::of(own.iter().map(|clip| clip.iter()));
        let strangers = Distribution::of(strange.iter().map(|runs| runs.iter().flatten()));
        let ratio = |share: f64| {
            let distance = strangers.quantile(share);
            let beyond = 1.0 - strangers.share_up_to(distance);
            (beyond > 0.0).then(|| (1.0 - own.share_up_to(distance)) / beyond)
        };
        let ratios: Vec<f64> = TAIL.into_iter().filter_map(ratio).collect();
        let strange_share = ratios.iter().sum::<f64>() / ratios.len() as f64;
        let matching_share = 1.0 - strange_share;
        // Without a tail the share is no number, and no test either.
        if matching_share.is_nan() || matching_share < LEAST_MATCHING_SHARE {
            return None;
        }
        let (mut steps, mut reached, mut mean) = (Vec::new(), 0.0_f64, 0.0);
        for &(distance, own_share) in &own.steps {
            let share =
                (own_share - strange_share * strangers.share_up_to(distance)) / matching_share;
            // By chance the difference may fall, which no distribution does.
            let next = share.clamp(reached, 1.0);
            mean += (next - reached) * distance;
            reached = next;
            steps.push((distance, reached));
        }
        if reached <= 0.0 {
            return None;
        }
        let (n, correlation) = (query_len as f64, neighbour_correlation(strange));
        let stretch = (n / (1.0 + (n - 1.0) * correlation)).sqrt();
        Some(MatchTest { steps, mean: mean / reached, stretch, matching_share })
    }

    /// Share of true matches that are at least this far, in 0..=1.
    ///
    /// `mean_distance` is the mean over the seconds of the query. To refuse where this is below 0.05
    /// loses one true match in twenty.
    pub fn p_value(&self, mean_distance: f64) -> f64 {
        let of_one_second = self.mean + (mean_distance - self.mean) * self.stretch;
        let nearer = self.steps.partition_point(|(distance, _)| *distance < of_one_second);
        1.0 - nearer.checked_sub(1).map_or(0.0, |last| self.steps[last].1)
    }

    /// The farthest that is not refused when a share `refuse` of true matches, in 0..1, may be lost;
    /// infinite where it is 0. In units of the mean distance over the seconds of the query.
    pub fn farthest(&self, refuse: f64) -> f64 {
        let place = self.steps.partition_point(|(_, reached)| *reached <= 1.0 - refuse);
        let of_one_second = self.steps.get(place).map_or(f64::INFINITY, |(distance, _)| *distance);
        self.mean + (of_one_second - self.mean) / self.stretch
    }

    /// Share of a clip's own seconds that match, `π`; the others are as far apart as strangers.
    pub fn matching_share(&self) -> f64 {
        self.matching_share
    }
}

/// An empirical distribution in which each clip has the same weight.
struct Distribution {
    /// Values, ascending, each with the share of all that is at most as large.
    steps: Vec<(f64, f64)>,
}

impl Distribution {
    fn of<'a>(clips: impl Iterator<Item = impl Iterator<Item = &'a f64>>) -> Self {
        let mut steps = Vec::new();
        for clip in clips {
            let values: Vec<f64> = clip.copied().collect();
            let weight = 1.0 / values.len().max(1) as f64;
            steps.extend(values.into_iter().map(|value| (value, weight)));
        }
        steps.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        let mut total = 0.0;
        for (_, share) in &mut steps {
            total += *share;
            *share = total;
        }
        // Divided by their very sum, the last is 1 to the bit: nothing is beyond it.
        steps.iter_mut().for_each(|(_, share)| *share /= total);
        Distribution { steps }
    }

    fn share_up_to(&self, value: f64) -> f64 {
        let n = self.steps.partition_point(|(step, _)| *step <= value);
        n.checked_sub(1).map_or(0.0, |last| self.steps[last].1)
    }

    fn quantile(&self, share: f64) -> f64 {
        let place = self.steps.partition_point(|(_, reached)| *reached < share);
        self.steps.get(place).or(self.steps.last()).map_or(f64::NAN, |(value, _)| *value)
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
            assert!((test.matching_share() - share).abs() < 0.05, "{share} {test:?}");
            assert!((test.p_value(0.95) - 0.05).abs() < 0.05, "{share} {}", test.p_value(0.95));
            assert!(test.p_value(1.5) < 0.05);
            assert_eq!(test.p_value(-1.0), 1.0);
            let farthest = test.farthest(0.05);
            assert!(test.p_value(farthest) >= 0.05 && test.p_value(farthest + 1e-9) <= 0.05);
            assert_eq!(test.farthest(0.0), f64::INFINITY);
        }
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
