//! Audio-visual correspondence: L³-Net (Arandjelović & Zisserman, ICCV 2017; SPEC §8) and
//! AVE-Net (the same, *Objects that Sound*, ECCV 2018; SPEC §9).
//!
//! Given: pairs of the same second, no label; pairs of two clips are drawn from them, one for each own pair.
//! Minimises: the cross-entropy of "belongs together", see `crate::objective::correspondence`.
//! Compares: Euclidean distance of the branches' embeddings; L³-Net's are not aligned across the senses,
//! AVE-Net's have length 1 and were trained by that very distance.
//! Each exists from raw seconds as published, and on features of a backbone ([`l3_net`], [`ave_net`]);
//! what we had to choose is in docs/deviations.md.

mod ave_net;
mod head;
mod l3_net;
mod network;

use earsight_core::{Distance, FeatureSpace, Modality, Norm, Part, PerModality};
use ndarray::{Array1, Array2, ArrayView2};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use crate::activation::Activation;
use crate::convolution::ConvolutionShape;
use crate::model::{
    AudioVisualModel, ConfigTable, CorrespondenceModel, Fit, Fitted, Fitting, ModelEntry, Reads,
    check_dim,
};
use crate::parameters::Parameters;
use crate::scaling::{self, ColumnStatistics, InputScaling};
use crate::training::observer::Observer;
use crate::training::pairs::PairedRows;
use crate::training::{self, TrainingConfig};
use crate::{Checkpoint, Error, Result};
use network::Network;

/// L³-Net from pictures and spectrograms: see [`l3_net`].
pub(crate) const L3_NET: ModelEntry = ModelEntry {
    name: "l3-net",
    paper: "Arandjelović & Zisserman, ICCV 2017",
    summary: "do sound and picture correspond? from pixels and spectrograms, both branches fused",
    reads: Reads::RawSeconds,
    default_config: || table(&l3_net::from_raw_seconds()),
    fit: Fit::Unsupervised(fit),
    load,
};

/// L³-Net on features: see [`l3_net`].
pub(crate) const L3_NET_F: ModelEntry = ModelEntry {
    name: "l3-net-f",
    paper: "Arandjelović & Zisserman, ICCV 2017; on features, ours",
    summary: "do sound and picture correspond? on features, both branches fused",
    reads: Reads::Features,
    default_config: || table(&l3_net::from_features()),
    fit: Fit::Unsupervised(fit),
    load,
};

/// AVE-Net from pictures and spectrograms: see [`ave_net`].
pub(crate) const AVE_NET: ModelEntry = ModelEntry {
    name: "ave-net",
    paper: "Arandjelović & Zisserman, ECCV 2018",
    summary: "do sound and picture correspond? from pixels and spectrograms, told by their distance",
    reads: Reads::RawSeconds,
    default_config: || table(&ave_net::from_raw_seconds()),
    fit: Fit::Unsupervised(fit),
    load,
};

/// AVE-Net on features: see [`ave_net`].
pub(crate) const AVE_NET_F: ModelEntry = ModelEntry {
    name: "ave-net-f",
    paper: "Arandjelović & Zisserman, ECCV 2018; on features, ours",
    summary: "do sound and picture correspond? on features, told by their distance",
    reads: Reads::Features,
    default_config: || table(&ave_net::from_features()),
    fit: Fit::Unsupervised(fit),
    load,
};

/// All settings of a correspondence network.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CorrespondenceConfig {
    /// What each sense goes through first.
    pub trunk: TrunkConfig,
    /// How two trunks become one answer.
    pub head: HeadConfig,
    /// After every layer but the last of the head.
    pub activation: Activation,
    /// Whether the columns are standardised over the training seconds; raw seconds have a scale already.
    pub standardize: bool,
    /// How long and how fast.
    pub training: TrainingConfig,
}

/// What each sense goes through first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum TrunkConfig {
    /// Linear layers on features; widths after the features.
    Layers(PerModality<Vec<usize>>),
    /// Convolutions on raw seconds.
    Convolutions(PlanesConfig),
}

