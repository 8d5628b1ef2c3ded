//! How seconds are compared: by what a model learned, and by concepts, which need no training.

mod concepts;
mod weights;

use earsight_core::{Distance, FeatureSet, Modality, Norm, Part, SecondRows};
use ndarray::{Array2, Axis, concatenate};
use serde::{Deserialize, Serialize};

use crate::evaluation::Recordings;
use crate::model::{AudioVisualModel, CrossModalGenerator, ModelEntry};
use crate::{Checkpoint, Error, Result};

pub use concepts::{CONTEXT_SECS, ConceptMeans, concept_directions, context_probabilities};
pub use weights::{PartWeights, WeightEvidence};

/// The name of the part that compares concepts.
pub const CONCEPT: &str = "concept";
/// The name of what changes within seconds add to a localization.
pub const CHANGE: &str = "change";

/// A fitted model, concepts, or both: rows to compare, and the distance between them.
pub struct Comparison<'a> {
    model: Option<&'a dyn AudioVisualModel>,
    concepts: Option<&'a ConceptMeans>,
    distance: Distance,
    retrieval_distance: Distance,
    change_weight: Option<f64>,
}

impl<'a> Comparison<'a> {
    /// By what a model learned alone, as the paper compares.
    pub fn by_model(model: &'a dyn AudioVisualModel) -> Self {
        Comparison {
            model: Some(model),
            concepts: None,
            distance: model.distance().clone(),
            retrieval_distance: model.retrieval_distance().clone(),
            change_weight: None,
        }
    }

    /// By concepts alone: nothing was learned.
    pub fn by_concepts(concepts: &'a ConceptMeans) -> Self {
        let distance = Distance { parts: vec![concept_part(0, concepts.n_concepts(), 1.0)] };
        Comparison {
            model: None,
            concepts: Some(concepts),
            retrieval_distance: distance.clone(),
            distance,
            change_weight: None,
        }
    }

    /// By what a model learned, by concepts where their means are given, and by changes; the parts have these weights.
    pub fn weighted(
        model: &'a dyn AudioVisualModel,
        concepts: Option<&'a ConceptMeans>,
        weights: &PartWeights,
    ) -> Self {
        let weighted = |learned: &Distance| {
            let mut distance = learned.clone();
            let start = learned.n_columns();
            let concepts = concepts.map(|means| concept_part(start, means.n_concepts(), 1.0));
            distance.parts.extend(concepts);
            for part in &mut distance.parts {
                part.weight *= weights.of(&part.name);
            }
            distance
        };
        Comparison {
            model: Some(model),
            concepts,
            distance: weighted(model.distance()),
            retrieval_distance: weighted(model.retrieval_distance()),
            change_weight: Some(f64::from(weights.change)),
        }
    }

    /// By those parts alone that are chosen.
    ///
    /// The columns are the same; other parts weigh nothing.
    #[must_use]
    pub fn choosing(mut self, is_chosen: impl Fn(&str) -> bool) -> Self {
        for distance in [&mut self.distance, &mut self.retrieval_distance] {
            for part in distance.parts.iter_mut().filter(|part| !is_chosen(&part.name)) {
                part.weight = 0.0;
            }
        }
        self.change_weight = self.change_weight.filter(|_| is_chosen(CHANGE));
        self
    }

    /// Consecutive seconds of one clip as rows to compare: the model's columns, then those of concepts.
    ///
    /// # Shapes
    /// - `seconds`: `[T, ·]` → `[T, E]`, `E = self.distance().n_columns()`
    ///
    /// # Errors
    /// Those of the model; [`Error::NoConcepts`] when concepts are compared and the seconds have none, or others.
    pub fn embed(&self, modality: Modality, seconds: SecondRows<'_>) -> Result<Array2<f32>> {
        let learned = self.model.map(|model| model.embed(modality, seconds.features));
        let concepts = self.concepts.map(|means| {
            let rows = seconds.concepts.ok_or(Error::NoConcepts { modality })?;
            means.directions(modality, rows)
        });
        match (learned.transpose()?, concepts.transpose()?) {
            (Some(learned), Some(concepts)) => {
                Ok(concatenate(Axis(1), &[learned.view(), concepts.view()])
                    .expect("both have a row for each second"))
            }
            (Some(rows), None) | (None, Some(rows)) => Ok(rows),
            (None, None) => unreachable!("every constructor gives a model or concepts"),
        }
    }

