//! Fitting a model on a library, with snapshots, so that an interruption costs seconds.

mod observer;
mod record;
mod snapshot;

use std::time::Instant;

use earsight::comparison::FittedComparison;
use earsight::evaluation::Partition;
use earsight::evaluation::leaks::{Part, Severity, examine};
use earsight::{AudioVisualModel, ConfigTable, ModelEntry};
use earsight_core::{Annotations, FeatureSet, PerModality};

use crate::{Monitor, OpenLibrary, Result, Stopped, checkpoint_name, count, fingerprint};
use observer::TrainingObserver;
pub use record::{ActiveUnits, TrainingIdentity, TrainingRecord};
use snapshot::Snapshot;

/// A fitted model and how it was trained.
pub struct Trained {
    /// The model, and how seconds are compared with it.
    pub model: FittedComparison,
    /// How it was trained.
    pub record: TrainingRecord,
    /// Whether it had been fitted before, on the same features with the same settings.
    pub was_there: bool,
}

/// The model to fit, and how.
pub struct Train {
    /// Its registry entry.
    pub entry: &'static ModelEntry,
    /// All its settings.
    pub config: ConfigTable,
    /// Seed of every random choice.
    pub seed: u64,
    /// Seconds between two snapshots that an interrupted training resumes from.
    pub snapshot_secs: f64,
}

/// Fits the model, resumes an interrupted fit, or loads the one that is there.
///
/// # Errors
/// Those of the model; [`crate::Error::Stopped`] after a snapshot was written.
pub fn train(library: &OpenLibrary, train: &Train, monitor: &dyn Monitor) -> Result<Trained> {
    let &Train { entry, ref config, seed, snapshot_secs } = train;
    let identity = TrainingIdentity {
        model: entry.name.to_owned(),
        config: config.clone(),
        seed,
        library: library.library.manifest().digest(),
    };
    if let Some(trained) = already_trained(library, &identity) {
        monitor.remark(&format!("trained: {} is there already", entry.name));
        return Ok(trained);
    }
    let features = library.library.feature_set()?;
    let recordings = library.find_recordings(&features)?;
    // A copy says nothing new.
    let distinct = recordings.distinct();
    let (features, recordings) = (features.subset(&distinct), recordings.among(&distinct));
    report_findings(&features, monitor);
    let models = library.models();
    let began = Instant::now();
    let interrupted = Snapshot::read(&models, entry.name);
    let n_resumed = interrupted.as_ref().map_or(0, |snapshot| snapshot.epochs.len());
    let mut observer =
        TrainingObserver::new(&models, entry.name, snapshot_secs, monitor, interrupted);
    let mut fitted = entry.fit_unsupervised(config, &features, seed, &mut observer);
    match &fitted {
        Err(earsight::Error::Checkpoint { .. }) if n_resumed > 0 => {
            monitor.remark(&format!(
                "the interrupted training of {} had other settings or clips; starting again",
                entry.name
            ));
            observer.restart();
            fitted = entry.fit_unsupervised(config, &features, seed, &mut observer);
        }
        _ if n_resumed > 0 => monitor.remark(&format!("resumed training after epoch {n_resumed}")),
        _ => {}
    }
    let epochs = observer.finish()?;
    let model = match fitted {
        Err(earsight::Error::Stopped { .. }) => return Err(Stopped.into()),
        fitted => fitted?,
    };
    let model = FittedComparison::fit(entry, model, &features, &recordings, seed)?;
    let bytes = model.checkpoint().to_bytes();
    let record = TrainingRecord {
        identity,
        fingerprint: fingerprint(&bytes),
        program: env!("CARGO_PKG_VERSION").to_owned(),
        secs: began.elapsed().as_secs_f64(),
        n_paired_clips: features.paired().count(),
        n_paired_secs: features.n_paired_segments(),
        epochs,
        active_units: active_units(&*model.model, &features)?,
    };
    models.publish(&checkpoint_name(entry.name), &bytes)?;
    record.publish(&models)?;
    Snapshot::remove(&models, entry.name)?;
    monitor.remark(&summary(&record));
    Ok(Trained { model, record, was_there: false })
}

/// Remarks on data that a model cannot learn from: silence, black frames, sound that is out of sync.
fn report_findings(features: &FeatureSet, monitor: &dyn Monitor) {
    let part = Part::new(Partition::Train, features, &Annotations::default(), |_| None);
    let found = examine(&[part]).findings;
    for finding in found.iter().filter(|finding| finding.severity > Severity::Note) {
        monitor.remark(finding.to_string().trim_end());
    }
}

/// The line for a finished training.
fn summary(record: &TrainingRecord) -> String {
    let TrainingRecord {
        identity, epochs, secs, n_paired_clips, n_paired_secs, active_units, ..
    } = record;
    let units = active_units.as_ref().map_or_else(String::new, |active| {
        let (units, of) = (active.units, active.latent_dim);
        format!(", active units {} audio, {} visual of {of}", units.audio, units.visual)
    });
    format!(
        "trained: {} on {}, {n_paired_secs} s, in {secs:.1} s ({}{units})",
        identity.model,
        count(*n_paired_clips, "clip"),
        count(epochs.len(), "epoch"),
    )
}

/// The fitted model, if it is there and a new fit would be the same.
fn already_trained(library: &OpenLibrary, identity: &TrainingIdentity) -> Option<Trained> {
    let record = TrainingRecord::read(&library.models(), &identity.model)
        .filter(|record| record.identity == *identity)?;
    let (model, fingerprint) = library.load(&identity.model).ok()?;
    (record.fingerprint == fingerprint).then_some(Trained { model, record, was_there: true })
}

/// Latent dimensions in use by each modality, and how many there are.
fn active_units(
    model: &dyn AudioVisualModel,
    features: &FeatureSet,
) -> Result<Option<ActiveUnits>> {
    let Some(latent) = model.latent() else { return Ok(None) };
    let mut latent_dim = 0;
    let units = PerModality::try_from_fn(|modality| {
        let rows: Vec<_> = features.paired().map(|(_, pair)| pair[modality].view()).collect();
        let rows = crate::stacked(&rows, features.spaces()[modality].dim);
        let posterior = latent.posterior(modality, rows.view())?;
        latent_dim = posterior.mean.ncols();
        earsight::Result::Ok(posterior.n_active_units())
    })?;
    Ok(Some(ActiveUnits { units, latent_dim }))
}