/// Raw seconds as planes, and the convolutions over them (SPEC §8).
///
/// A second is a row: visual `3 · side²` values, plane by plane (red, green, blue) and row by row;
/// audio `n_frequencies · n_frames` values of a log-spectrogram, frequency by frequency.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanesConfig {
    /// Rows and columns of a picture.
    pub side_px: usize,
    /// Rows of a spectrogram.
    pub n_frequencies: usize,
    /// Columns of a spectrogram.
    pub n_frames: usize,
    /// Channels of each block of two convolutions.
    pub widths: Vec<usize>,
    /// Of the very first convolution of each trunk.
    pub first_stride: usize,
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
    /// AVE-Net: each output is projected and brought to length 1; their distance decides.
    Distance {
        /// Widths of each projection after its trunk.
        projection: PerModality<Vec<usize>>,
        /// `w` of the layer `d → (w·d − w, w − w·d)` that the training starts from (SPEC §9).
        steepness: f32,
    },
}

impl PlanesConfig {
    fn shape(&self, modality: Modality, activation: Activation) -> ConvolutionShape {
        let input = match modality {
            Modality::Audio => [1, self.n_frequencies, self.n_frames],
            Modality::Visual => [3, self.side_px, self.side_px],
        };
        let (widths, first_stride) = (self.widths.clone(), self.first_stride);
        ConvolutionShape { input, widths, first_stride, activation }
    }
}

impl TrunkConfig {
    /// Columns of a trunk's output.
    fn width(&self, modality: Modality) -> usize {
        match self {
            TrunkConfig::Layers(widths) => widths[modality].last().copied().unwrap_or_default(),
            TrunkConfig::Convolutions(planes) => planes.widths.last().copied().unwrap_or_default(),
        }
    }
}

impl CorrespondenceConfig {
    fn embedding_widths(&self) -> PerModality<usize> {
        match &self.head {
            HeadConfig::Fusion { .. } => PerModality::from_fn(|sense| self.trunk.width(sense)),
            HeadConfig::Distance { projection, .. } => {
                projection.as_ref().map(|widths| widths.last().copied().unwrap_or_default())
            }
        }
    }

    /// Columns of an embedding; both senses have as many, see [`CorrespondenceConfig::check`].
    fn embedding_dim(&self) -> usize {
        self.embedding_widths().audio
    }

    /// Whether a network can be built from it for features of these widths.
    fn check(&self, model: &'static str, dims: PerModality<usize>) -> Result<()> {
        let refuse = |reason: String| Err(Error::Config { model, reason });
        if let TrunkConfig::Convolutions(planes) = &self.trunk {
            if planes.first_stride == 0 {
                return refuse("`first_stride` is at least 1".to_owned());
            }
            for (modality, &found) in dims.iter() {
                let shape = planes.shape(modality, self.activation);
                let expected: usize = shape.input.iter().product();
                if expected != found {
                    return refuse(format!(
                        "it reads raw seconds of {expected} {modality} columns, there are {found}"
                    ));
                }
                if shape.last_plane().contains(&0) {
                    return refuse(format!("{modality} planes are too small for so many blocks"));
                }
            }
        }
        let PerModality { audio, visual } = self.embedding_widths();
        if audio != visual || audio == 0 {
            return refuse(format!(
                "embeddings of {audio} audio and {visual} visual columns cannot be compared"
            ));
        }
        Ok(())
    }
}

fn table(config: &CorrespondenceConfig) -> ConfigTable {
    serde_json::to_value(config).expect("a config is a plain table")
}

/// A pair of two clips needs two clips.
const MIN_CLIPS: usize = 2;

