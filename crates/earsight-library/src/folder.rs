//! A folder that is searched without being learned: its features are kept inside the library that is queried.

mod search;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use earsight_extract::ExtractOptions;
use earsight_store::ContentHash;

use crate::extraction::{Extracted, extract};
use crate::{Error, Monitor, OpenLibrary, Result, options_of};
pub use search::{FolderFit, SearchedFolder};

/// Where a library keeps the features of such folders; whoever removes it loses time and nothing else.
const COLLECTIONS: &str = "collections";

/// Digits of a folder's digest that name its features: enough for a billion folders.
const N_DIGITS: usize = 16;

/// The files of a folder as features that a library's models understand; only what is new is decoded.
///
/// # Errors
/// What ends an extraction; [`Error::Stopped`] after what is finished was kept.
pub fn open_folder(
    folder: &Path,
    library: &OpenLibrary,
    (n_threads, cancel): (usize, Arc<AtomicBool>),
    monitor: &dyn Monitor,
) -> Result<(OpenLibrary, Extracted)> {
    // Whole paths, so that an editor finds the files from anywhere.
    let folder = folder
        .canonicalize()
        .map_err(|source| Error::Read { path: folder.display().to_string(), source })?;
    let options = ExtractOptions { cancel, ..options_of(library, n_threads)? };
    extract(place(&folder, library), &folder, &options, monitor)
}

/// One place for each folder and each pair of backbones.
fn place(folder: &Path, library: &OpenLibrary) -> PathBuf {
    let mut named = folder.as_os_str().as_encoded_bytes().to_vec();
    for (_, space) in library.library.spaces().iter() {
        named.push(0);
        named.extend(space.fingerprint.bytes());
    }
    let digest = ContentHash::of(named.as_slice()).expect("memory can be read").to_string();
    library.path.join(COLLECTIONS).join(&digest[..N_DIGITS])
}
