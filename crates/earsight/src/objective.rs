//! §2.2, Eq. (3): `λ₁·MSE + λ₂·KL + λ₃·W`, and what each source means by its three terms.

pub(crate) mod contrastive;
pub(crate) mod correlation;
pub(crate) mod correspondence;
pub(crate) mod events;
pub(crate) mod gram;
pub(crate) mod kl;
pub(crate) mod margin;
pub(crate) mod reconstruction;
pub(crate) mod wasserstein;

use earsight_core::{Modality, PerModality};
use serde::{Deserialize, Serialize};

use crate::decoder::SharedDecoder;
use crate::matrix::Matrix;
use crate::noise::Noise;
use crate::posterior::Gaussian;
use crate::training::losses::Losses;
use crate::training::pairs::PairBatch;
use crate::training::schedule::WeightSchedule;
pub use contrastive::ContrastConfig;
pub use kl::KlReduction;
pub use reconstruction::Reconstruction;
pub use wasserstein::Wasserstein;

/// What is minimised, and how each term is read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObjectiveConfig {
    /// Over the two senses: the paper's mixture takes the mean, its code the sum.
    pub senses: SenseReduction,
    /// How the latent is sampled for decoding and for the Wasserstein term.
    pub sampling: Sampling,
    /// How the error of the pair is averaged.
    pub reconstruction: Reconstruction,
    /// How the divergence from the prior is averaged.
    pub kl: KlReduction,
    /// `λ₂` over the epochs.
    pub kl_weight: WeightSchedule,
    /// How far apart the two senses may put a segment.
    pub wasserstein: Wasserstein,
    /// `λ₃`.
    pub wasserstein_weight: f64,
    /// Contrastive form of the Wasserstein term; absent in the paper.
    pub contrast: Option<ContrastConfig>,
}

/// How the losses of the two senses become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SenseReduction {
    /// `½ (L_v + L_a)`, the bound of §2.1.
    Mean,
    /// `L_v + L_a`, the reference code.
    Sum,
}

impl SenseReduction {
    fn factor(self) -> f64 {
        match self {
            SenseReduction::Mean => 0.5,
            SenseReduction::Sum => 1.0,
        }
    }
}

/// Which noise meets which term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sampling {
    /// Every term draws its own samples, and the Wasserstein term is taken once for each sense (SPEC §1.3).
    Fresh,
    /// One sample per sense serves all terms.
    Reused,
    /// Both senses share their noise, so that `E‖z_a − z_v‖²` *is* the squared Wasserstein distance (SPEC §13c).
    Shared,
}

/// The order in which the reference draws its noise and adds its terms.
const SENSES: [Modality; 2] = [Modality::Visual, Modality::Audio];

impl ObjectiveConfig {
    /// All terms for one batch.
    ///
    /// # Shapes
    /// - `posteriors`: `[B, Z]` each; `batch`: `[B, D_a]` and `[B, D_v]` → scalars
    pub(crate) fn losses<M: Matrix>(
        &self,
        posteriors: &PerModality<Gaussian<M>>,
        decoder: &SharedDecoder<M>,
        batch: &PairBatch,
        noise: &mut Noise,
        epoch: usize,
    ) -> Losses<M::Scalar> {
        let mut losses = Losses::default();
        let factor = self.senses.factor();
        let kl_weight = self.kl_weight.at(epoch) * factor;
        let shared = self.shared_samples(posteriors, noise);
        let (mut latents, mut samples_apart) = (Vec::new(), Vec::new());
        for modality in SENSES {
            match &shared {
                Some(samples) => latents.push(samples[modality].clone()),
                None => {
                    latents.push(posteriors[modality].sample(noise));
                    let sample = |modality| posteriors[modality].sample(noise);
                    samples_apart.push((modality, PerModality::from_fn(sample)));
                }
            }
        }
        let (n_rows, n_visual) = (batch.pair.nrows(), batch.rows.visual.ncols());
        let pair = batch.pair.as_slice().map(<[f32]>::to_vec);
        let target = pair.unwrap_or_else(|| batch.pair.iter().copied().collect());
        let target = latents[0].constant(target, [n_rows, batch.pair.ncols()]);
        // Both at once: the decoder's weights are read once.
        let pairs = decoder.forward(M::stacked(latents)); // [2B, D_v + D_a]
        for (idx, modality) in SENSES.into_iter().enumerate() {
            let pair = pairs.clone().rows(idx * n_rows, n_rows);
            let error = self.reconstruction.of(pair, target.clone(), n_visual);
            losses.push(format!("reconstruction_{modality}"), error, factor);
            let divergence = self.kl.of(&posteriors[modality]);
            losses.push(format!("kl_{modality}"), divergence, kl_weight);
        }
        for (modality, samples) in &samples_apart {
            let apart = self.wasserstein.of(posteriors, samples);
            losses.push(format!("wasserstein_{modality}"), apart, self.wasserstein_weight);
        }
        if let Some(samples) = &shared {
            let apart = self.wasserstein.of(posteriors, samples);
            losses.push("wasserstein", apart, self.wasserstein_weight);
        }
        if let Some(contrast) = &self.contrast {
            losses.push("contrast", contrast.of(posteriors), contrast.weight);
        }
        losses
    }

    /// One sample per sense for all terms, or none where every term draws its own.
    fn shared_samples<M: Matrix>(
        &self,
        posteriors: &PerModality<Gaussian<M>>,
        noise: &mut Noise,
    ) -> Option<PerModality<M>> {
        match self.sampling {
            Sampling::Fresh => None,
            Sampling::Reused => {
                let visual = posteriors.visual.sample(noise);
                Some(PerModality { audio: posteriors.audio.sample(noise), visual })
            }
            Sampling::Shared => {
                let epsilon = posteriors.visual.noise(noise);
                let sample = |posterior: &Gaussian<M>| posterior.sample_with(epsilon.clone());
                Some(posteriors.as_ref().map(sample))
            }
        }
    }
}
