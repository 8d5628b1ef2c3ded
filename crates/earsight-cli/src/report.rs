//! Gathers what a library's report shows.

mod checks;
mod curves;
mod examples;
mod excerpts;
mod head;
mod latent;
pub use latent::latent_diagnostics;

use std::path::Path;

use earsight_report::Report;

use earsight_library::{SelfCheck, TrainingRecord, read_labels_of};

use crate::library::OpenLibrary;
use crate::published::publish;
use crate::terminal::Terminal;
use excerpts::Excerpts;

/// Writes the report of a fitted model and returns its length in bytes.
///
/// # Errors
/// When the library cannot be read or the file not be written.
pub fn write(
    library: &OpenLibrary,
    model: &str,
    labels: Option<&Path>,
    path: &Path,
    n_threads: usize,
    terminal: &Terminal,
) -> anyhow::Result<usize> {
    let progress = terminal.progress("reporting", 0);
    let fitted = library.fitted(model)?;
    let features = library.library.feature_set()?;
    let labels = labels.map(|path| read_labels_of(path, library.library.manifest())).transpose()?;
    let record = TrainingRecord::read(&library.models(), model);
    let check =
        record.as_ref().and_then(|record| SelfCheck::read(&library.models(), &record.identity));
    let score = check.as_ref().map(SelfCheck::score);
    let mut excerpts = Excerpts::new(library.library.manifest(), labels.as_ref(), n_threads);
    let mut report = Report {
        head: head::of(library, &features, model, record.as_ref(), score.as_ref()),
        self_checks: score.iter().flat_map(checks::of).collect(),
        training: record.as_ref().map(|record| curves::of(&record.epochs)),
        ..Report::default()
    };
    let scene = examples::Scene {
        library,
        features: &features,
        labels: labels.as_ref(),
        fitted: &fitted,
        shown: check.iter().flat_map(|check| &check.folds).flat_map(|fold| &fold.shown).collect(),
    };
    report.latent_space = latent::of(&features, &*fitted.model, record.as_ref())?;
    report.localizations = scene.localizations(&mut excerpts);
    report.retrievals = scene.retrievals(&mut excerpts)?;
    report.generations = scene.generations(&mut excerpts)?;
    let page = report.to_html();
    publish(path, page.as_bytes())?;
    drop(progress);
    Ok(page.len())
}
