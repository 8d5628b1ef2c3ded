//! Features of files outside a library, made by the library's backbones.

use std::path::PathBuf;
use std::sync::Arc;

use earsight_backbone::GivenWeights;
use earsight_core::PerModality;
use earsight_extract::{ExtractOptions, Extractor};

use crate::{Error, OpenLibrary, Result};

/// The environment variable with paths of weights that are not in the program, separated as in `PATH`.
pub const WEIGHTS_VARIABLE: &str = "EARSIGHT_WEIGHTS";

/// An extractor with the library's backbones.
///
/// # Errors
/// As [`options_of`], and without ffmpeg.
pub fn extractor(library: &OpenLibrary, n_threads: usize) -> Result<Extractor> {
    Ok(Extractor::new(&options_of(library, n_threads)?)?)
}

/// Options for features that can be compared with those of a library.
///
/// # Errors
/// That this program's backbones are not the library's, or lack their weights.
pub fn options_of(library: &OpenLibrary, n_threads: usize) -> Result<ExtractOptions> {
    let spaces = library.library.spaces();
    let named = std::env::var_os(WEIGHTS_VARIABLE).unwrap_or_default();
    let weights: Vec<PathBuf> =
        std::env::split_paths(&named).filter(|path| !path.as_os_str().is_empty()).collect();
    let options = ExtractOptions {
        backbones: spaces.as_ref().map(|space| space.backbone.clone()),
        weights: given_weights(&weights)?,
        threads: n_threads,
        ..ExtractOptions::default()
    };
    spaces.require(&options.spaces()?)?;
    Ok(options)
}

/// Weights from files, each for the modality of the backbone that takes it.
///
/// # Errors
/// When they cannot be read, or no backbone takes them.
pub fn given_weights(paths: &[PathBuf]) -> Result<PerModality<Option<Arc<GivenWeights>>>> {
    let mut weights = PerModality::<Option<Arc<GivenWeights>>>::default();
    for path in paths {
        let given = GivenWeights::open(path)?;
        let Some(modality) = given.modality() else {
            return Err(Error::ForeignWeights { path: path.display().to_string() });
        };
        weights[modality] = Some(Arc::new(given));
    }
    Ok(weights)
}
