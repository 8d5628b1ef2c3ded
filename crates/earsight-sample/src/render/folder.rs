//! The folder of a collection: its config, its lock, and atomic writing of its files.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::{ClipPlan, Error, KINDS, Result, SampleConfig};

const STAMP: &str = "sample.json";

/// The folder of a collection, locked by this run.
pub(super) struct Folder {
    /// The folder itself.
    pub path: PathBuf,
    _lock: File,
}

impl Folder {
    /// Creates the folder, or opens the one that an earlier run of this config created.
    pub fn open(path: &Path, config: &SampleConfig) -> Result<Self> {
        let kinds: Vec<&str> = KINDS.iter().map(|kind| kind.name).collect();
        let stamp =
            json!({"format": "earsight-sample", "version": 2, "config": config, "kinds": kinds});
        fs::create_dir_all(path).map_err(Error::io(path))?;
        let stamp_path = path.join(STAMP);
        match fs::read(&stamp_path) {
            Ok(bytes) => {
                let found: Value = serde_json::from_slice(&bytes).unwrap_or_default();
                if found["format"] != stamp["format"] {
                    return Err(Error::ForeignFolder(path.to_owned()));
                } else if found != stamp {
                    return Err(Error::OtherConfig(path.to_owned()));
                }
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                if !is_empty_or_just_begun(path)? {
                    return Err(Error::ForeignFolder(path.to_owned()));
                }
                publish(path, STAMP, format!("{stamp:#}").as_bytes())?;
            }
            Err(error) => return Err(Error::io(&stamp_path)(error)),
        }
        let lock = File::open(&stamp_path).map_err(Error::io(&stamp_path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Error::Busy(path.to_owned())),
            Err(TryLockError::Error(error)) => return Err(Error::io(&stamp_path)(error)),
        }
        let folder = Folder { path: path.to_owned(), _lock: lock };
        fs::create_dir_all(folder.clips_folder()).map_err(Error::io(path))?;
        Ok(folder)
    }

    /// The folder with the clips alone.
    pub fn clips_folder(&self) -> PathBuf {
        self.path.join("clips")
    }

    /// Path of a complete clip.
    pub fn clip_path(&self, plan: &ClipPlan) -> PathBuf {
        self.clips_folder().join(plan.clip.as_str())
    }

    /// Calls `make` to write a sound file and the clip at two temporary paths, then renames the clip.
    pub fn publish_clip(
        &self,
        plan: &ClipPlan,
        make: impl FnOnce(&Path, &Path) -> Result<()>,
    ) -> Result<()> {
        let sound_path = self.path.join(format!(".{}.pcm.partial", plan.clip));
        let video_path = self.clips_folder().join(format!(".{}.partial", plan.clip));
        let made = make(&sound_path, &video_path);
        let _ = fs::remove_file(&sound_path); // may not have been written
        made.inspect_err(|_| drop(fs::remove_file(&video_path)))?;
        let path = self.clip_path(plan);
        let file = File::open(&video_path).map_err(Error::io(&video_path))?;
        file.sync_all().map_err(Error::io(&video_path))?;
        fs::rename(&video_path, &path).map_err(Error::io(&path))?;
        sync_folder(&self.clips_folder())
    }
}

/// Whether the folder holds nothing but the incomplete stamp of a killed run.
fn is_empty_or_just_begun(path: &Path) -> Result<bool> {
    let begun = partial_name(STAMP);
    let mut entries = fs::read_dir(path).map_err(Error::io(path))?;
    Ok(entries.all(|entry| entry.is_ok_and(|entry| entry.file_name() == begun.as_str())))
}

fn partial_name(name: &str) -> String {
    format!(".{name}.partial")
}

/// Writes a file atomically.
pub(super) fn publish(folder: &Path, name: &str, bytes: &[u8]) -> Result<()> {
    let (partial, path) = (folder.join(partial_name(name)), folder.join(name));
    let mut file = File::create(&partial).map_err(Error::io(&partial))?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(Error::io(&partial))?;
    fs::rename(&partial, &path).map_err(Error::io(&path))?;
    sync_folder(folder)
}

/// A renamed file survives a power failure only if its folder is synced, too.
fn sync_folder(folder: &Path) -> Result<()> {
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(Error::io(folder))
}
