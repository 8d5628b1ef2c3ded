//! A conditional logit: the weights by which the right candidate is most probable.

/// Queries that the default weights are worth.
const PRIOR_QUERIES: f64 = 10.0;
/// Rounds over all weights; each is one Newton step of one weight.
const N_ROUNDS: usize = 40;

/// A query whose right candidate is known, and the distances of `N` parts to all candidates.
pub(super) struct HeldOutQuery<const N: usize> {
    /// The place of the right one.
    pub(super) own: usize,
    /// `[candidates]`
    pub(super) distances: Vec<[f64; N]>,
}

impl<const N: usize> HeldOutQuery<N> {
    fn probabilities(&self, weights: [f64; N]) -> Vec<f64> {
        let total = |parts: &[f64; N]| -> f64 {
            parts.iter().zip(weights).map(|(part, weight)| -weight * part).sum()
        };
        let mut logits: Vec<f64> = self.distances.iter().map(total).collect();
        let most = logits.iter().copied().fold(f64::MIN, f64::max);
        logits.iter_mut().for_each(|logit| *logit = (*logit - most).exp());
        let sum: f64 = logits.iter().sum();
        logits.iter_mut().for_each(|p| *p /= sum);
        logits
    }

    /// Of the right candidate, in nats.
    pub(super) fn log_probability(&self, weights: [f64; N]) -> f64 {
        self.probabilities(weights)[self.own].max(f64::MIN_POSITIVE).ln()
    }
}

/// The weights of largest likelihood with the prior, by Newton steps of one weight at a time.
pub(super) fn most_likely<const N: usize>(
    queries: &[HeldOutQuery<N>],
    default: [f64; N],
) -> [f64; N] {
    let mut weights = default;
    for _ in 0..N_ROUNDS {
        for part in 0..N {
            let deviation = (weights[part] - default[part]) / default[part];
            let mut slope = -PRIOR_QUERIES * deviation / default[part];
            let mut curvature = PRIOR_QUERIES / default[part].powi(2);
            for query in queries {
                let p = query.probabilities(weights);
                let distances = query.distances.iter().map(|parts| parts[part]);
                let (mut mean, mut square) = (0.0, 0.0);
                for (p, distance) in p.iter().zip(distances) {
                    mean += p * distance;
                    square += p * distance * distance;
                }
                slope += mean - query.distances[query.own][part];
                curvature += square - mean * mean;
            }
            weights[part] = (weights[part] + slope / curvature).max(0.0);
        }
    }
    weights
}

#[cfg(test)]
mod tests {
    use rand::{RngExt, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    use super::*;

    const N: usize = 3;

    /// Queries whose own candidate is nearer by `gains` in each part, of noise of deviation 1.
    fn planted(n: usize, gains: [f64; N]) -> Vec<HeldOutQuery<N>> {
        let mut rng = ChaCha8Rng::seed_from_u64(3);
        let mut noise = || (0..12).map(|_| rng.random::<f64>()).sum::<f64>() - 6.0;
        let query = |_| {
            let mut distances: Vec<[f64; N]> =
                (0..20).map(|_| std::array::from_fn(|_| 10.0 + noise())).collect();
            for (distance, gain) in distances[4].iter_mut().zip(gains) {
                *distance -= gain;
            }
            HeldOutQuery { own: 4, distances }
        };
        (0..n).map(query).collect()
    }

    /// Of normal distances of deviation 1, a gain of g is worth g nats a unit.
    #[test]
    fn weights_are_the_evidence_of_each_part() {
        let chosen = most_likely(&planted(4000, [1.0, 0.0, 2.0]), [1.0, 1.0, 1.0]);
        for (found, expected) in chosen.into_iter().zip([1.0, 0.0, 2.0]) {
            assert!((found - expected).abs() < 0.1, "{chosen:?}");
        }
    }

    #[test]
    fn a_few_queries_leave_the_defaults() {
        let defaults = [3.0, 2.0, 1.0];
        assert_eq!(most_likely(&[], defaults), defaults);
        for (found, default) in
            most_likely(&planted(2, [1.0; 3]), defaults).into_iter().zip(defaults)
        {
            assert!((found / default - 1.0).abs() < 0.5, "{found} for {default}");
        }
    }
}
