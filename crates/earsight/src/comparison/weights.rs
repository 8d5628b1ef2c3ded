//! The weights of the parts of a distance, from held-out clips: how many nats of evidence a unit of each part is.
//!
//! A clip's own other modality is to be found among those of held-out clips: with the distances `d_p` of part p,
//! `P(own | query) = exp(−Σ w_p d_p(own)) / Σ_i exp(−Σ w_p d_p(i))`, a conditional logit (McFadden 1974). Its
//! likelihood is concave in `w`; a prior around the default weights, worth some clips, decides in small collections.

use earsight_core::{FeatureSet, Modality, Part};
use ndarray::{Array2, ArrayView1};
use serde::{Deserialize, Serialize};

use super::{CONCEPT, Comparison, ConceptMeans};
use crate::evaluation::{Recordings, clip_means, folds};
use crate::model::AudioVisualModel;
use crate::models::pcca;
use crate::retrieval::distance_matrix::all_distances;
use crate::training::observer::StopWhen;
use crate::{Error, Result};

/// Folds of the clips that the weights are chosen on.
const N_FOLDS: usize = 3;
/// Clips that they are chosen on, at most; more would not change the digits that matter.
const MOST_CLIPS: usize = 300;
/// With fewer recordings the defaults are used.
const FEWEST_CLIPS: usize = 6;
/// Queries that the defaults are worth.
const PRIOR_QUERIES: f64 = 20.0;
/// Rounds over all weights; each is one Newton step of one weight.
const N_ROUNDS: usize = 40;

/// The weights of the parts of a distance, in nats of evidence a unit. At least 0.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PartWeights {
    /// Of what a model learned: of its latent, or of its only part.
    pub latent: f32,
    /// Of the generated pair.
    pub generated: f32,
    /// Of concepts.
    pub concept: f32,
    /// Of the disagreement of changes in a second.
    pub change: f32,
}

/// What weights were chosen on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct WeightEvidence {
    /// Held-out queries, in both directions.
    pub n_queries: usize,
    /// Mean log-probability of the own clip, in nats: with the default weights, and with the chosen ones.
    pub default_nats: f64,
    /// With the chosen weights.
    pub chosen_nats: f64,
}

/// Chosen on the 55 clips of other sources than those that results are reported on: docs/quality.md.
impl Default for PartWeights {
    fn default() -> Self {
        PartWeights { latent: 2.5, generated: 2.5, concept: 8.0, change: 4.0 }
    }
}

impl PartWeights {
    /// The weight of a part by its name.
    pub fn of(&self, part: &str) -> f32 {
        self.as_array()[part_number(part)] as f32
    }

    fn as_array(self) -> [f64; N_PARTS] {
        [self.latent, self.generated, self.concept].map(f64::from)
    }

    fn from_array(weights: [f64; N_PARTS]) -> Self {
        let [latent, generated, concept] = weights.map(|weight| weight as f32);
        PartWeights { latent, generated, concept, ..PartWeights::default() }
    }
}

const N_PARTS: usize = 3;

/// Chooses weights by folds over these clips. The parts that a model learns are those of probabilistic CCA, the linear
/// MS-VAE, which is fitted in closed form.
///
/// Without enough recordings the defaults, and no evidence.
///
/// # Errors
/// Those of the model.
pub(super) fn choose_weights(
    features: &FeatureSet,
    recordings: &Recordings,
    means: Option<&ConceptMeans>,
    seed: u64,
) -> Result<(PartWeights, Option<WeightEvidence>)> {
    let standing = features.paired().filter(|&(place, _)| recordings.is_standing(place)).count();
    if standing < FEWEST_CLIPS {
        return Ok((PartWeights::default(), None));
    }
    let mut queries = Vec::new();
    for fold in folds(features, recordings, N_FOLDS, seed) {
        let train = features.subset(&fold.train);
        let held_out: Vec<usize> = fold.held_out.into_iter().take(MOST_CLIPS / N_FOLDS).collect();
        let config = (pcca::ENTRY.default_config)();
        let fitted = pcca::ENTRY.fit_unsupervised(&config, &train, seed, &mut StopWhen(|| false));
        let model = match fitted {
            // Too few seconds to learn anything from.
            Err(Error::TooFewClips { .. } | Error::TooFewSegments { .. }) => {
                return Ok((PartWeights::default(), None));
            }
            model => model?,
        };
        queries.extend(held_out_queries(&*model, means, &features.subset(&held_out))?);
    }
    let default = PartWeights::default().as_array();
    let chosen = most_likely(&queries, default);
    let mean = |weights| {
        let all = queries.iter().map(|query| query.log_probability(weights)).sum::<f64>();
        all / queries.len().max(1) as f64
    };
    let evidence = WeightEvidence {
        n_queries: queries.len(),
        default_nats: mean(default),
        chosen_nats: mean(chosen),
    };
    Ok((PartWeights::from_array(chosen), Some(evidence)))
}

