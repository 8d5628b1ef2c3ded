//! Audio-visual correspondence: L³-Net (Arandjelović & Zisserman, ICCV 2017; SPEC §8) and
//! AVE-Net (the same, *Objects that Sound*, ECCV 2018; SPEC §9).
//!
//! Given: pairs of the same second, no label; pairs of two clips are drawn from them, one for each own pair.
//! Minimises: the cross-entropy of "belongs together", see [`loss`].
//! Compares: Euclidean distance of the branches' embeddings; L³-Net's are not aligned across modalities,
//! AVE-Net's have length 1 and were trained by that very distance.
//! Each exists from raw seconds as published, and on features of a backbone ([`l3_net`], [`ave_net`]);
//! what we had to choose is in docs/deviations.md.

mod ave_net;
mod head;
mod l3_net;
pub(crate) mod loss;
mod network;

use earsight::model::{
    AudioVisualModel, ConfigTable, CorrespondenceModel, Fit, Fitted, Fitting, ModelEntry, Reads,
    check_dim,
};
use earsight::network::Activation;
use earsight::parameters::Parameters;
use earsight::scaling::{self, ColumnStatistics, InputScaling};
use earsight::training::observer::Observer;
use earsight::training::pairs::PairedRows;
use earsight::training::{self, Trainable, TrainingConfig};
use earsight::{Checkpoint, Error, Result};
use earsight_core::{Distance, FeatureSpace, Modality, PerModality};
use ndarray::{Array1, Array2, ArrayView2};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

#[cfg(feature = "tensor-library")]
pub(crate) use ave_net::STEEPNESS;
#[cfg(feature = "tensor-library")]
pub(crate) use head::SMALLEST_SQUARE;
use network::LayerNetwork;

/// L³-Net on features: see [`l3_net`].
pub(crate) const L3_NET_F: ModelEntry = ModelEntry {
    name: "l3-net-f",
    paper: "Arandjelović & Zisserman, ICCV 2017; on features, ours",
    summary: "do sound and picture correspond? on features, both branches fused",
    reads: Reads::Features,
    default_config: || l3_net::from_features().table(),
    fit: Fit::Unsupervised(fit::<LayerNetwork>),
    load: load::<LayerNetwork>,
};

/// AVE-Net on features: see [`ave_net`].
pub(crate) const AVE_NET_F: ModelEntry = ModelEntry {
    name: "ave-net-f",
    paper: "Arandjelović & Zisserman, ECCV 2018; on features, ours",
    summary: "do sound and picture correspond? on features, by their distance",
    reads: Reads::Features,
    default_config: || ave_net::from_features().table(),
    fit: Fit::Unsupervised(fit::<LayerNetwork>),
    load: load::<LayerNetwork>,
};

/// All settings of a correspondence network with trunks `T`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CorrespondenceConfig<T> {
    /// What each modality goes through first.
    pub trunk: T,
    /// How two trunks become one answer.
    pub head: HeadConfig,
    /// After every layer but the last of the head.
    pub activation: Activation,
    /// Whether the columns are standardised over the training seconds; raw seconds have a scale already.
    pub standardize: bool,
    /// How long and how fast.
    pub training: TrainingConfig,
}

/// Linear layers on features.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LayerTrunk {
    /// Widths after the features.
    pub layers: PerModality<Vec<usize>>,
}

/// How two trunks become one answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum HeadConfig {
    /// L³-Net: both outputs side by side, a hidden layer, two logits. The outputs are the embeddings.
    Fusion {
        /// Units of the hidden layer.
        hidden: usize,
    },
    /// AVE-Net: each output is projected and scaled to length 1; their distance decides.
    Distance {
        /// Widths of each projection after its trunk.
        projection: PerModality<Vec<usize>>,
        /// `w` of the layer `d → (w·d − w, w − w·d)` that the training starts from (SPEC §9).
        steepness: f32,
    },
}

impl HeadConfig {
    /// Columns of an embedding, from trunks of these widths; both modalities must have as many.
    ///
    /// # Errors
    /// [`Error::Config`] where they have not.
    pub(crate) fn embedding_dim(
        &self,
        model: &'static str,
        trunks: PerModality<usize>,
    ) -> Result<usize> {
        let PerModality { audio, visual } = match self {
            HeadConfig::Fusion { .. } => trunks,
            HeadConfig::Distance { projection, .. } => {
                projection.as_ref().map(|widths| widths.last().copied().unwrap_or_default())
            }
        };
        if audio != visual || audio == 0 {
            let reason = format!(
                "embeddings of {audio} audio and {visual} visual columns cannot be compared"
            );
            return Err(Error::Config { model, reason });
        }
        Ok(audio)
    }
}

impl<T: Serialize> CorrespondenceConfig<T> {
    pub(crate) fn table(&self) -> ConfigTable {
        serde_json::to_value(self).expect("a config is a plain table")
    }
}

