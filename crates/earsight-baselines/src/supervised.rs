//! What systems that learn from labels have in common: the frame of their config, how they are fitted,
//! asked and brought back. What each is, is a [`SupervisedNetwork`].

#[cfg(test)]
pub(super) mod small_clips;

use earsight_core::{Annotations, Category, Distance, FeatureSpace, Modality, PerModality};
use ndarray::{Array2, ArrayView2};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::labelled::LabelledClips;
use earsight::model::{AudioVisualModel, ConfigTable, EventClassifier, Fitted, Fitting, check_dim};
use earsight::parameters::Parameters;
use earsight::scaling::{self, ColumnStatistics, InputScaling};
use earsight::training::observer::Observer;
use earsight::training::{self, Trainable, TrainingConfig};
use earsight::{Checkpoint, Error, Result};

/// All settings of a supervised system: `N` is its network, `O` its objective.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SupervisedConfig<N, O> {
    /// Layers and widths.
    pub network: N,
    /// What is minimised.
    pub objective: O,
    /// Scaling of features, while learning and when asked.
    pub input: InputScaling,
    /// What a second may be, in this order; empty: all that the annotations name, in order of name.
    /// A fitted model's checkpoint holds them here.
    pub categories: Vec<Category>,
    /// How long and how fast.
    pub training: TrainingConfig,
}

impl<N: Serialize, O: Serialize> SupervisedConfig<N, O> {
    pub(super) fn table(&self) -> ConfigTable {
        serde_json::to_value(self).expect("a config is a plain table")
    }
}

/// Settings as they stand in a config.
pub(super) trait Settings:
    Clone + Serialize + DeserializeOwned + Send + Sync + 'static
{
}
impl<T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static> Settings for T {}

/// A system of its own: a network as a function of parameters, its loss, and how its rows are compared.
pub(super) trait SupervisedNetwork: Trainable + Send + Sync + Sized + 'static {
    /// Its layers and widths.
    type Network: Settings;
    /// What it minimises.
    type Objective: Settings;

    /// For features this wide and so many categories, background not among them; or why it cannot be.
    fn new(
        network: &Self::Network,
        objective: &Self::Objective,
        dims: PerModality<usize>,
        n_categories: usize,
    ) -> std::result::Result<Self, String>;

    /// Fresh parameters.
    fn init(&self, rng: &mut ChaCha8Rng) -> Parameters;

    /// What it learns from.
    ///
    /// # Errors
    /// [`Error::NoSuchSeconds`] where labels leave out what it must tell apart.
    fn data(&self, model: &'static str, clips: LabelledClips) -> Result<Self::Data>;

    /// Columns of an embedded row, which are compared by their Euclidean distance.
    fn embedding_dim(&self) -> usize;

    /// # Shapes
    /// - `rows`: `[T, D]`, scaled, `T ≥ 1` → `[T, E]`
    fn embed(
        &self,
        parameters: &Parameters,
        modality: Modality,
        rows: ArrayView2<'_, f32>,
    ) -> Array2<f32>;

    /// Probability of each category and of background, for those that tell.
    ///
    /// # Shapes
    /// - `rows`: `[T, D]` each, scaled, `T ≥ 1` → `[T, C + 1]`
    fn classify(
        &self,
        _parameters: &Parameters,
        _rows: PerModality<ArrayView2<'_, f32>>,
    ) -> Option<Array2<f32>> {
        None
    }

    /// Whether [`SupervisedNetwork::classify`] answers.
    const IS_CLASSIFIER: bool = false;
}

type ConfigOf<S> =
    SupervisedConfig<<S as SupervisedNetwork>::Network, <S as SupervisedNetwork>::Objective>;

/// Fits a system to the annotated clips.
pub(super) fn fit<S: SupervisedNetwork>(
    fitting: &Fitting<'_>,
    annotations: &Annotations,
    observer: &mut dyn Observer,
) -> Fitted {
    let &Fitting { model: name, features, seed, .. } = fitting;
    let mut config: ConfigOf<S> = earsight::models::config(name, fitting.config)?;
    let mut labelled = LabelledClips::of(name, features, annotations, &config.categories)?;
    config.categories = labelled.categories.clone();
    let statistics = labelled.column_statistics();
    for clip in &mut labelled.clips {
        clip.rows = PerModality::from_fn(|modality| {
            config.input.apply(clip.rows[modality].view(), &statistics[modality])
        });
    }
    let spaces = features.spaces().clone();
    let network: S = network(name, &config, &spaces)?;
    labelled.require_events(name)?;
    let data = network.data(name, labelled)?;
    let start = network.init(&mut ChaCha8Rng::seed_from_u64(seed));
    let parameters = training::train(&network, start, &data, &config.training, seed, observer)?;
    Ok(Box::new(Supervised::new(name, config, spaces, statistics, network, parameters)))
}

