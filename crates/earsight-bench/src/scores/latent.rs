//! The diagnostics of Fig. 3: how a model uses its latent, and how well both modalities share it.

use earsight::AudioVisualModel;
use earsight::latent_space::diagnose;
use earsight_core::{FeatureSet, Modality, PerModality};
use ndarray::{Axis, concatenate};

use super::Scores;
use crate::Result;

/// `active_units_…`, `kl_per_dim_…` for each modality, `modality_gap`, `foscttm`, `modality_accuracy`;
/// nothing for a model without a latent.
///
/// # Errors
/// Those of the model.
pub(crate) fn latent_scores(model: &dyn AudioVisualModel, features: &FeatureSet) -> Result<Scores> {
    let mut scores = Scores::default();
    let Some(latent) = model.latent() else { return Ok(scores) };
    let posteriors = PerModality::try_from_fn(|modality| {
        let rows: Vec<_> = features.paired().map(|(_, pair)| pair[modality].view()).collect();
        let step = rows.len().div_ceil(MOST_CLIPS).max(1);
        let selected: Vec<_> = rows.into_iter().step_by(step).collect();
        let rows = concatenate(Axis(0), &selected).expect("a feature set's rows are equally wide");
        latent.posterior(modality, rows.view())
    })?;
    let found = diagnose(&posteriors);
    for modality in Modality::ALL {
        scores.push(format!("active_units_{modality}"), found.active_units[modality] as f64);
        scores.push(format!("kl_per_dim_{modality}"), found.kl_per_dim[modality]);
    }
    scores.push("latent_dim", found.latent_dim as f64);
    scores.push("modality_gap", found.modality_gap);
    scores.push("foscttm", found.foscttm);
    scores.push("modality_accuracy", found.modality_accuracy);
    Ok(scores)
}

/// Clips that the diagnostics are computed on: every k-th, so that all classes are among them.
const MOST_CLIPS: usize = 100;
