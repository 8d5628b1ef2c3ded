//! The contents of a library whose sound is decoded once more, and the files that may hold them.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use earsight_core::ClipId;
use earsight_store::{ContentHash, Manifest, Outcome};

use crate::cancellable::Cancellable;
use crate::error::one_line;

/// A content with sound.
pub(super) struct Source {
    pub(super) content: ContentHash,
    pub(super) n_segments: usize,
    /// Files that had this content when the library last saw them; at least one.
    pub(super) files: Vec<(ClipId, PathBuf)>,
}

/// The contents with sound that a file of the collection has.
pub(super) fn sources(manifest: &Manifest) -> Vec<Source> {
    let mut files: BTreeMap<ContentHash, Vec<(ClipId, PathBuf)>> = BTreeMap::new();
    for (clip, file) in &manifest.files {
        let known = files.entry(file.content).or_default();
        known.push((clip.clone(), PathBuf::from(&file.source)));
    }
    let of = |(content, files)| {
        let record = manifest.contents.get(&content).and_then(Outcome::features)?;
        let n_segments = record.n_segments;
        record.has.audio.then_some(Source { content, n_segments, files })
    };
    files.into_iter().filter_map(of).collect()
}

impl Source {
    /// The name of its rows.
    pub(super) fn id(&self) -> ClipId {
        id_of(self.content)
    }

    /// The first of its files that still has this content.
    ///
    /// # Errors
    /// Why none has, in one line.
    pub(super) fn unchanged_file(&self, cancel: &AtomicBool) -> Result<&PathBuf, String> {
        let mut reason = None;
        for (_, path) in &self.files {
            let hash =
                File::open(path).and_then(|bytes| ContentHash::of(Cancellable { bytes, cancel }));
            let why = match hash {
                Ok(content) if content == self.content => return Ok(path),
                Ok(_) => "it is no longer the file that was extracted".to_owned(),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                    format!("it is no longer at {}", path.display())
                }
                Err(error) => one_line(&error, path),
            };
            reason.get_or_insert(why);
        }
        Err(reason.unwrap_or_default())
    }
}

/// The name of the rows of a content.
pub(super) fn id_of(content: ContentHash) -> ClipId {
    ClipId::new(content.to_string())
}