/// The fitted system that a checkpoint holds.
pub(super) fn load<S: SupervisedNetwork>(checkpoint: &Checkpoint) -> Fitted {
    let entry = crate::REGISTRY.entry(&checkpoint.model)?;
    let config: ConfigOf<S> = earsight::models::config(entry.name, &checkpoint.config)?;
    let spaces = checkpoint.spaces.clone();
    let network: S = network(entry.name, &config, &spaces)?;
    let start = network.init(&mut ChaCha8Rng::seed_from_u64(0));
    let parameters = start.of_checkpoint(checkpoint)?;
    let statistics = scaling::load(checkpoint)?;
    Ok(Box::new(Supervised::new(entry.name, config, spaces, statistics, network, parameters)))
}

fn network<S: SupervisedNetwork>(
    model: &'static str,
    config: &ConfigOf<S>,
    spaces: &PerModality<FeatureSpace>,
) -> Result<S> {
    let dims = spaces.as_ref().map(|space| space.dim);
    S::new(&config.network, &config.objective, dims, config.categories.len())
        .map_err(|reason| Error::Config { model, reason })
}

/// Refuses widths of a network that cannot be.
pub(super) fn at_least_one<const N: usize>(
    widths: [(&'static str, usize); N],
) -> std::result::Result<(), String> {
    match widths.iter().find(|(_, width)| *width == 0) {
        Some((name, _)) => Err(format!("`{name}` must be at least 1")),
        None => Ok(()),
    }
}

/// A fitted supervised system.
struct Supervised<S: SupervisedNetwork> {
    name: &'static str,
    config: ConfigOf<S>,
    spaces: PerModality<FeatureSpace>,
    statistics: PerModality<ColumnStatistics>,
    distance: Distance,
    network: S,
    parameters: Parameters,
}

impl<S: SupervisedNetwork> Supervised<S> {
    fn new(
        name: &'static str,
        config: ConfigOf<S>,
        spaces: PerModality<FeatureSpace>,
        statistics: PerModality<ColumnStatistics>,
        network: S,
        parameters: Parameters,
    ) -> Self {
        let distance = Distance::euclidean("embedding", network.embedding_dim());
        Supervised { name, config, spaces, statistics, distance, network, parameters }
    }

    fn scaled(&self, modality: Modality, features: ArrayView2<'_, f32>) -> Result<Array2<f32>> {
        check_dim(&self.spaces, modality, features)?;
        Ok(self.config.input.apply(features, &self.statistics[modality]))
    }
}

impl<S: SupervisedNetwork> AudioVisualModel for Supervised<S> {
    fn spaces(&self) -> &PerModality<FeatureSpace> {
        &self.spaces
    }

    fn embed(&self, modality: Modality, features: ArrayView2<'_, f32>) -> Result<Array2<f32>> {
        let scaled = self.scaled(modality, features)?;
        if scaled.nrows() == 0 {
            return Ok(Array2::zeros((0, self.distance.n_columns())));
        }
        Ok(self.network.embed(&self.parameters, modality, scaled.view()))
    }

    fn distance(&self) -> &Distance {
        &self.distance
    }

    fn event_classifier(&self) -> Option<&dyn EventClassifier> {
        if S::IS_CLASSIFIER { Some(self) } else { None }
    }

    fn checkpoint(&self) -> Checkpoint {
        let mut tensors = self.parameters.entries().to_vec();
        tensors.extend(scaling::parameters(&self.statistics));
        Checkpoint::new(self.name, self.config.table(), &self.spaces, tensors)
    }
}

impl<S: SupervisedNetwork> EventClassifier for Supervised<S> {
    fn categories(&self) -> &[Category] {
        &self.config.categories
    }

    fn classify(&self, features: PerModality<ArrayView2<'_, f32>>) -> Result<Array2<f32>> {
        let scaled =
            PerModality::try_from_fn(|modality| self.scaled(modality, features[modality]))?;
        let n_segments = scaled.audio.nrows();
        if n_segments != scaled.visual.nrows() {
            return Err(Error::SegmentCount { audio: n_segments, visual: scaled.visual.nrows() });
        }
        let nothing = Array2::zeros((0, self.config.categories.len() + 1));
        if n_segments == 0 {
            return Ok(nothing);
        }
        let rows = scaled.as_ref().map(|rows| rows.view());
        Ok(self.network.classify(&self.parameters, rows).unwrap_or(nothing))
    }
}
