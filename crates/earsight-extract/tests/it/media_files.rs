//! Tiny files, rendered by ffmpeg from nothing.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

pub struct Folder {
    _root: tempfile::TempDir,
    pub videos: PathBuf,
    pub library: PathBuf,
}

impl Folder {
    pub fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        let (videos, library) = (root.path().join("videos"), root.path().join("lib"));
        fs::create_dir(&videos).unwrap();
        Folder { _root: root, videos, library }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.videos.join(name)
    }

    /// A video with a tone of that many hertz.
    pub fn video(&self, name: &str, secs: f64, tone_hz: u32) -> PathBuf {
        let (picture, tone) = (picture(secs), format!("sine=frequency={tone_hz}:duration={secs}"));
        let inputs = ["-f", "lavfi", "-i", &picture, "-f", "lavfi", "-i", &tone];
        self.render(name, &[&inputs[..], &["-c:v", "mpeg4", "-q:v", "3", "-c:a", "aac"]].concat())
    }

    pub fn silent(&self, name: &str, secs: f64) -> PathBuf {
        self.render(name, &["-f", "lavfi", "-i", &picture(secs), "-c:v", "mpeg4", "-q:v", "3"])
    }

    pub fn sound(&self, name: &str, secs: f64) -> PathBuf {
        self.render(name, &["-f", "lavfi", "-i", &format!("sine=frequency=330:duration={secs}")])
    }

    pub fn photo(&self, name: &str) -> PathBuf {
        self.render(name, &["-f", "lavfi", "-i", &picture(1.0), "-frames:v", "1"])
    }

    pub fn bytes(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    pub fn render(&self, name: &str, arguments: &[&str]) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let made = Command::new("ffmpeg")
            .args(["-v", "error", "-nostdin", "-y", "-bitexact"])
            .args(arguments)
            .arg(&path)
            .status()
            .unwrap();
        assert!(made.success(), "ffmpeg could not render `{name}`");
        path
    }
}

fn picture(secs: f64) -> String {
    format!("testsrc2=size=96x72:rate=12:duration={secs}")
}

/// Makes a file look old enough for its timestamp to be trusted.
pub fn age(path: &Path) {
    let then = SystemTime::now() - Duration::from_secs(3600);
    File::options().append(true).open(path).unwrap().set_modified(then).unwrap();
}

/// As [`age`], for every file of a folder.
pub fn age_all(folder: &Path) {
    for entry in fs::read_dir(folder).unwrap() {
        age(&entry.unwrap().path());
    }
}
