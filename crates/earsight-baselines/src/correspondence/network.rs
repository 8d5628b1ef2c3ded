//! Two trunks of linear layers and a head that decides whether their outputs match.

use earsight::network::{LayerConfig, Mlp, Normalization, infer};
use earsight::objective::Losses;
use earsight::parameters::{Initialization, Parameters, Weights};
use earsight::training::pairs::{PairBatch, PairedRows};
use earsight::training::{Noise, Step, StepLosses, Trainable};
use earsight_core::{Distance, Modality, PerModality};
use earsight_kernels::Variable;
use ndarray::{Array1, Array2, Axis, concatenate};
use rand_chacha::ChaCha8Rng;

use super::head::Head;
use super::{CorrespondenceConfig, LayerTrunk, loss};
use crate::baseline::{Baseline, Rows, Validated};

/// Trunks with an activation after each layer, and a head.
pub(super) struct LayerNetwork {
    trunks: PerModality<Mlp>,
    head: Head,
    embedding_dim: usize,
}

impl LayerNetwork {
    fn embed_on_tape<'t>(
        &self,
        weights: &Weights<'t>,
        modality: Modality,
        rows: Variable<'t>,
    ) -> Variable<'t> {
        let trunk = self.trunks[modality].forward_active(weights, rows);
        self.head.embed(weights, modality, trunk)
    }

    /// The loss of matched pairs and of as many mismatched pairs of two clips.
    fn losses<'t>(
        &self,
        weights: &Weights<'t>,
        batch: &PairBatch,
        noise: &mut Noise,
    ) -> Losses<'t> {
        let embedded = PerModality::from_fn(|modality| {
            self.embed_on_tape(weights, modality, weights.constant(&batch.rows[modality]))
        });
        let (rows, others) = loss::mismatched(&batch.clips, noise.rng());
        let mismatched = (!rows.is_empty()).then(|| {
            let PerModality { audio, visual } = embedded;
            let pairs = PerModality { audio: audio.select(&rows), visual: visual.select(&others) };
            self.head.logits(weights, pairs)
        });
        loss::losses(self.head.logits(weights, embedded), mismatched)
    }
}

impl Trainable for LayerNetwork {
    type Data = PairedRows;

    fn step(&self, step: Step<'_, PairedRows>) -> StepLosses {
        step.on_tape(|weights, batch, noise, _| self.losses(weights, batch, noise))
    }
}

impl Baseline for LayerNetwork {
    type Config = CorrespondenceConfig<LayerTrunk>;
    const IS_CORRESPONDENCE: bool = true;

    fn new(config: &Self::Config, dims: PerModality<usize>) -> Validated<Self> {
        let layers = LayerConfig {
            activation: config.activation,
            normalization: Normalization::None,
            initialization: Initialization::He,
        };
        let widths = PerModality::from_fn(|modality| {
            [&[dims[modality]], &config.trunk.layers[modality][..]].concat()
        });
        let outputs = widths.as_ref().map(|widths| widths.last().copied().unwrap_or_default());
        let trunks = PerModality::from_fn(|modality| {
            Mlp::new(&format!("{modality}.trunk"), &widths[modality], layers)
        });
        Ok(LayerNetwork {
            trunks,
            head: Head::new(&config.head, outputs, layers),
            embedding_dim: config.head.embedding_dim(outputs)?,
        })
    }

    /// Both trunks, then the head.
    fn init(&self, rng: &mut ChaCha8Rng) -> Parameters {
        let mut parameters = Parameters::default();
        for modality in Modality::ALL {
            self.trunks[modality].init(&mut parameters, rng);
        }
        self.head.init(&mut parameters, rng);
        parameters
    }

    fn distance(&self, _: &Parameters) -> Distance {
        Distance::euclidean("embedding", self.embedding_dim)
    }

    fn embed(&self, parameters: &Parameters, modality: Modality, rows: Rows<'_>) -> Array2<f32> {
        let [embedded] = infer(parameters, rows, [self.embedding_dim], |weights, rows| {
            [self.embed_on_tape(weights, modality, rows)]
        });
        embedded
    }

    fn probability(
        &self,
        parameters: &Parameters,
        embedded: PerModality<Rows<'_>>,
    ) -> Option<Array1<f32>> {
        let dim = self.embedding_dim;
        let pairs = concatenate(Axis(1), &[embedded.audio, embedded.visual]);
        let pairs = pairs.expect("as many rows of each modality");
        let [probability] = infer(parameters, pairs.view(), [1], |weights, pairs| {
            let pair =
                PerModality { audio: pairs.columns(0, dim), visual: pairs.columns(dim, dim) };
            [loss::probability(self.head.logits(weights, pair))]
        });
        Some(probability.column(0).to_owned())
    }
}

#[cfg(test)]
mod tests {
    use earsight::network::Activation;

    use super::super::{HeadConfig, ave_net, l3_net};
    use super::*;
    use crate::small_clips;

    #[test]
    fn gradients_agree_with_finite_differences() {
        let dims = PerModality { audio: 4, visual: 5 };
        let projection = PerModality { audio: vec![4, 3], visual: vec![4, 3] };
        let trunk = LayerTrunk { layers: PerModality { audio: vec![5, 4], visual: vec![6, 4] } };
        for (config, head) in [
            (l3_net::from_features(), HeadConfig::Fusion { hidden: 4 }),
            (ave_net::from_features(), HeadConfig::Distance { projection, steepness: 5.0 }),
        ] {
            // Differences are wrong at the kink of ReLU.
            let activation = Activation::Gelu;
            let config = CorrespondenceConfig { trunk: trunk.clone(), head, activation, ..config };
            small_clips::check_pair_gradients::<LayerNetwork>(&config, dims, 12, 3);
        }
    }
}
