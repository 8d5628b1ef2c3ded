//! Determines which files may be copies of others, without opening them.

use std::collections::HashSet;

use earsight_store::Manifest;

use crate::Collection;

/// Lengths of files that may be copies.
#[derive(Debug, Default)]
pub(crate) struct Lengths {
    /// Lengths of several files of the collection, or of a file that the library knows.
    shared: HashSet<u64>,
    /// Whether the library has contents of unknown length, as none of their files is left.
    has_unknown: bool,
}

impl Lengths {
    /// The lengths of a collection's files, and of those in the library when it was opened.
    pub(crate) fn new(collection: &Collection, manifest: &Manifest) -> Self {
        let (mut seen, mut shared) = (HashSet::new(), HashSet::new());
        shared.extend(manifest.files.values().map(|file| file.n_bytes));
        for file in &collection.files {
            if !seen.insert(file.n_bytes) {
                shared.insert(file.n_bytes);
            }
        }
        let with_file: HashSet<_> = manifest.files.values().map(|file| file.content).collect();
        let has_unknown = manifest.contents.keys().any(|content| !with_file.contains(content));
        Lengths { shared, has_unknown }
    }

    /// Whether a file of that length may be a copy of another one, or of a content in the library.
    pub(crate) fn may_be_copy(&self, n_bytes: u64) -> bool {
        self.has_unknown || self.shared.contains(&n_bytes)
    }
}
