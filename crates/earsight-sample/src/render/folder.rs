//! The folder of a collection: which config it belongs to, and how files appear in it.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::{ClipPlan, Error, KINDS, Result, SampleConfig};

const STAMP: &str = "sample.json";

/// Distinguishes a collection from any other folder, and one config from another.
#[derive(Serialize, Deserialize, PartialEq)]
struct Stamp {
    format: String,
    version: u32,
    config: SampleConfig,
    kinds: Vec<String>,
}

/// The folder of a collection, locked by this run.
pub(super) struct Folder {
    path: PathBuf,
    _lock: File,
}

impl Folder {
    /// Creates the folder, or opens the one that an earlier run of this config created.
    pub fn open(path: &Path, config: &SampleConfig) -> Result<Self> {
        let stamp = Stamp {
            format: "earsight-sample".to_owned(),
            version: 2,
            config: config.clone(),
            kinds: KINDS.iter().map(|kind| kind.name().to_owned()).collect(),
        };
        fs::create_dir_all(path).map_err(Error::io(path))?;
        let stamp_path = path.join(STAMP);
        match fs::read(&stamp_path) {
            Ok(bytes) => match serde_json::from_slice::<Stamp>(&bytes) {
                Ok(found) if found == stamp => {}
                Ok(found) if found.format == stamp.format => {
                    return Err(Error::OtherConfig(path.to_owned()));
                }
                _ => return Err(Error::ForeignFolder(path.to_owned())),
            },
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                if !is_empty_or_just_begun(path)? {
                    return Err(Error::ForeignFolder(path.to_owned()));
                }
                let text = serde_json::to_string_pretty(&stamp).expect("a config is plain JSON");
                publish(path, STAMP, text.as_bytes())?;
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

    /// The folder itself.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The folder that holds nothing but clips.
    pub fn clips_folder(&self) -> PathBuf {
        self.path.join("clips")
    }

    /// Where a clip lies once it is whole.
    pub fn clip_path(&self, plan: &ClipPlan) -> PathBuf {
        self.clips_folder().join(plan.clip.as_str())
    }

    /// Writes a text file; it appears whole or not at all.
    pub fn publish_text(&self, name: &str, text: &str) -> Result<()> {
        publish(&self.path, name, text.as_bytes())
    }

    /// Has `make` write a sound file and the clip, at the paths that it gets, then gives the clip its name.
    pub fn publish_clip(
        &self,
        plan: &ClipPlan,
        make: impl FnOnce(&Path, &Path) -> Result<()>,
    ) -> Result<()> {
        let sound_path = self.path.join(format!(".{}.pcm.partial", plan.clip));
        let video_path = self.clips_folder().join(format!(".{}.partial", plan.clip));
        let made = make(&sound_path, &video_path);
        let _ = fs::remove_file(&sound_path); // may not have been written
        if made.is_err() {
            let _ = fs::remove_file(&video_path);
        }
        made?;
        let path = self.clip_path(plan);
        let file = File::open(&video_path).map_err(Error::io(&video_path))?;
        file.sync_all().map_err(Error::io(&video_path))?;
        fs::rename(&video_path, &path).map_err(Error::io(&path))?;
        sync_folder(&self.clips_folder())
    }
}

/// Whether the folder holds nothing but the unfinished stamp of a run that was killed.
fn is_empty_or_just_begun(path: &Path) -> Result<bool> {
    for entry in fs::read_dir(path).map_err(Error::io(path))? {
        let name = entry.map_err(Error::io(path))?.file_name();
        if name != partial_name(STAMP).as_str() {
            return Ok(false);
        }
    }
    Ok(true)
}

fn partial_name(name: &str) -> String {
    format!(".{name}.partial")
}

fn publish(folder: &Path, name: &str, bytes: &[u8]) -> Result<()> {
    let (partial, path) = (folder.join(partial_name(name)), folder.join(name));
    let mut file = File::create(&partial).map_err(Error::io(&partial))?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(Error::io(&partial))?;
    fs::rename(&partial, &path).map_err(Error::io(&path))?;
    sync_folder(folder)
}

/// A renamed file survives a power cut only when its folder is synced, too.
fn sync_folder(folder: &Path) -> Result<()> {
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(Error::io(folder))
}
