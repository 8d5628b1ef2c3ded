//! The frame of all baselines: how a network is trained, embeds rows and becomes a checkpoint.
//! Each system is a [`Baseline`] with its [`BaselineConfig`].

use earsight::model::{
    AudioVisualModel, ConfigTable, CorrespondenceModel, EventClassifier, Fitted, Fitting, check_dim,
};
use earsight::parameters::Parameters;
use earsight::scaling::{self, ColumnStatistics, InputScaling};
use earsight::training::observer::Observer;
use earsight::training::pairs::PairedRows;
use earsight::training::{
    self, AdamConfig, Batching, LearningRateSchedule, Optimizers, Trainable, TrainingConfig,
};
use earsight::{Checkpoint, Error, Result};
use earsight_core::{Category, Distance, FeatureSpace, Modality, PerModality};
use ndarray::{Array1, Array2, ArrayView2, CowArray, Ix2};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Seconds as rows, of features or embedded.
pub(crate) type Rows<'a> = ArrayView2<'a, f32>;

/// A value, or the reason why the settings are invalid.
pub(crate) type Validated<T> = std::result::Result<T, String>;

/// Settings as a part of a config.
pub(crate) trait Settings:
    Clone + Serialize + DeserializeOwned + Send + Sync + 'static
{
}
impl<T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static> Settings for T {}

/// All settings of a baseline.
pub(crate) trait BaselineConfig: Settings {
    /// Paired seconds that a training needs, for systems that learn without labels.
    const MIN_SEGMENTS: usize = 2;
    /// Clips with paired seconds that a training needs, for systems that learn without labels.
    const MIN_CLIPS: usize = 1;

    /// How long and how fast it learns.
    fn training(&self) -> &TrainingConfig;

    /// How features are scaled; `None` where the network reads them as they are and no statistics are stored.
    fn input(&self) -> Option<InputScaling>;

    /// Categories of an event classifier.
    fn categories(&self) -> &[Category] {
        &[]
    }

    /// Adapts the settings to the number of training seconds, for systems that learn without labels.
    fn adapt(&mut self, _n_secs: usize) {}

    /// The settings as a table.
    fn table(&self) -> ConfigTable {
        serde_json::to_value(self).expect("a config is a plain table")
    }
}

/// A network as a function of parameters, its loss, and how its rows are compared.
pub(crate) trait Baseline: Trainable + Send + Sync + Sized + 'static {
    /// All settings.
    type Config: BaselineConfig;
    /// Whether [`Baseline::classify`] returns probabilities.
    const IS_CLASSIFIER: bool = false;
    /// Whether [`Baseline::probability`] returns probabilities.
    const IS_CORRESPONDENCE: bool = false;

    /// The network for features of these widths, or the reason why the settings are invalid.
    fn new(config: &Self::Config, dims: PerModality<usize>) -> Validated<Self>;

    /// Initial parameters.
    fn init(&self, rng: &mut ChaCha8Rng) -> Parameters;

    /// Computes what only inference reads, after training.
    ///
    /// # Errors
    /// [`Error::Config`] where that fails.
    fn finish(
        &self,
        parameters: Parameters,
        _data: &Self::Data,
        _rng: &mut ChaCha8Rng,
    ) -> Result<Parameters> {
        Ok(parameters)
    }

    /// The parameters of a checkpoint, with those of [`Baseline::finish`].
    ///
    /// # Errors
    /// [`Error::Checkpoint`] when an array is missing or has another shape.
    fn load(&self, initial: Parameters, checkpoint: &Checkpoint) -> Result<Parameters> {
        initial.of_checkpoint(checkpoint)
    }

    /// How embedded rows are compared.
    fn distance(&self, parameters: &Parameters) -> Distance;

    /// # Shapes
    /// - `rows`: `[T, D]`, scaled, `T ≥ 1` → `[T, E]`
    fn embed(&self, parameters: &Parameters, modality: Modality, rows: Rows<'_>) -> Array2<f32>;

    /// Probability of each category and of background, of event classifiers.
    ///
    /// # Shapes
    /// - `rows`: `[T, D]` each, scaled, `T ≥ 1` → `[T, C + 1]`
    fn classify(
        &self,
        _parameters: &Parameters,
        _rows: PerModality<Rows<'_>>,
    ) -> Option<Array2<f32>> {
        None
    }

    /// Probability that embedded rows belong together, row by row, of correspondence models.
    ///
    /// # Shapes
    /// - `embedded`: `[N, E]` each → `[N]`
    fn probability(
        &self,
        _parameters: &Parameters,
        _embedded: PerModality<Rows<'_>>,
    ) -> Option<Array1<f32>> {
        None
    }
}

/// Shuffled batches and Adam at a constant rate of 1e-3.
pub(crate) fn training_config(epochs: usize, batch_size: usize) -> TrainingConfig {
    TrainingConfig {
        epochs,
        batching: Batching::Shuffled { size: batch_size },
        learning_rate: 1e-3,
        learning_rate_schedule: LearningRateSchedule::Constant,
        adam: AdamConfig::default(),
        optimizers: Optimizers::One,
    }
}

/// Fits a system that learns from pairs of features without labels.
pub(crate) fn fit<B: Baseline<Data: From<PairedRows>>>(
    fitting: &Fitting<'_>,
    observer: &mut dyn Observer,
) -> Fitted {
    let &Fitting { model, features, .. } = fitting;
    let mut config: B::Config = earsight::models::config(model, fitting.config)?;
    let mut paired = PairedRows::at_least(B::Config::MIN_SEGMENTS, model, features)?;
    let (needed, found) = (B::Config::MIN_CLIPS, paired.n_clips());
    if found < needed {
        return Err(Error::TooFewClips { model, needed, found });
    }
    config.adapt(paired.n_secs());
    let network = network(model, &config, features.spaces())?;
    let statistics = config.input().map(|scaling| {
        let statistics = scaling::fit(&paired.rows);
        paired.scale(scaling, &statistics);
        statistics
    });
    train::<B>(fitting, config, network, statistics, &paired.into(), observer)
}

