//! One small collection and its library, made once for all tests.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use tempfile::TempDir;

use crate::program::{Program, Ran};

/// Clips of the collection.
pub const N_CLIPS: usize = 16;
/// Seconds of each.
pub const CLIP_SECS: usize = 4;

/// As little training as there is.
pub const LITTLE: [&str; 2] = ["--set", "training.epochs=2"];

/// The collection, its library, and what learning it printed.
pub struct Collection {
    folder: TempDir,
    pub sampled: Ran,
    pub learned: Ran,
}

static COLLECTION: LazyLock<Collection> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::in_folder(folder.path());
    let (n_clips, secs) = (N_CLIPS.to_string(), CLIP_SECS.to_string());
    let sampled = program.run(["sample", "demo", "--clips", &n_clips, "--secs", &secs]).exits(0);
    let learn = ["learn", "demo/clips", "-o", "demo.earsight", "--labels", "demo/labels.csv"];
    let learned = program.run(learn.into_iter().chain(["--folds", "2"]).chain(LITTLE)).exits(0);
    Collection { folder, sampled, learned }
});

impl Collection {
    /// The collection, made at the first call; tests must not change it.
    pub fn get() -> &'static Collection {
        &COLLECTION
    }

    /// A program in the folder that holds `demo/clips`, `demo/labels.csv` and `demo.earsight`.
    pub fn program(&self) -> Program {
        Program::in_folder(self.folder.path())
    }

    pub fn clip(&self, number: usize) -> PathBuf {
        self.folder.path().join(format!("demo/clips/clip-{number:04}.mp4"))
    }

    pub fn labels(&self) -> PathBuf {
        self.folder.path().join("demo/labels.csv")
    }

    pub fn clips(&self) -> PathBuf {
        self.folder.path().join("demo/clips")
    }

    /// A copy of the library with features and nothing learned.
    pub fn features_into(&self, library: &Path) {
        copy_folder(&self.folder.path().join("demo.earsight"), library);
        for learned in ["models", "index"] {
            let _ = fs::remove_dir_all(library.join(learned));
        }
    }

    /// A copy of the whole library.
    pub fn library_into(&self, library: &Path) {
        copy_folder(&self.folder.path().join("demo.earsight"), library);
    }
}

/// A copy of a folder and all that is in it.
pub fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Paths of all files below a folder, relative to it, sorted.
pub fn files_below(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                found.push(path.strip_prefix(folder).unwrap().to_string_lossy().into_owned());
            }
        }
    }
    found.sort();
    found
}
