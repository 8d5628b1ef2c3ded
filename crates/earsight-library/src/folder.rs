//! A folder that is searched without being learned: its features are cached inside the library that is queried.

mod search;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use earsight_extract::ExtractOptions;
use earsight_store::ContentHash;

use crate::{Error, Extracted, Monitor, OpenLibrary, Result, extract, options_of};
pub use search::{CONCEPTS_ALONE, FolderFit, SearchedFolder};

/// Cached features of such folders, inside a library; they can be removed at any time and are then extracted again.
pub(crate) const COLLECTIONS: &str = "collections";

/// Digits of a folder's digest that name its features: enough for a billion folders.
const N_DIGITS: usize = 16;

/// The files of a folder as features for a library's models; only new files are decoded.
///
/// # Errors
/// Those of [`extract`]; after [`Error::Stopped`] the finished files are cached.
pub fn open_folder(
    folder: &Path,
    library: &OpenLibrary,
    (n_threads, cancel): (usize, Arc<AtomicBool>),
    monitor: &dyn Monitor,
) -> Result<(OpenLibrary, Extracted)> {
    // Absolute paths, so that an editing program finds the files from any folder.
    let folder = folder
        .canonicalize()
        .map_err(|source| Error::Read { path: folder.display().to_string(), source })?;
    let options = ExtractOptions { cancel, ..options_of(library, n_threads)? };
    extract(&cache_of(&folder, library), &folder, &options, monitor)
}

/// The cache of a folder, one for each pair of backbones.
fn cache_of(folder: &Path, library: &OpenLibrary) -> PathBuf {
    let mut named = folder.as_os_str().as_encoded_bytes().to_vec();
    for (_, space) in library.library.spaces().iter() {
        named.push(0);
        named.extend(space.fingerprint.bytes());
    }
    let digest = ContentHash::of(named.as_slice()).expect("memory can be read").to_string();
    library.path.join(COLLECTIONS).join(&digest[..N_DIGITS])
}
