//! Adds concepts to a library that was made before they were stored.
//!
//! Pictures are not decoded: their concepts come from the stored features. Sound is decoded once more, as the network of
//! its concepts is another one than that of its features. The rows of finished files are kept in `upgrade/`, a library
//! of its own inside the library, until there are those of all files; then the library is rewritten as a whole.

mod ear;
mod listening;
mod pace;
mod sound_rows;
mod sources;

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use earsight_store::{FolderStorage, Library, LibraryWriter, Storage};

use crate::concepts::Concepts;
use crate::extract::backbone_records;
use crate::{ExtractEvent, ExtractOptions, Result, Upgraded};
use listening::Listening;
use sound_rows::SoundRows;

/// The rows of finished files, inside the library.
const FOLDER: &str = "upgrade";

/// Rewrites a library of an older format in the newest one, with the concepts of each second.
///
/// `options` name the library's backbones; `retry_skipped` is ignored.
/// A file whose sound cannot be decoded again keeps its features, and its sound has no evidence of concepts.
/// A library that is killed in the middle is as it was, and the next run resumes.
///
/// # Errors
/// Only errors that concern all files: no library, no ffmpeg, other backbones than the library's,
/// or a library that cannot be read or written.
pub fn upgrade(
    library: &Path,
    options: &ExtractOptions,
    observer: &mut dyn FnMut(ExtractEvent<'_>),
) -> Result<Upgraded> {
    let begun = Instant::now();
    // A writer would create a library where there is none, and drop the files of broken shards.
    drop(Library::open_folder(library)?);
    let storage: Arc<dyn Storage> = Arc::new(FolderStorage::new(library));
    let spaces = options.spaces()?;
    let mut writer = LibraryWriter::open(storage, backbone_records(&spaces))?.with_changes();
    let manifest = writer.manifest();
    let mut report = Upgraded {
        library: library.to_owned(),
        format_before: writer.format(),
        n_clips: manifest.clips().count(),
        n_secs: manifest.clips().map(|(_, content)| content.n_segments).sum(),
        ..Upgraded::default()
    };
    let concepts = match manifest.concepts {
        Some(_) => None,
        None => Concepts::of(options, 1)?,
    };
    if let Some(concepts) = concepts {
        let kept = library.join(FOLDER);
        let listening = Listening { options, concepts: &concepts, folder: &kept };
        listening.run(writer.manifest(), &mut report, observer)?;
        if !report.is_cancelled {
            let sound = SoundRows::open(&kept, &concepts)?;
            report.is_cancelled = !sound.add_to(&mut writer, &options.cancel)?;
        }
        report.gained_concepts = !report.is_cancelled;
    }
    if !report.is_cancelled {
        writer.renew_format();
        writer.flush()?;
        // What cannot be removed now is removed by the next run.
        let _ = fs::remove_dir_all(library.join(FOLDER));
    }
    report.is_cancelled &= options.cancel.load(Ordering::Relaxed);
    report.format = writer.format();
    report.has_concepts = writer.manifest().concepts.is_some();
    report.secs = begun.elapsed().as_secs_f64();
    Ok(report)
}
