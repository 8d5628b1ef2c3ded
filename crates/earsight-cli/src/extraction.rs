//! What was typed about a folder, as an extraction.

use earsight_core::PerModality;
use earsight_extract::ExtractOptions;
use earsight_library::{Extracted, OpenLibrary, given_weights};

use crate::args::{CollectionArgs, ExtractionArgs};
use crate::following::Following;
use crate::library::default_path;
use crate::stop::StopFlag;
use crate::terminal::Terminal;

/// Turns what is new in a folder into features.
///
/// # Errors
/// As [`earsight_library::extract`].
pub fn extract(
    collection: &CollectionArgs,
    networks: &ExtractionArgs,
    n_threads: usize,
    terminal: &Terminal,
    stop: &StopFlag,
) -> anyhow::Result<(OpenLibrary, Extracted)> {
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
        cancel: stop.shared(),
        ..ExtractOptions::default()
    };
    let following = Following { terminal, stop };
    Ok(earsight_library::extract(path, folder, &options, &following)?)
}