/// A query and the distances of each part to all candidates.
struct HeldOutQuery {
    own: usize,
    /// `[candidates]`
    distances: Vec<[f64; N_PARTS]>,
}

fn held_out_queries(
    model: &dyn AudioVisualModel,
    means: Option<&ConceptMeans>,
    held_out: &FeatureSet,
) -> Result<Vec<HeldOutQuery>> {
    // With weights of 1, a part is what its weight is multiplied with.
    let unit = PartWeights { latent: 1.0, generated: 1.0, concept: 1.0, change: 1.0 };
    let comparison = Comparison::weighted(model, means, &unit);
    let rows = clip_means(&comparison, held_out)?;
    let parts = &comparison.retrieval_distance().parts;
    let of_part = |part: &Part| {
        let alone = earsight_core::Distance { parts: vec![part.clone()] };
        all_distances(&alone, rows.audio.view(), rows.visual.view())
    };
    let parts: Vec<(usize, Array2<f64>)> = parts
        .iter()
        .map(|part| Ok((part_number(&part.name), of_part(part)?)))
        .collect::<Result<_>>()?;
    let query = |own: usize, from: Modality| {
        let line = |distances: &'_ Array2<f64>| -> Vec<f64> {
            let line: ArrayView1<'_, f64> = match from {
                Modality::Audio => distances.row(own),
                Modality::Visual => distances.column(own),
            };
            line.to_vec()
        };
        let mut distances = vec![[0.0; N_PARTS]; rows.audio.nrows()];
        for (number, of_part) in &parts {
            for (all, distance) in distances.iter_mut().zip(line(of_part)) {
                all[*number] += distance;
            }
        }
        HeldOutQuery { own, distances }
    };
    let own = 0..rows.audio.nrows();
    Ok(own.flat_map(|own| Modality::ALL.map(|from| query(own, from))).collect())
}

/// The place of a part among the weights, by its name.
fn part_number(name: &str) -> usize {
    match name {
        "generated" => 1,
        CONCEPT => 2,
        _ => 0,
    }
}

impl HeldOutQuery {
    fn probabilities(&self, weights: [f64; N_PARTS]) -> Vec<f64> {
        let total = |parts: &[f64; N_PARTS]| -> f64 {
            parts.iter().zip(weights).map(|(part, weight)| -weight * part).sum()
        };
        let mut logits: Vec<f64> = self.distances.iter().map(total).collect();
        let most = logits.iter().copied().fold(f64::MIN, f64::max);
        logits.iter_mut().for_each(|logit| *logit = (*logit - most).exp());
        let sum: f64 = logits.iter().sum();
        logits.iter_mut().for_each(|p| *p /= sum);
        logits
    }

    fn log_probability(&self, weights: [f64; N_PARTS]) -> f64 {
        self.probabilities(weights)[self.own].max(f64::MIN_POSITIVE).ln()
    }
}

/// The weights of largest likelihood with the prior, by Newton steps of one weight at a time.
fn most_likely(queries: &[HeldOutQuery], default: [f64; N_PARTS]) -> [f64; N_PARTS] {
    let mut weights = default;
    for _ in 0..N_ROUNDS {
        for part in 0..N_PARTS {
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

    /// Queries whose own candidate is nearer by `gains` in each part, of noise of deviation 1.
    fn planted(n: usize, gains: [f64; N_PARTS]) -> Vec<HeldOutQuery> {
        let mut rng = ChaCha8Rng::seed_from_u64(3);
        let mut noise = || (0..12).map(|_| rng.random::<f64>()).sum::<f64>() - 6.0;
        let query = |_| {
            let mut distances: Vec<[f64; N_PARTS]> =
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
