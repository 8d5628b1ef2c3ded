//! The self-check of a fitted model: what it found on clips that it had not seen.
//!
//! The clips are split into folds. For each fold the model, and linear CCA beside it, learn from the other folds and
//! are evaluated on this one. The record is kept beside the model; its scores are what a person sees.

mod fold_record;
mod score;

use earsight_core::{Annotations, Modality};
use earsight_store::Models;
use serde::{Deserialize, Serialize};

use crate::TrainingIdentity;
pub use fold_record::{EventRecord, FoldRecord, MethodRecord, OwnMomentsRecord, ShownRecord};
pub use score::{FindingMoments, Localizing, Method, Retrieving, Score};

/// The label-free baseline that stands beside the model.
pub const BASELINE: &str = "cca";

/// Version of the layout of the record.
const VERSION: u32 = 3;

/// What decides every number of a self-check.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CheckIdentity {
    /// What is fitted on each fold.
    pub training: TrainingIdentity,
    /// Cross-validation folds.
    pub n_folds: usize,
    /// Labels of the clips, if any were given.
    pub labels: Option<Annotations>,
}

/// A self-check as far as it got.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SelfCheck {
    version: u32,
    /// What decides its numbers.
    pub identity: CheckIdentity,
    /// Folds that are done, in order.
    pub folds: Vec<FoldRecord>,
}

impl SelfCheck {
    /// The finished self-check of a fitted model, if there is one.
    pub fn read(models: &Models, training: &TrainingIdentity) -> Option<Self> {
        let check = read(models, &training.model)?;
        let fits =
            check.identity.training == *training && check.folds.len() == check.identity.n_folds;
        fits.then_some(check)
    }

    /// The self-check of that identity as far as it got; without folds where none was begun.
    pub fn resume(models: &Models, identity: CheckIdentity) -> Self {
        read(models, &identity.training.model)
            .filter(|check| check.identity == identity)
            .unwrap_or_else(|| SelfCheck { version: VERSION, identity, folds: Vec::new() })
    }

    /// Keeps the record beside its model.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn publish(&self, models: &Models) -> earsight_store::Result<()> {
        let json = serde_json::to_vec(self).expect("plain values are always JSON");
        models.publish(&file_name(&self.identity.training.model), &json)
    }

    /// For each sense of the query the first moment that was found exactly and the first that was missed.
    pub fn hits_and_misses(&self) -> Vec<&ShownRecord> {
        let all = || self.folds.iter().flat_map(|fold| &fold.shown);
        let is_hit = |moment: &ShownRecord| moment.best_starts == [moment.truth.start];
        let is_miss = |moment: &ShownRecord| !moment.best_starts.contains(&moment.truth.start);
        let of_sense = |from: Modality| {
            let moments = || all().filter(move |moment| moment.from == from);
            [moments().find(|moment| is_hit(moment)), moments().find(|moment| is_miss(moment))]
        };
        Modality::ALL.into_iter().flat_map(of_sense).flatten().collect()
    }
}

fn read(models: &Models, model: &str) -> Option<SelfCheck> {
    let bytes = models.read(&file_name(model)).ok()?;
    serde_json::from_slice::<SelfCheck>(&bytes).ok().filter(|check| check.version == VERSION)
}

fn file_name(model: &str) -> String {
    format!("{model}.self-check.json")
}
