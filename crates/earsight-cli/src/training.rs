//! Fitting a model on a library, so that an interruption costs seconds.

mod observer;
mod snapshot;

use std::time::Instant;

use anyhow::bail;
use earsight::AudioVisualModel;
use earsight_answers::{ActiveUnits, TrainingIdentity, TrainingRecord};
use earsight_bench::Partition;
use earsight_bench::leaks::{Limits, Part, Severity, examine};
use earsight_core::{Annotations, FeatureSet, PerModality};

use crate::args::ModelArgs;
use crate::library::{OpenLibrary, checkpoint_name, fingerprint};
use crate::stop::{StopFlag, Stopped};
use crate::terminal::Terminal;
use observer::TrainingObserver;
use snapshot::Snapshot;

/// A fitted model and how it came to be.
pub struct Trained {
    /// The model.
    pub model: Box<dyn AudioVisualModel>,
    /// Digest of its checkpoint.
    pub fingerprint: String,
    /// How it came to be.
    pub record: TrainingRecord,
    /// Whether it had been fitted before, on the same features with the same settings.
    pub was_there: bool,
}

/// Fits the model, goes on with an interrupted fit, or takes the one that is there.
///
/// # Errors
/// What the model refuses; [`Stopped`] after the state was kept.
pub fn train(
    library: &OpenLibrary,
    args: &ModelArgs,
    terminal: &Terminal,
    stop: &StopFlag,
) -> anyhow::Result<Trained> {
    let entry = earsight::models::entry(&args.choice.model)?;
    let config = args.choice.resolved()?;
    let identity = TrainingIdentity {
        model: entry.name.to_owned(),
        config: config.clone(),
        seed: args.seed,
        library: library.library.manifest().digest(),
    };
    if let Some(trained) = already_trained(library, &identity)? {
        return Ok(trained);
    }
    let features = library.library.feature_set()?;
    say_what_speaks_against(&features, terminal);
    let models = library.models();
    let began = Instant::now();
    let kept = Snapshot::read(&models, entry.name);
    let mut observer =
        TrainingObserver::new(&models, entry.name, args.snapshot_secs, terminal, stop);
    let n_kept = kept.as_ref().map_or(0, |snapshot| snapshot.epochs.len());
    if let Some(snapshot) = kept {
        observer.go_on_from(snapshot);
    }
    let mut fitted = entry.fit_unsupervised(&config, &features, args.seed, &mut observer);
    match &fitted {
        Err(earsight::Error::Checkpoint { .. }) if n_kept > 0 => {
            terminal.remark(format!(
                "the interrupted training of {} was another one; starting anew",
                entry.name
            ));
            observer.start_anew();
            fitted = entry.fit_unsupervised(&config, &features, args.seed, &mut observer);
        }
        _ if n_kept > 0 => terminal.remark(format!("went on with training after epoch {n_kept}")),
        _ => {}
    }
    let (epochs, kept) = observer.finish();
    kept?;
    let model = match fitted {
        Err(earsight::Error::Stopped { .. }) => return Err(Stopped.into()),
        fitted => fitted?,
    };
    let bytes = model.checkpoint().to_bytes();
    let fingerprint = fingerprint(&bytes);
    let record = TrainingRecord {
        version: TrainingRecord::VERSION,
        identity,
        fingerprint: fingerprint.clone(),
        program: env!("CARGO_PKG_VERSION").to_owned(),
        secs: began.elapsed().as_secs_f64(),
        n_paired_clips: features.paired().count(),
        n_paired_secs: features.n_paired_segments(),
        epochs,
        active_units: active_units(&*model, &features)?,
    };
    models.publish(&checkpoint_name(entry.name), &bytes)?;
    record.publish(&models)?;
    Snapshot::remove(&models, entry.name)?;
    Ok(Trained { model, fingerprint, record, was_there: false })
}

/// Before anything learns: silence, blackness, sound and picture that are shifted against each other.
fn say_what_speaks_against(features: &FeatureSet, terminal: &Terminal) {
    let part = Part::new(Partition::Train, features, &Annotations::default(), |_| None);
    let found = examine(&[part], &Limits::default(), 0).findings;
    for finding in found.iter().filter(|finding| finding.severity > Severity::Note) {
        terminal.remark(finding.to_string().trim_end());
    }
}

/// The fitted model, if it is there and a new fit would be the same.
fn already_trained(
    library: &OpenLibrary,
    identity: &TrainingIdentity,
) -> anyhow::Result<Option<Trained>> {
    let Some(record) = TrainingRecord::read(&library.models(), &identity.model) else {
        return Ok(None);
    };
    if record.identity != *identity {
        return Ok(None);
    }
    let bytes = library.models().read(&checkpoint_name(&identity.model));
    let fingerprint = bytes.as_ref().map(|bytes| fingerprint(bytes)).unwrap_or_default();
    if fingerprint != record.fingerprint {
        return Ok(None);
    }
    let Ok(fitted) = library.load(&identity.model) else { return Ok(None) };
    if fitted.name != identity.model {
        bail!("the library gave `{}` for `{}`", fitted.name, identity.model);
    }
    Ok(Some(Trained { model: fitted.model, fingerprint, record, was_there: true }))
}

/// Latent dimensions in use by each sense, and how many there are.
fn active_units(
    model: &dyn AudioVisualModel,
    features: &FeatureSet,
) -> anyhow::Result<Option<ActiveUnits>> {
    let Some(latent) = model.latent() else { return Ok(None) };
    let mut latent_dim = 0;
    let units = PerModality::try_from_fn(|modality| {
        let rows: Vec<_> = features.paired().map(|(_, pair)| pair[modality].view()).collect();
        let rows = ndarray::concatenate(ndarray::Axis(0), &rows)?;
        let posterior = latent.posterior(modality, rows.view())?;
        latent_dim = posterior.mean.ncols();
        anyhow::Ok(posterior.n_active_units())
    })?;
    Ok(Some(ActiveUnits { units, latent_dim }))
}
