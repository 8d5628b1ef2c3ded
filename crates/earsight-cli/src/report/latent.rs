//! Fig. 3: where both senses put the same seconds, before and after training.

use earsight::latent_space::{Diagnostics, TsneConfig, diagnose, project};
use earsight::models::resolve;
use earsight::{AudioVisualModel, Posterior};
use earsight_core::{FeatureSet, Modality, Moment, PerModality};
use earsight_report::{LatentDiagnostics, LatentPanel, LatentPoint, LatentSpace};
use ndarray::{Array2, Axis, concatenate};
use serde_json::json;

use earsight_library::TrainingRecord;

/// Seconds that are shown: every pair costs time in each step of the projection.
const MOST_SECS: usize = 300;

/// Seconds that are both heard and seen, spread evenly over the collection.
struct Sample {
    moments: Vec<Moment>,
    rows: PerModality<Array2<f32>>,
}

/// The panels; nothing for a model without a latent space.
pub fn of(
    features: &FeatureSet,
    model: &dyn AudioVisualModel,
    record: Option<&TrainingRecord>,
) -> anyhow::Result<Option<LatentSpace>> {
    let sample = sample(features)?;
    if model.latent().is_none() || sample.moments.len() < 2 {
        return Ok(None);
    }
    let config = TsneConfig::default();
    let before = record.and_then(|record| untrained(features, record));
    let before = before.as_deref().map(|model| ("Before training", model));
    let shown = before.into_iter().chain([("After training", model)]);
    let (sample, config) = (&sample, &config);
    let panels = std::thread::scope(|scope| {
        let drawn: Vec<_> = shown
            .map(|(title, model)| scope.spawn(move || panel(title, model, sample, config)))
            .collect();
        let panels = drawn.into_iter().map(|panel| panel.join().expect("a panel does not panic"));
        panels.collect::<anyhow::Result<Vec<_>>>()
    })?;
    let panels = panels.into_iter().flatten().collect();
    let projection = format!(
        "t-SNE, perplexity {}, {} steps, started from the first two principal directions, \
         both senses together, {} seconds spread over the collection",
        config.perplexity,
        config.n_iterations,
        sample.moments.len()
    );
    Ok(Some(LatentSpace { projection, panels }))
}

/// The same model from the same seed with no step of training, if it can be had.
fn untrained(features: &FeatureSet, record: &TrainingRecord) -> Option<Box<dyn AudioVisualModel>> {
    let entry = earsight_baselines::REGISTRY.entry(&record.identity.model).ok()?;
    let none = json!({ "training": { "epochs": 0 } });
    let config = resolve(record.identity.config.clone(), &none);
    entry.fit_unsupervised(&config, features, record.identity.seed, &mut ()).ok()
}

fn sample(features: &FeatureSet) -> anyhow::Result<Sample> {
    let n_secs = features.n_paired_segments();
    let step = n_secs.div_ceil(MOST_SECS).max(1);
    let mut moments = Vec::new();
    let mut kept = Vec::new();
    let mut views = PerModality { audio: Vec::new(), visual: Vec::new() };
    let mut n_before = 0;
    for (place, pair) in features.paired() {
        let clip = &features.clips()[place].id;
        for segment in 0..pair.audio.nrows() {
            if (n_before + segment).is_multiple_of(step) {
                kept.push(n_before + segment);
                moments.push(Moment { clip: clip.clone(), segment });
            }
        }
        n_before += pair.audio.nrows();
        for modality in Modality::ALL {
            views[modality].push(pair[modality].view());
        }
    }
    if moments.is_empty() {
        return Ok(Sample { moments, rows: PerModality::default() });
    }
    let rows = PerModality::try_from_fn(|modality| {
        concatenate(Axis(0), &views[modality]).map(|rows| rows.select(Axis(0), &kept))
    })?;
    Ok(Sample { moments, rows })
}

fn panel(
    title: &str,
    model: &dyn AudioVisualModel,
    sample: &Sample,
    config: &TsneConfig,
) -> anyhow::Result<Option<LatentPanel>> {
    let Some(latent) = model.latent() else { return Ok(None) };
    let posteriors: PerModality<Posterior> = PerModality::try_from_fn(|modality| {
        latent.posterior(modality, sample.rows[modality].view())
    })?;
    let found = diagnose(&posteriors);
    let plane = project(posteriors.as_ref().map(|posterior| posterior.mean.view()), config);
    let points = Modality::ALL.into_iter().flat_map(|modality| {
        let positions = plane[modality].rows().into_iter();
        let positions: Vec<_> =
            positions.map(|row| [f64::from(row[0]), f64::from(row[1])]).collect();
        positions.into_iter().zip(&sample.moments).map(move |(position, moment)| LatentPoint {
            modality,
            moment: moment.clone(),
            position,
        })
    });
    Ok(Some(LatentPanel {
        title: title.to_owned(),
        points: points.collect(),
        diagnostics: latent_diagnostics(&found),
    }))
}

/// The numbers under a panel.
pub fn latent_diagnostics(found: &Diagnostics) -> LatentDiagnostics {
    LatentDiagnostics {
        modality_gap: Some(found.modality_gap),
        foscttm: Some(found.foscttm),
        modality_accuracy: Some(found.modality_accuracy),
        active_units: Some(found.active_units),
        n_latents: Some(found.latent_dim),
        kl_per_latent_nats: Some(found.kl_per_dim),
    }
}
