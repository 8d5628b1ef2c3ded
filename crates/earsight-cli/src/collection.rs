//! A folder that is searched without being learned: its features are kept inside the library that asks.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use earsight_extract::ExtractOptions;
use earsight_store::ContentHash;

use crate::answer::Extracted;
use earsight_answers::options_of;

use crate::extraction::extract_into;
use crate::library::OpenLibrary;
use crate::stop::StopFlag;
use crate::terminal::Terminal;

/// Where a library keeps the features of such folders; whoever removes it loses time and nothing else.
const COLLECTIONS: &str = "collections";

/// Digits of a folder's digest that name its features: enough for a billion folders.
const N_DIGITS: usize = 16;

/// The files of a folder as features that a library's models understand; only what is new is decoded.
///
/// # Errors
/// What ends an extraction; [`crate::stop::Stopped`] after what is finished was kept.
pub fn open(
    folder: &Path,
    library: &OpenLibrary,
    n_threads: usize,
    terminal: &Terminal,
) -> anyhow::Result<(OpenLibrary, Extracted)> {
    // Whole paths, so that an editor finds the files from anywhere.
    let folder =
        folder.canonicalize().with_context(|| format!("cannot read {}", folder.display()))?;
    let stop = StopFlag::on_ctrl_c();
    let options = ExtractOptions { cancel: stop.shared(), ..options_of(library, n_threads)? };
    let (collection, extracted) =
        extract_into(place(&folder, library), &folder, &options, terminal)?;
    terminal.remark(extracted.line());
    Ok((collection, extracted))
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
