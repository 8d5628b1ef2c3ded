//! Extraction of a folder, as the arguments say.

use earsight_core::PerModality;
use earsight_extract::ExtractOptions;
use earsight_library::{ExtractReport, OpenLibrary, given_weights};

use crate::args::{CollectionArgs, ExtractionArgs};
use crate::library::default_path;
use crate::stop;
use crate::terminal::Terminal;

/// Extracts the new files of a folder; Ctrl-C stops it.
///
/// # Errors
/// As [`earsight_library::extract`].
pub fn extract(
    collection: &CollectionArgs,
    networks: &ExtractionArgs,
    n_threads: usize,
    terminal: &Terminal,
) -> anyhow::Result<(OpenLibrary, ExtractReport)> {
    let folder = &collection.folder;
    let path = match &collection.library {
        Some(path) => path.clone(),
        None => default_path(folder)?,
    };
    let options = ExtractOptions {
        backbones: PerModality { audio: networks.audio.clone(), visual: networks.visual.clone() },
        weights: given_weights(&networks.weights)?,
        threads: n_threads,
        retry_skipped: networks.retry_skipped,
        cancel: stop::flag(),
        ..ExtractOptions::default()
    };
    stop::request_on_ctrl_c();
    Ok(earsight_library::extract(&path, folder, &options, terminal)?)
}