/// Two trunks and a head.
pub(crate) trait CorrespondenceNetwork:
    Trainable<Data = PairedRows> + Send + Sync + Sized + 'static
{
    /// Settings of its trunks.
    type Trunk: Clone + Serialize + DeserializeOwned + Send + Sync;

    /// For features of these widths.
    ///
    /// # Errors
    /// [`Error::Config`] where it cannot be built.
    fn new(
        model: &'static str,
        config: &CorrespondenceConfig<Self::Trunk>,
        dims: PerModality<usize>,
    ) -> Result<Self>;

    /// Fresh parameters.
    fn init(&self, rng: &mut ChaCha8Rng) -> Parameters;

    /// Measures what only inference reads, once training has ended.
    fn finish(
        &self,
        parameters: Parameters,
        _data: &PairedRows,
        _rng: &mut ChaCha8Rng,
    ) -> Parameters {
        parameters
    }

    /// Columns of an embedding.
    fn embedding_dim(&self) -> usize;

    /// # Shapes
    /// - `rows`: `[N, D]`, scaled → `[N, E]`
    fn embed(
        &self,
        parameters: &Parameters,
        modality: Modality,
        rows: ArrayView2<'_, f32>,
    ) -> Array2<f32>;

    /// Probability that embedded rows belong together, row by row.
    ///
    /// # Shapes
    /// - `embedded`: `[N, E]` each → `[N]`
    fn probability(
        &self,
        parameters: &Parameters,
        embedded: PerModality<ArrayView2<'_, f32>>,
    ) -> Array1<f32>;
}

/// A pair of two clips needs two clips.
const MIN_CLIPS: usize = 2;

pub(crate) fn fit<N: CorrespondenceNetwork>(
    fitting: &Fitting<'_>,
    observer: &mut dyn Observer,
) -> Fitted {
    let &Fitting { model: name, features, seed, .. } = fitting;
    let config: CorrespondenceConfig<N::Trunk> = earsight::models::config(name, fitting.config)?;
    let mut paired = PairedRows::at_least(MIN_CLIPS, name, features)?;
    if paired.n_clips() < MIN_CLIPS {
        let (needed, found) = (MIN_CLIPS, paired.n_clips());
        return Err(Error::TooFewClips { model: name, needed, found });
    }
    let spaces = features.spaces().clone();
    let network = N::new(name, &config, spaces.as_ref().map(|space| space.dim))?;
    let statistics = config.standardize.then(|| scaling::fit(&paired.rows));
    if let Some(statistics) = &statistics {
        paired.scale(InputScaling::Standardized, statistics);
    }
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let start = network.init(&mut rng);
    let parameters = training::train(&network, start, &paired, &config.training, seed, observer)?;
    let parameters = network.finish(parameters, &paired, &mut rng);
    let distance = Distance::euclidean("embedding", network.embedding_dim());
    Ok(Box::new(Correspondence { name, config, spaces, statistics, network, parameters, distance }))
}

pub(crate) fn load<N: CorrespondenceNetwork>(checkpoint: &Checkpoint) -> Fitted {
    let name = crate::REGISTRY.entry(&checkpoint.model)?.name;
    let config: CorrespondenceConfig<N::Trunk> =
        earsight::models::config(name, &checkpoint.config)?;
    let spaces = checkpoint.spaces.clone();
    let network = N::new(name, &config, spaces.as_ref().map(|space| space.dim))?;
    let start = network.init(&mut ChaCha8Rng::seed_from_u64(0));
    let parameters = start.of_checkpoint(checkpoint)?;
    let statistics = config.standardize.then(|| scaling::load(checkpoint)).transpose()?;
    let distance = Distance::euclidean("embedding", network.embedding_dim());
    Ok(Box::new(Correspondence { name, config, spaces, statistics, network, parameters, distance }))
}

/// A fitted correspondence network.
struct Correspondence<N: CorrespondenceNetwork> {
    name: &'static str,
    config: CorrespondenceConfig<N::Trunk>,
    spaces: PerModality<FeatureSpace>,
    statistics: Option<PerModality<ColumnStatistics>>,
    network: N,
    parameters: Parameters,
    distance: Distance,
}

impl<N: CorrespondenceNetwork> AudioVisualModel for Correspondence<N> {
    fn spaces(&self) -> &PerModality<FeatureSpace> {
        &self.spaces
    }

    fn embed(&self, modality: Modality, features: ArrayView2<'_, f32>) -> Result<Array2<f32>> {
        check_dim(&self.spaces, modality, features)?;
        let embed = |rows| self.network.embed(&self.parameters, modality, rows);
        Ok(match &self.statistics {
            Some(statistics) => embed(statistics[modality].standardize(features).view()),
            None => embed(features),
        })
    }

    fn distance(&self) -> &Distance {
        &self.distance
    }

    fn correspondence(&self) -> Option<&dyn CorrespondenceModel> {
        Some(self)
    }

    fn checkpoint(&self) -> Checkpoint {
        let mut tensors = self.parameters.entries().to_vec();
        tensors.extend(self.statistics.iter().flat_map(scaling::parameters));
        Checkpoint::new(self.name, self.config.table(), &self.spaces, tensors)
    }
}

impl<N: CorrespondenceNetwork> CorrespondenceModel for Correspondence<N> {
    fn probability(&self, features: PerModality<ArrayView2<'_, f32>>) -> Result<Array1<f32>> {
        let n = features.as_ref().map(|rows| rows.nrows());
        if n.audio != n.visual {
            return Err(Error::SegmentCount { audio: n.audio, visual: n.visual });
        }
        let rows =
            PerModality::try_from_fn(|modality| self.embed(modality, features[modality].view()))?;
        let embedded = rows.as_ref().map(|rows| rows.view());
        Ok(self.network.probability(&self.parameters, embedded))
    }
}
