//! Systems that learn from labels: their config, and how they are fitted. Each is a [`SupervisedBaseline`].

use earsight::Result;
use earsight::model::{Fitted, Fitting};
use earsight::scaling::{self, InputScaling};
use earsight::training::TrainingConfig;
use earsight::training::observer::Observer;
use earsight_core::{Annotations, Category};
use serde::{Deserialize, Serialize};

use crate::baseline::{self, Baseline, BaselineConfig, Settings};
use crate::labelled::LabelledClips;

/// All settings of a supervised system: `N` is its network, `O` its objective.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SupervisedConfig<N, O> {
    /// Layers and widths.
    pub network: N,
    /// What is minimised.
    pub objective: O,
    /// Scaling of features, in training and at inference.
    pub input: InputScaling,
    /// The classes of a second, in this order; empty: all that the annotations name, in order of name.
    /// The checkpoint of a fitted model stores them here.
    pub categories: Vec<Category>,
    /// How long and how fast it learns.
    pub training: TrainingConfig,
}

/// Widths of a network with hidden layers of one width.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WidthsConfig {
    /// Units of hidden layers: between features and embedding, or of each LSTM.
    pub hidden_dim: usize,
    /// Columns of an embedding.
    pub embedding_dim: usize,
}

impl<N: Settings, O: Settings> BaselineConfig for SupervisedConfig<N, O> {
    fn training(&self) -> &TrainingConfig {
        &self.training
    }

    fn input(&self) -> Option<InputScaling> {
        Some(self.input)
    }

    fn categories(&self) -> &[Category] {
        &self.categories
    }
}

/// A baseline that learns from labels.
pub(crate) trait SupervisedBaseline:
    Baseline<
    Config = SupervisedConfig<
        <Self as SupervisedBaseline>::Network,
        <Self as SupervisedBaseline>::Objective,
    >,
>
{
    /// Its layers and widths.
    type Network: Settings;
    /// What it minimises.
    type Objective: Settings;

    /// The training data.
    ///
    /// # Errors
    /// [`earsight::Error::NoSuchSeconds`] where the labels lack a class that it must distinguish.
    fn data(&self, model: &'static str, clips: LabelledClips) -> Result<Self::Data>;
}

/// Fits a system to the annotated clips.
pub(crate) fn fit<S: SupervisedBaseline>(
    fitting: &Fitting<'_>,
    annotations: &Annotations,
    observer: &mut dyn Observer,
) -> Fitted {
    let &Fitting { model, features, .. } = fitting;
    let mut config: S::Config = earsight::models::config(model, fitting.config)?;
    let mut clips = LabelledClips::of(model, features, annotations, &config.categories)?;
    config.categories = clips.categories.clone();
    let statistics = scaling::fit(&clips.paired.rows);
    clips.paired.scale(config.input, &statistics);
    let network: S = baseline::network(model, &config, features.spaces())?;
    clips.require_events(model)?;
    let data = network.data(model, clips)?;
    baseline::train(fitting, config, network, Some(statistics), &data, observer)
}