/// Trains a network on scaled data.
pub(crate) fn train<B: Baseline>(
    fitting: &Fitting<'_>,
    config: B::Config,
    network: B,
    statistics: Option<PerModality<ColumnStatistics>>,
    data: &B::Data,
    observer: &mut dyn Observer,
) -> Fitted {
    let &Fitting { model, features, seed, .. } = fitting;
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let initial = network.init(&mut rng);
    let parameters = training::train(&network, initial, data, config.training(), seed, observer)?;
    let parameters = network.finish(parameters, data, &mut rng)?;
    Ok(FittedBaseline::boxed(model, config, features.spaces(), statistics, network, parameters))
}

/// The fitted system of a checkpoint.
pub(crate) fn load<B: Baseline>(checkpoint: &Checkpoint) -> Fitted {
    let model = crate::REGISTRY.entry(&checkpoint.model)?.name;
    let config: B::Config = earsight::models::config(model, &checkpoint.config)?;
    let network: B = network(model, &config, &checkpoint.spaces)?;
    let initial = network.init(&mut ChaCha8Rng::seed_from_u64(0));
    let parameters = network.load(initial, checkpoint)?;
    let statistics = config.input().map(|_| scaling::load(checkpoint)).transpose()?;
    Ok(FittedBaseline::boxed(model, config, &checkpoint.spaces, statistics, network, parameters))
}

/// The network for the features of a collection.
///
/// # Errors
/// [`Error::Config`] where the settings are invalid.
pub(crate) fn network<B: Baseline>(
    model: &'static str,
    config: &B::Config,
    spaces: &PerModality<FeatureSpace>,
) -> Result<B> {
    B::new(config, spaces.as_ref().map(|space| space.dim))
        .map_err(|reason| Error::Config { model, reason })
}

/// A fitted baseline.
struct FittedBaseline<B: Baseline> {
    model: &'static str,
    config: B::Config,
    spaces: PerModality<FeatureSpace>,
    statistics: Option<PerModality<ColumnStatistics>>,
    distance: Distance,
    network: B,
    parameters: Parameters,
}

impl<B: Baseline> FittedBaseline<B> {
    fn boxed(
        model: &'static str,
        config: B::Config,
        spaces: &PerModality<FeatureSpace>,
        statistics: Option<PerModality<ColumnStatistics>>,
        network: B,
        parameters: Parameters,
    ) -> Box<dyn AudioVisualModel> {
        let (spaces, distance) = (spaces.clone(), network.distance(&parameters));
        Box::new(FittedBaseline {
            model,
            config,
            spaces,
            statistics,
            distance,
            network,
            parameters,
        })
    }

    fn scaled<'r>(&self, modality: Modality, features: Rows<'r>) -> Result<CowArray<'r, f32, Ix2>> {
        check_dim(&self.spaces, modality, features)?;
        Ok(match (self.config.input(), &self.statistics) {
            (Some(scaling), Some(statistics)) => {
                scaling.apply(features, &statistics[modality]).into()
            }
            _ => features.into(),
        })
    }
}

impl<B: Baseline> AudioVisualModel for FittedBaseline<B> {
    fn spaces(&self) -> &PerModality<FeatureSpace> {
        &self.spaces
    }

    fn embed(&self, modality: Modality, features: Rows<'_>) -> Result<Array2<f32>> {
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
        if B::IS_CLASSIFIER { Some(self) } else { None }
    }

    fn correspondence(&self) -> Option<&dyn CorrespondenceModel> {
        if B::IS_CORRESPONDENCE { Some(self) } else { None }
    }

    fn checkpoint(&self) -> Checkpoint {
        let mut tensors = self.parameters.entries().to_vec();
        tensors.extend(self.statistics.iter().flat_map(scaling::parameters));
        Checkpoint::new(self.model, self.config.table(), &self.spaces, tensors)
    }
}

impl<B: Baseline> EventClassifier for FittedBaseline<B> {
    fn categories(&self) -> &[Category] {
        self.config.categories()
    }

    fn classify(&self, features: PerModality<Rows<'_>>) -> Result<Array2<f32>> {
        let scaled =
            PerModality::try_from_fn(|modality| self.scaled(modality, features[modality]))?;
        let n_segments = same_length(features)?;
        let none = Array2::zeros((0, self.config.categories().len() + 1));
        if n_segments == 0 {
            return Ok(none);
        }
        let rows = scaled.as_ref().map(|rows| rows.view());
        Ok(self.network.classify(&self.parameters, rows).unwrap_or(none))
    }
}

impl<B: Baseline> CorrespondenceModel for FittedBaseline<B> {
    fn probability(&self, features: PerModality<Rows<'_>>) -> Result<Array1<f32>> {
        same_length(features)?;
        let rows =
            PerModality::try_from_fn(|modality| self.embed(modality, features[modality].view()))?;
        let embedded = rows.as_ref().map(|rows| rows.view());
        Ok(self.network.probability(&self.parameters, embedded).unwrap_or_default())
    }
}

/// The number of seconds of both modalities.
///
/// # Errors
/// [`Error::SegmentCount`] where they differ.
fn same_length(features: PerModality<Rows<'_>>) -> Result<usize> {
    let PerModality { audio, visual } = features.map(|rows| rows.nrows());
    if audio == visual { Ok(audio) } else { Err(Error::SegmentCount { audio, visual }) }
}