    /// The model, where it generates one modality from the other, and the means of concepts.
    pub(crate) fn generator(&self) -> Option<(&dyn CrossModalGenerator, Option<&ConceptMeans>)> {
        Some((self.model?.generator()?, self.concepts))
    }

    /// How rows are compared when a sequence is searched for a moment (§3.2). Smaller is closer.
    pub fn distance(&self) -> &Distance {
        &self.distance
    }

    /// The weight of the disagreement of changes in a second; `None` where changes are not compared.
    pub fn change_weight(&self) -> Option<f64> {
        self.change_weight
    }

    /// How rows are compared when a collection is searched (§3.3).
    pub fn retrieval_distance(&self) -> &Distance {
        &self.retrieval_distance
    }
}

/// How the parts of a fitted model's distance are weighted, and joined by others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PartEvidence {
    /// The weights of all parts.
    pub weights: PartWeights,
    /// What they were chosen on; `None` for the defaults.
    pub chosen_on: Option<WeightEvidence>,
    /// The mean concepts of the clips that it was fitted on, where their concepts are known.
    pub means: Option<ConceptMeans>,
}

/// A fitted model and how seconds are compared with it.
pub struct FittedComparison {
    /// The model.
    pub model: Box<dyn AudioVisualModel>,
    /// The weights of its parts; `None` for a system that compares as published.
    pub parts: Option<PartEvidence>,
}

impl FittedComparison {
    /// Of a model that was fitted on these features; means and weights are chosen on them too.
    ///
    /// # Errors
    /// Those of probabilistic CCA, whose folds the weights are chosen by.
    pub fn fit(
        entry: &ModelEntry,
        model: Box<dyn AudioVisualModel>,
        features: &FeatureSet,
        recordings: &Recordings,
        seed: u64,
    ) -> Result<Self> {
        if !entry.weighs_parts {
            return Ok(FittedComparison { model, parts: None });
        }
        let means = ConceptMeans::of(features);
        let (weights, chosen_on) =
            weights::choose_weights(features, recordings, means.as_ref(), seed)?;
        Ok(FittedComparison { model, parts: Some(PartEvidence { weights, chosen_on, means }) })
    }

    /// Of a model that was fitted on these features, with the default weights of its parts: nothing is chosen.
    pub fn by_default(
        model: Box<dyn AudioVisualModel>,
        features: &FeatureSet,
        recordings: &Recordings,
    ) -> Self {
        let weights = PartWeights::by_default(weights::n_recordings(features, recordings));
        let means = ConceptMeans::of(features);
        let parts = PartEvidence { weights, chosen_on: None, means };
        FittedComparison { model, parts: Some(parts) }
    }

    /// From a checkpoint and its model.
    pub fn loaded(model: Box<dyn AudioVisualModel>, checkpoint: Checkpoint) -> Self {
        FittedComparison { model, parts: checkpoint.parts }
    }

    /// How seconds are compared.
    pub fn comparison(&self) -> Comparison<'_> {
        match &self.parts {
            Some(PartEvidence { weights, means, .. }) => {
                Comparison::weighted(&*self.model, means.as_ref(), weights)
            }
            None => Comparison::by_model(&*self.model),
        }
    }

    /// Everything needed to load it again.
    pub fn checkpoint(&self) -> Checkpoint {
        Checkpoint { parts: self.parts.clone(), ..self.model.checkpoint() }
    }
}

fn concept_part(start: usize, n: usize, weight: f32) -> Part {
    Part { name: CONCEPT.into(), columns: start..start + n, weight, norm: Norm::Euclidean }
}
