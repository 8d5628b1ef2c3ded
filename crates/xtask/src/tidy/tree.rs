//! The text files of the tree.

use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::Error;

/// One text file.
pub(super) struct TextFile {
    /// Relative to the root.
    pub(super) path: PathBuf,
    pub(super) text: String,
}

/// Every text file of the tree, by path.
pub(super) struct Tree {
    pub(super) files: Vec<TextFile>,
}

/// Folders that builds and demos make, and git's own.
const NOT_OURS: &[&str] = &[".git", "target", "demo", "web/node_modules", "web/screenshots-out"];

impl Tree {
    pub(super) fn read(root: &Path) -> Result<Self, Error> {
        let is_ours = |entry: &DirEntry| {
            let path = entry.path().strip_prefix(root).unwrap_or(entry.path());
            !NOT_OURS.iter().any(|folder| path == Path::new(folder))
        };
        let mut files = Vec::new();
        let walk = WalkDir::new(root).sort_by_file_name().into_iter();
        for entry in walk.filter_entry(is_ours) {
            let entry = entry.map_err(|error| {
                let path = error.path().unwrap_or(root).to_owned();
                Error::Read { source: error.into(), path }
            })?;
            if !entry.file_type().is_file() {
                continue;
            }
            let path = entry.path().to_owned();
            let bytes = std::fs::read(&path)
                .map_err(|source| Error::Read { source, path: path.clone() })?;
            // What is not text is weights, goldens and pictures.
            if let Ok(text) = String::from_utf8(bytes) {
                let path = path.strip_prefix(root).unwrap_or(&path).to_owned();
                files.push(TextFile { path, text });
            }
        }
        Ok(Tree { files })
    }

    /// Files of that ending.
    pub(super) fn with_extension(&self, extension: &str) -> impl Iterator<Item = &TextFile> {
        self.files.iter().filter(move |file| file.path.extension().is_some_and(|e| e == extension))
    }

    /// The text of a file, empty when it is not there.
    pub(super) fn text(&self, path: &str) -> &str {
        let found = self.files.iter().find(|file| file.path == Path::new(path));
        found.map_or("", |file| &file.text)
    }
}
