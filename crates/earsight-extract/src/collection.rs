//! The files of a folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use earsight_core::ClipId;
use earsight_media::is_media_path;
use walkdir::{DirEntry, WalkDir};

use crate::error::one_line;
use crate::{Error, Result, SkippedFile};

/// One file that is media by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaFile {
    /// Its name in the collection.
    pub clip: ClipId,
    /// Its absolute path: a library is queried from other folders than it was created from.
    pub path: PathBuf,
    /// Its length.
    pub n_bytes: u64,
    /// When it was last changed, in nanoseconds since 1970, if the system reports it.
    pub modified_ns: Option<u64>,
}

/// The files of a folder, by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collection {
    /// Files that are media by their name.
    pub files: Vec<MediaFile>,
    /// Files and folders that cannot be read.
    pub unreadable: Vec<SkippedFile>,
    /// Files that are not media by their name.
    pub n_ignored: usize,
}

impl Collection {
    /// Scans a folder and its subfolders, or takes a single file.
    ///
    /// Links are followed, loops of links are not; hidden files and folders are left out,
    /// and so is the library, if it is inside.
    ///
    /// # Errors
    /// [`Error::Folder`] when the folder itself cannot be read.
    pub fn scan(folder: &Path, library: &Path) -> Result<Self> {
        let unreadable = |source| Error::Folder { source, path: folder.to_owned() };
        // An error when there is no such folder.
        let is_folder = fs::metadata(folder).map_err(unreadable)?.is_dir();
        if is_folder {
            fs::read_dir(folder).map_err(unreadable)?;
        }
        let library = fs::canonicalize(library).ok();
        let is_wanted = |entry: &DirEntry| {
            let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
            let is_library = || {
                entry.file_type().is_dir()
                    && library.is_some()
                    && fs::canonicalize(entry.path()).ok() == library
            };
            entry.depth() == 0 || !(is_hidden || is_library())
        };
        let mut collection = Collection { files: vec![], unreadable: vec![], n_ignored: 0 };
        let walk = WalkDir::new(folder).follow_links(true).sort_by_file_name();
        for entry in walk.into_iter().filter_entry(is_wanted) {
            match entry {
                Ok(entry) if entry.file_type().is_dir() => {}
                Ok(entry) if is_media_path(entry.path()) => collection.add(folder, &entry),
                Ok(_) => collection.n_ignored += 1,
                // A link back to a folder above, which is being scanned.
                Err(error) if error.loop_ancestor().is_some() => {}
                Err(error) => {
                    let path = error.path().unwrap_or(folder).to_owned();
                    // A dangling link to a file that is not media.
                    if path.extension().is_some() && !is_media_path(&path) {
                        collection.n_ignored += 1;
                        continue;
                    }
                    collection.leave_out(folder, &path, one_line(&error, &path));
                }
            }
        }
        Ok(collection)
    }

    fn add(&mut self, folder: &Path, entry: &DirEntry) {
        let path = entry.path();
        let Some(clip) = clip_id(folder, path) else {
            return self.leave_out(folder, path, "its name is not UTF-8".into());
        };
        match entry.metadata() {
            Ok(facts) => self.files.push(MediaFile {
                clip,
                path: std::path::absolute(path).unwrap_or_else(|_| path.to_owned()),
                n_bytes: facts.len(),
                modified_ns: modified_ns(&facts),
            }),
            Err(error) => self.leave_out(folder, path, one_line(&error, path)),
        }
    }

    fn leave_out(&mut self, folder: &Path, path: &Path, reason: String) {
        let file = clip_id(folder, path).map_or_else(
            || path.strip_prefix(folder).unwrap_or(path).to_string_lossy().into_owned(),
            |clip| clip.to_string(),
        );
        self.unreadable.push(SkippedFile { file, reason });
    }
}

pub(crate) fn modified_ns(facts: &fs::Metadata) -> Option<u64> {
    let since = facts.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    u64::try_from(since.as_nanos()).ok()
}

/// The path below the folder, with `/` between parts; the file's name when the folder *is* the file.
pub(crate) fn clip_id(folder: &Path, path: &Path) -> Option<ClipId> {
    let below = path.strip_prefix(folder).ok().filter(|below| !below.as_os_str().is_empty());
    let parts: Option<Vec<&str>> = match below {
        Some(below) => below.iter().map(|part| part.to_str()).collect(),
        None => Some(vec![path.file_name()?.to_str()?]),
    };
    Some(ClipId::new(parts?.join("/")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(collection: &Collection) -> Vec<&str> {
        collection.files.iter().map(|file| file.clip.as_str()).collect()
    }

    fn touch(path: PathBuf) {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, b"x").unwrap();
    }

    #[test]
    fn media_files_are_recognized_by_name_and_others_are_counted() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        for name in
            ["b.mp4", "a/x.WAV", "a/notes.txt", ".hidden.mp4", ".git/y.mp4", "lib/z.mp4", "c.jpg"]
        {
            touch(root.join(name));
        }
        let collection = Collection::scan(root, &root.join("lib")).unwrap();
        assert_eq!(names(&collection), ["a/x.WAV", "b.mp4", "c.jpg"]);
        assert_eq!(collection.n_ignored, 1);
        let single = Collection::scan(&root.join("b.mp4"), &root.join("lib")).unwrap();
        assert_eq!(names(&single), ["b.mp4"]);
        assert!(matches!(Collection::scan(&root.join("none"), root), Err(Error::Folder { .. })));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_and_loops_end() {
        use std::os::unix::{ffi::OsStrExt, fs::symlink};
        let folder = tempfile::tempdir().unwrap();
        let (root, elsewhere) = (folder.path().join("in"), folder.path().join("out"));
        touch(root.join("a/b.mp4"));
        touch(elsewhere.join("c.mp4"));
        symlink(&root, root.join("a/loop")).unwrap();
        symlink(&elsewhere, root.join("linked")).unwrap();
        symlink(root.join("nowhere"), root.join("dangling.mp4")).unwrap();
        fs::write(root.join(std::ffi::OsStr::from_bytes(b"\xff.mp4")), b"x").unwrap();
        let collection = Collection::scan(&root, &root.join("lib")).unwrap();
        assert_eq!(names(&collection), ["a/b.mp4", "linked/c.mp4"]);
        let left_out: Vec<_> =
            collection.unreadable.iter().map(|skipped| skipped.file.as_str()).collect();
        assert_eq!(left_out, ["dangling.mp4", "\u{fffd}.mp4"]);
    }
}
