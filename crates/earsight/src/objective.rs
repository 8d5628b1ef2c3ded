//! §2.2, Eq. (3): `λ₁·MSE + λ₂·KL + λ₃·W`, and the readings of its three terms in the sources.

pub mod terms;

use earsight_core::{Modality, PerModality};
use earsight_kernels::Variable;
use serde::{Deserialize, Serialize};

use crate::network::vae::{Gaussian, SharedDecoder};
use crate::parameters::Weights;
use crate::training::noise::Noise;
use crate::training::pairs::PairBatch;
pub use terms::{ContrastConfig, KlReduction, Reconstruction, Wasserstein, WeightSchedule};

/// The objective: the reading and the weight of each term.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObjectiveConfig {
    /// Over the two modalities: the paper's mixture takes the mean, its code the sum.
    #[serde(alias = "senses")]
    pub modalities: ModalityReduction,
    /// How the latent is sampled for decoding and for the Wasserstein term.
    pub sampling: Sampling,
    /// How the error of the pair is averaged.
    pub reconstruction: Reconstruction,
    /// How the divergence from the prior is averaged.
    pub kl: KlReduction,
    /// `λ₂` over the epochs.
    pub kl_weight: WeightSchedule,
    /// How the distance of the two posteriors of a segment is computed.
    pub wasserstein: Wasserstein,
    /// `λ₃`.
    pub wasserstein_weight: f64,
    /// Contrastive form of the Wasserstein term; absent in the paper.
    pub contrast: Option<ContrastConfig>,
}

/// How the losses of the two modalities become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ModalityReduction {
    /// `½ (L_v + L_a)`, the bound of §2.1.
    Mean,
    /// `L_v + L_a`, the reference code.
    Sum,
}

impl ModalityReduction {
    fn factor(self) -> f64 {
        match self {
            ModalityReduction::Mean => 0.5,
            ModalityReduction::Sum => 1.0,
        }
    }
}

/// Which samples each term uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sampling {
    /// Every term draws its own samples, and the Wasserstein term is taken once for each modality (SPEC §1.3).
    Fresh,
    /// One sample per modality for all terms.
    Reused,
    /// Both modalities share their noise, so that `E‖z_a − z_v‖²` *is* the squared Wasserstein distance (SPEC §13c).
    Shared,
}

/// The order in which the reference draws its noise and adds its terms.
const ORDER: [Modality; 2] = [Modality::Visual, Modality::Audio];

impl ObjectiveConfig {
    /// All terms for one batch.
    ///
    /// # Shapes
    /// - `posteriors`: `[B, Z]` each; `batch`: `[B, D_a]` and `[B, D_v]` → scalars
    pub(crate) fn losses<'t>(
        &self,
        weights: &Weights<'t>,
        decoder: &SharedDecoder,
        posteriors: &PerModality<Gaussian<'t>>,
        (batch, noise, epoch): (&PairBatch, &mut Noise, usize),
    ) -> Losses<'t> {
        let mut losses = Losses::default();
        let factor = self.modalities.factor();
        let kl_weight = self.kl_weight.at(epoch) * factor;
        let shared = self.shared_samples(posteriors, noise);
        let (mut latents, mut distances) = (Vec::new(), Vec::new());
        for modality in ORDER {
            match &shared {
                Some(samples) => latents.push(samples[modality]),
                None => {
                    latents.push(posteriors[modality].sample(noise));
                    let samples =
                        PerModality::from_fn(|modality| posteriors[modality].sample(noise));
                    distances.push((format!("wasserstein_{modality}"), samples));
                }
            }
        }
        distances.extend(shared.map(|samples| ("wasserstein".to_owned(), samples)));
        let (n_rows, n_visual) = (batch.pair.nrows(), batch.rows.visual.ncols());
        let target = weights.constant(&batch.pair);
        // One forward pass for both, so that the decoder's weights are read once.
        let pairs = decoder.forward(weights, Variable::stack(&latents)); // [2B, D_v + D_a]
        for (idx, modality) in ORDER.into_iter().enumerate() {
            let pair = pairs.rows(idx * n_rows, n_rows);
            let error = self.reconstruction.of(pair, target, n_visual);
            losses.push(format!("reconstruction_{modality}"), error, factor);
            let divergence = self.kl.of(&posteriors[modality]);
            losses.push(format!("kl_{modality}"), divergence, kl_weight);
        }
        for (name, samples) in distances {
            let distance = self.wasserstein.of(posteriors, &samples);
            losses.push(name, distance, self.wasserstein_weight);
        }
        if let Some(contrast) = &self.contrast {
            losses.push("contrast", contrast.of(posteriors), contrast.weight);
        }
        losses
    }

    /// One sample per modality for all terms, or none where every term draws its own.
    fn shared_samples<'t>(
        &self,
        posteriors: &PerModality<Gaussian<'t>>,
        noise: &mut Noise,
    ) -> Option<PerModality<Variable<'t>>> {
        match self.sampling {
            Sampling::Fresh => None,
            Sampling::Reused => {
                let visual = posteriors.visual.sample(noise);
                Some(PerModality { audio: posteriors.audio.sample(noise), visual })
            }
            Sampling::Shared => {
                let epsilon = posteriors.visual.noise(noise);
                Some(posteriors.as_ref().map(|posterior| posterior.sample_with(epsilon)))
            }
        }
    }
}

/// The terms of an objective for one batch, each with its name and weight.
#[derive(Default)]
pub struct Losses<'t> {
    terms: Vec<(String, Variable<'t>, f64)>,
}

impl<'t> Losses<'t> {
    /// Adds `weight · value`.
    pub fn push(&mut self, name: impl Into<String>, value: Variable<'t>, weight: f64) {
        self.terms.push((name.into(), value, weight));
    }

    /// `Σ weight · value`.
    ///
    /// # Panics
    /// When there is no term.
    pub fn total(&self) -> Variable<'t> {
        let weighted = self.terms.iter().map(|(_, value, weight)| value.scale(*weight));
        weighted.reduce(|sum, term| sum + term).expect("an objective has terms")
    }

    /// Each term's value before its weight.
    pub fn values(&self) -> Vec<(String, f64)> {
        self.terms.iter().map(|(name, value, _)| (name.clone(), value.value())).collect()
    }
}
