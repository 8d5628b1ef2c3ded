//! The weights of the parts of a distance, from held-out clips: how many nats of evidence a unit of each part is.
//!
//! A clip's own other modality is to be found among those of held-out clips: with the distances `d_p` of part p,
//! `P(own | query) = exp(−Σ w_p d_p(own)) / Σ_i exp(−Σ w_p d_p(i))`, a conditional logit (McFadden 1974). Its
//! likelihood is concave in `w`; a prior around the default weights, worth some clips, decides in small collections.
//! The weight of changes comes from moments of these clips.

mod clips;
mod logit;
mod moments;

use earsight_core::FeatureSet;
use serde::{Deserialize, Serialize};

use super::{CONCEPT, Comparison, ConceptMeans};
use crate::evaluation::{Recordings, folds};
use crate::models::pcca;
use crate::training::observer::StopWhen;
use crate::{Error, Result};
use logit::most_likely;

/// Folds of the clips that the weights are chosen on.
const N_FOLDS: usize = 3;
/// Clips that they are chosen on, at most; more would not change the digits that matter.
const MOST_CLIPS: usize = 300;
/// With fewer recordings the defaults are used.
const FEWEST_CLIPS: usize = 6;
/// Recordings from which a model learns parts that deserve half of their default weights: docs/quality.md.
const HALF_LEARNED: f32 = 10.0;

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

impl PartWeights {
    /// Those of a model that was fitted on `n` recordings: what few of them teach weighs less, by `n / (n + 10)`.
    ///
    /// Chosen on the 55 clips of other sources than those that results are reported on: docs/quality.md.
    pub fn by_default(n: usize) -> Self {
        let learned = 2.5 * n as f32 / (n as f32 + HALF_LEARNED);
        PartWeights { latent: learned, generated: learned, concept: 8.0, change: 5.0 }
    }

    /// The weight of a part by its name.
    pub fn of(&self, part: &str) -> f32 {
        self.as_array()[part_number(part)] as f32
    }

    fn as_array(self) -> [f64; N_PARTS] {
        [self.latent, self.generated, self.concept].map(f64::from)
    }

    fn with_array(self, weights: [f64; N_PARTS]) -> Self {
        let [latent, generated, concept] = weights.map(|weight| weight as f32);
        PartWeights { latent, generated, concept, ..self }
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
    let n_recordings = n_recordings(features, recordings);
    let default = PartWeights::by_default(n_recordings);
    if n_recordings < FEWEST_CLIPS {
        return Ok((default, None));
    }
    let (mut queries, mut held_out) = (Vec::new(), Vec::new());
    for fold in folds(features, recordings, N_FOLDS, seed) {
        let train = features.subset(&fold.train);
        let clips: Vec<usize> = fold.held_out.into_iter().take(MOST_CLIPS / N_FOLDS).collect();
        let config = (pcca::ENTRY.default_config)();
        let fitted = pcca::ENTRY.fit_unsupervised(&config, &train, seed, &mut StopWhen(|| false));
        let model = match fitted {
            // Too few seconds to learn anything from.
            Err(Error::TooFewClips { .. } | Error::TooFewSegments { .. }) => {
                return Ok((default, None));
            }
            model => model?,
        };
        let clips = features.subset(&clips);
        queries.extend(clips::queries(&*model, means, &clips)?);
        held_out.push((model, clips));
    }
    let chosen = most_likely(&queries, default.as_array());
    let mut weights = default.with_array(chosen);
    let mut moments = Vec::new();
    for (model, clips) in &held_out {
        moments
            .extend(moments::moments_of(&Comparison::weighted(&**model, means, &weights), clips)?);
    }
    weights.change = moments::change_weight(&moments, weights.change);
    let mean = |weights| {
        let all = queries.iter().map(|query| query.log_probability(weights)).sum::<f64>();
        all / queries.len().max(1) as f64
    };
    let evidence = WeightEvidence {
        n_queries: queries.len(),
        default_nats: mean(default.as_array()),
        chosen_nats: mean(chosen),
    };
    Ok((weights, Some(evidence)))
}

/// Recordings among these clips that have both modalities.
pub(super) fn n_recordings(features: &FeatureSet, recordings: &Recordings) -> usize {
    features.paired().filter(|&(place, _)| recordings.is_standing(place)).count()
}

/// The place of a part among the weights, by its name.
fn part_number(name: &str) -> usize {
    match name {
        "generated" => 1,
        CONCEPT => 2,
        _ => 0,
    }
}
