//! Files that are in no library, as features like the library's.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use earsight_backbone::GivenWeights;
use earsight_core::{ClipFeatures, PerModality, Span};
use earsight_extract::{ExtractOptions, Extractor};

use crate::{Error, OpenLibrary, Result};

/// The environment variable that names weights which are not in the program, paths separated as in `PATH`.
pub const WEIGHTS_VARIABLE: &str = "EARSIGHT_WEIGHTS";

/// Features of a file that is in no library, or of some seconds of it, made by the library's backbones.
///
/// # Errors
/// What decoding says; that this program's backbones are not the library's.
pub fn features_of(
    file: &Path,
    window: Option<Span>,
    library: &OpenLibrary,
    n_threads: usize,
) -> Result<ClipFeatures> {
    Ok(extractor(library, n_threads)?.features_of(file, window)?)
}

/// What turns files into features as the library's are.
///
/// # Errors
/// As [`options_of`], and without ffmpeg.
pub fn extractor(library: &OpenLibrary, n_threads: usize) -> Result<Extractor> {
    Ok(Extractor::new(&options_of(library, n_threads)?)?)
}

/// How to make features that can be held against those of a library.
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

/// Weights that were brought, each for the modality that its network takes.
///
/// # Errors
/// When they cannot be read, or no network takes them.
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