fn fit(fitting: &Fitting<'_>, observer: &mut dyn Observer) -> Fitted {
    let &Fitting { model: name, features, seed, .. } = fitting;
    let config: CorrespondenceConfig = super::config(name, fitting.config)?;
    let mut paired = PairedRows::at_least(MIN_CLIPS, name, features)?;
    if paired.n_clips() < MIN_CLIPS {
        let (needed, found) = (MIN_CLIPS, paired.n_clips());
        return Err(Error::TooFewClips { model: name, needed, found });
    }
    let spaces = features.spaces().clone();
    let dims = spaces.as_ref().map(|space| space.dim);
    config.check(name, dims)?;
    let statistics = config.standardize.then(|| scaling::fit(&paired.rows));
    if let Some(statistics) = &statistics {
        paired.scale(InputScaling::Standardized, statistics);
    }
    let network = Network::new(config.clone(), dims);
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let start = network.init(&mut rng);
    let parameters = training::train(&network, start, &paired, &config.training, seed, observer)?;
    let moments = network.measure_moments(&parameters, &paired, &mut rng);
    Ok(Box::new(Correspondence {
        name,
        distance: distance(&config),
        config,
        spaces,
        statistics,
        network,
        parameters,
        moments,
    }))
}

fn distance(config: &CorrespondenceConfig) -> Distance {
    let columns = 0..config.embedding_dim();
    let name = "embedding".into();
    Distance { parts: vec![Part { name, columns, weight: 1.0, norm: Norm::Euclidean }] }
}

/// A fitted correspondence network.
struct Correspondence {
    name: &'static str,
    config: CorrespondenceConfig,
    spaces: PerModality<FeatureSpace>,
    statistics: Option<PerModality<ColumnStatistics>>,
    network: Network,
    parameters: Parameters,
    /// What batch normalisation knows when the model is asked.
    moments: Parameters,
    distance: Distance,
}

impl AudioVisualModel for Correspondence {
    fn spaces(&self) -> &PerModality<FeatureSpace> {
        &self.spaces
    }

    fn embed(&self, modality: Modality, features: ArrayView2<'_, f32>) -> Result<Array2<f32>> {
        check_dim(&self.spaces, modality, features)?;
        let embed = |rows| self.network.embed(&self.parameters, &self.moments, modality, rows);
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
        tensors.extend_from_slice(self.moments.entries());
        for (modality, statistics) in self.statistics.iter().flat_map(PerModality::iter) {
            tensors.extend(statistics.parameters(modality));
        }
        tensors.sort_by(|a, b| a.name.cmp(&b.name));
        let config = table(&self.config);
        Checkpoint { model: self.name.to_owned(), config, spaces: self.spaces.clone(), tensors }
    }
}

impl CorrespondenceModel for Correspondence {
    fn probability(&self, features: PerModality<ArrayView2<'_, f32>>) -> Result<Array1<f32>> {
        let n = features.as_ref().map(|rows| rows.nrows());
        if n.audio != n.visual {
            return Err(Error::SegmentCount { audio: n.audio, visual: n.visual });
        }
        let rows =
            PerModality::try_from_fn(|modality| self.embed(modality, features[modality].view()))?;
        let embedded = rows.as_ref().map(|rows| rows.view());
        Ok(self.network.correspondence(&self.parameters, embedded))
    }
}

fn load(checkpoint: &Checkpoint) -> Fitted {
    let entry = crate::models::entry(&checkpoint.model)?;
    let config: CorrespondenceConfig = crate::models::config(entry.name, &checkpoint.config)?;
    let dims = checkpoint.spaces.as_ref().map(|space| space.dim);
    config.check(entry.name, dims)?;
    let network = Network::new(config.clone(), dims);
    let mut parameters = network.init(&mut ChaCha8Rng::seed_from_u64(0));
    let mut moments = network.moments();
    for arrays in [&mut parameters, &mut moments] {
        arrays.load(|name| checkpoint.tensor(name).ok().cloned())?;
    }
    let statistics = config.standardize.then(|| scaling::load(checkpoint)).transpose()?;
    Ok(Box::new(Correspondence {
        name: entry.name,
        distance: distance(&config),
        config,
        spaces: checkpoint.spaces.clone(),
        statistics,
        network,
        parameters,
        moments,
    }))
}
