//! The public interface of a model: plain numbers in, plain numbers out.

use earsight_core::{
    Annotations, Category, Distance, FeatureSet, FeatureSpace, Modality, PerModality,
};
use ndarray::{Array1, Array2, ArrayView2};

use crate::training::observer::Observer;
use crate::{Checkpoint, Error, Posterior, Result};

/// A model's settings as a table, in which single settings can be overridden.
pub type ConfigTable = serde_json::Value;

/// A fitted model. There is no type for an unfitted one, so none can be used by mistake.
pub trait AudioVisualModel: Send + Sync {
    /// The feature spaces that it was fitted on.
    fn spaces(&self) -> &PerModality<FeatureSpace>;

    /// Consecutive seconds of one clip as rows to compare.
    ///
    /// # Shapes
    /// - `features`: `[T, D]` → `[T, E]`, `E = self.distance().n_columns()`
    ///
    /// # Errors
    /// [`Error::FeatureDim`] when the rows have another width than the model was fitted on.
    fn embed(&self, modality: Modality, features: ArrayView2<'_, f32>) -> Result<Array2<f32>>;

    /// How embedded rows are compared when a sequence is searched for a moment (§3.2). Smaller is closer.
    fn distance(&self) -> &Distance;

    /// How embedded rows are compared when a collection is searched (§3.3); the reference code differs there.
    fn retrieval_distance(&self) -> &Distance {
        self.distance()
    }

    /// The model as a generator, if it can generate.
    fn generator(&self) -> Option<&dyn CrossModalGenerator> {
        None
    }

    /// The model's latent space, if it has one.
    fn latent(&self) -> Option<&dyn LatentModel> {
        None
    }

    /// The model as a classifier of events in each second, if it learned that from labels.
    fn event_classifier(&self) -> Option<&dyn EventClassifier> {
        None
    }

    /// The model as a classifier of audio–visual correspondence, if it learned that.
    fn correspondence(&self) -> Option<&dyn CorrespondenceModel> {
        None
    }

    /// Everything needed to load it again.
    fn checkpoint(&self) -> Checkpoint;
}

/// A model that can generate one modality from the other: MS-VAE.
pub trait CrossModalGenerator: LatentModel {
    /// The pair of features that latents decode to, `E[x|z]`, in the units of the backbones' features.
    ///
    /// # Shapes
    /// - `latent`: `[N, Z]` → `[N, D_a]` and `[N, D_v]`
    ///
    /// # Errors
    /// [`Error::LatentDim`] when the rows have another width than the latent.
    fn decode(&self, latent: ArrayView2<'_, f32>) -> Result<PerModality<Array2<f32>>>;

    /// Features with mean 0 and spread 1 in each column over the seconds that the model was fitted on: how real and
    /// generated ones are compared.
    ///
    /// # Shapes
    /// - `features`: `[N, D]` → `[N, D]`
    ///
    /// # Errors
    /// [`Error::FeatureDim`] when the rows have another width than the model was fitted on.
    fn standardize(&self, modality: Modality, features: ArrayView2<'_, f32>)
    -> Result<Array2<f32>>;

    /// The pair of features generated from rows of one modality: the decoded mean of their posterior.
    ///
    /// # Shapes
    /// - `features`: `[N, D_from]` → `[N, D_a]` and `[N, D_v]`
    ///
    /// # Errors
    /// [`Error::FeatureDim`] when the rows have another width than the model was fitted on.
    fn generate(
        &self,
        from: Modality,
        features: ArrayView2<'_, f32>,
    ) -> Result<PerModality<Array2<f32>>> {
        self.decode(self.posterior(from, features)?.mean.view())
    }
}

/// A model with a Gaussian latent.
pub trait LatentModel {
    /// `q(z|x)` of each row.
    ///
    /// # Shapes
    /// - `features`: `[N, D]` → `[N, Z]` twice
    ///
    /// # Errors
    /// [`Error::FeatureDim`] when the rows have another width than the model was fitted on.
    fn posterior(&self, modality: Modality, features: ArrayView2<'_, f32>) -> Result<Posterior>;
}

/// A model that localizes events: for each second of a clip, which category it is or that it is background
/// (Tian et al. 2018; SPEC §5.2).
pub trait EventClassifier {
    /// The categories, in the order of the columns of [`EventClassifier::classify`].
    fn categories(&self) -> &[Category];

    /// Probability of each category, and of background in the last column; rows sum to 1.
    /// The predicted class of a second is its largest column.
    ///
    /// # Shapes
    /// - `features`: all seconds of one clip, `[T, D]` each → `[T, C + 1]`
    ///
    /// # Errors
    /// [`Error::FeatureDim`] when rows have another width than the model was fitted on,
    /// [`Error::SegmentCount`] when the modalities have different numbers of seconds.
    fn classify(&self, features: PerModality<ArrayView2<'_, f32>>) -> Result<Array2<f32>>;
}

/// A model of whether a sound and a picture correspond (Arandjelović & Zisserman 2017; SPEC §8).
pub trait CorrespondenceModel {
    /// Probability that row i of one modality belongs with row i of the other, 0..=1.
    ///
    /// # Shapes
    /// - `features`: `[N, D]` each → `[N]`
    ///
    /// # Errors
    /// [`Error::FeatureDim`] when rows have another width than the model was fitted on,
    /// [`Error::SegmentCount`] when the modalities have different numbers of rows.
    fn probability(&self, features: PerModality<ArrayView2<'_, f32>>) -> Result<Array1<f32>>;
}

/// The kind of input rows of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reads {
    /// Features of any backbone, of any width.
    Features,
    /// The second itself, flattened: a picture's pixels and a log-spectrogram, of the widths in its config.
    RawSeconds,
}

/// One line of the registry.
pub struct ModelEntry {
    /// On the command line and in files.
    pub name: &'static str,
    /// Where it comes from.
    pub paper: &'static str,
    /// What it is, in a line.
    pub summary: &'static str,
    /// Its kind of input.
    pub reads: Reads,
    /// Whether the parts of its distance are weighted by held-out evidence, and joined by concepts and changes where
    /// these are known. Other systems compare as published.
    pub weighs_parts: bool,
    /// Its settings, to be overridden.
    pub default_config: fn() -> ConfigTable,
    /// How it learns.
    pub fit: Fit,
    /// How it is loaded from a file.
    pub load: fn(&Checkpoint) -> Result<Box<dyn AudioVisualModel>>,
}

/// The arguments of every fit: what to fit, on which features, with which seed. It holds no labels.
pub struct Fitting<'a> {
    /// Registry name, for messages and the checkpoint; several entries may share one fit.
    pub model: &'static str,
    /// All settings.
    pub config: &'a ConfigTable,
    /// Training data.
    pub features: &'a FeatureSet,
    /// Seed of every random choice.
    pub seed: u64,
}

/// The result of a fit.
pub type Fitted = Result<Box<dyn AudioVisualModel>>;

/// How a model learns; a function that must not use labels has no argument for them.
#[derive(Clone, Copy)]
pub enum Fit {
    /// Label-free; the features include unmarked background seconds.
    Unsupervised(fn(&Fitting<'_>, &mut dyn Observer) -> Fitted),
    /// With labels, for the baselines of Table 1 that need them.
    Supervised(fn(&Fitting<'_>, &Annotations, &mut dyn Observer) -> Fitted),
}

impl ModelEntry {
    /// Its name in printed tables, marked where it is our reading of a paper.
    pub fn label(&self) -> String {
        match self.paper.ends_with("our reading") {
            true => format!("{} (our reading)", self.name),
            false => self.name.to_owned(),
        }
    }

    /// Whether it learns from labels.
    pub fn is_supervised(&self) -> bool {
        matches!(self.fit, Fit::Supervised(_))
    }

    /// Fits without labels.
    ///
    /// # Errors
    /// [`Error::NeedsLabels`] for a supervised model, and those of the model.
    pub fn fit_unsupervised(
        &self,
        config: &ConfigTable,
        features: &FeatureSet,
        seed: u64,
        observer: &mut dyn Observer,
    ) -> Fitted {
        match self.fit {
            Fit::Unsupervised(fit) => {
                fit(&Fitting { model: self.name, config, features, seed }, observer)
            }
            Fit::Supervised(_) => Err(Error::NeedsLabels { model: self.name }),
        }
    }

    /// Fits with labels where the model needs them; other models do not receive them.
    ///
    /// # Errors
    /// Those of the model.
    pub fn fit_with_labels(
        &self,
        config: &ConfigTable,
        features: &FeatureSet,
        annotations: &Annotations,
        seed: u64,
        observer: &mut dyn Observer,
    ) -> Fitted {
        match self.fit {
            Fit::Unsupervised(_) => self.fit_unsupervised(config, features, seed, observer),
            Fit::Supervised(fit) => {
                let fitting = Fitting { model: self.name, config, features, seed };
                fit(&fitting, annotations, observer)
            }
        }
    }
}

/// Checks the width of rows.
///
/// # Errors
/// [`Error::FeatureDim`].
pub fn check_dim(
    spaces: &PerModality<FeatureSpace>,
    modality: Modality,
    features: ArrayView2<'_, f32>,
) -> Result<()> {
    let (expected, found) = (spaces[modality].dim, features.ncols());
    if expected == found { Ok(()) } else { Err(Error::FeatureDim { modality, expected, found }) }
}
