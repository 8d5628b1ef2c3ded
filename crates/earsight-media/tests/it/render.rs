//! Renders the inputs of the tests with ffmpeg, and decodes them.

use std::path::{Path, PathBuf};
use std::process::Command;

use earsight_core::{Frame, FrameFit, FrameSpec};
use earsight_media::{Error, Ffmpeg, Limits, MediaInfo, Window};
use tempfile::TempDir;

/// A folder for one test, and the ffmpeg that fills it and is tested.
pub struct Studio {
    pub ffmpeg: Ffmpeg,
    pub folder: TempDir,
}

/// Small frames, three a second.
pub const SMALL: FrameSpec =
    FrameSpec { frames_per_sec: 3, short_side_px: 32, crop_px: 32, fit: FrameFit::Crop };

impl Studio {
    /// `None`, and a skip, only where no ffmpeg is installed.
    pub fn open() -> Option<Studio> {
        match Ffmpeg::find() {
            Ok(ffmpeg) => Some(Studio { ffmpeg, folder: tempfile::tempdir().unwrap() }),
            Err(Error::FfmpegMissing) => {
                earsight_testing::skip("ffmpeg is not installed");
                None
            }
            Err(error) => panic!("{error}"),
        }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A file of those bytes.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        std::fs::write(self.path(name), bytes).unwrap();
        self.path(name)
    }

    /// A file made by ffmpeg with those arguments, split at spaces; panics when ffmpeg fails.
    pub fn render(&self, name: &str, arguments: &str) -> PathBuf {
        self.try_render(name, arguments).unwrap_or_else(|message| panic!("{arguments}: {message}"))
    }

    /// The same where the encoder may be missing: `None`, and a skip.
    pub fn render_if_able(&self, name: &str, arguments: &str) -> Option<PathBuf> {
        match self.try_render(name, arguments) {
            Ok(path) => Some(path),
            Err(message) if message.contains("Unknown encoder") => {
                earsight_testing::skip(format_args!("this ffmpeg cannot encode {name}"));
                None
            }
            Err(message) => panic!("{arguments}: {message}"),
        }
    }

    /// The same where the option may be unknown to this version.
    pub fn render_if_known(&self, name: &str, arguments: &str) -> Option<PathBuf> {
        self.try_render(name, arguments).ok()
    }

    fn try_render(&self, name: &str, arguments: &str) -> Result<PathBuf, String> {
        let path = self.path(name);
        let output = Command::new(self.ffmpeg.path())
            .args(["-v", "error", "-nostdin", "-y"])
            .args(arguments.split_whitespace())
            .arg(format!("file:{}", path.display()))
            .current_dir(self.folder.path())
            .output()
            .unwrap();
        match output.status.success() && path.exists() {
            true => Ok(path),
            false => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
        }
    }

    pub fn probe(&self, file: &Path) -> MediaInfo {
        self.ffmpeg.probe(file, &Limits::default()).unwrap_or_else(|error| panic!("{error}"))
    }

    /// All frames of a file, which must decode.
    pub fn frames(&self, file: &Path, spec: FrameSpec, window: Option<Window>) -> Vec<Frame> {
        let info = self.probe(file);
        self.ffmpeg
            .frames(file, &info, spec, window, &Limits::default())
            .and_then(Iterator::collect)
            .unwrap_or_else(|error| panic!("{error}"))
    }

    /// All sound of a file, which must decode.
    pub fn sound(&self, file: &Path, rate_hz: u32, window: Option<Window>) -> Vec<f32> {
        let info = self.probe(file);
        self.ffmpeg
            .samples(file, &info, rate_hz, window, &Limits::default())
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .unwrap_or_else(|error| panic!("{error}"))
            .concat()
    }

    /// The message of the error that a file gives when its frames and its sound are decoded.
    pub fn error_line(&self, file: &Path) -> String {
        let limits = Limits::default();
        let all = || {
            let info = self.ffmpeg.probe(file, &limits)?;
            if info.video.is_some() {
                for frame in self.ffmpeg.frames(file, &info, SMALL, None, &limits)? {
                    frame?;
                }
            }
            if info.audio.is_some() {
                for samples in self.ffmpeg.samples(file, &info, 16_000, None, &limits)? {
                    samples?;
                }
            }
            Ok::<_, Error>(())
        };
        let line = all().expect_err("a broken file decodes").to_string();
        assert!(!line.contains('\n') && line.len() < 600, "{line}");
        assert!(line.ends_with(&file.display().to_string()), "{line}");
        line
    }
}

/// Mean red, green and blue of a frame between two corners, given as fractions of its size.
pub fn colour(frame: &Frame, (x0, y0): (f64, f64), (x1, y1): (f64, f64)) -> [f64; 3] {
    let columns = frame.width() as usize;
    let range = |from: f64, to: f64, n: usize| {
        (from * n as f64) as usize..((to * n as f64) as usize).max((from * n as f64) as usize + 1)
    };
    let (mut sum, mut n) = ([0.0; 3], 0.0);
    for y in range(y0, y1, frame.height() as usize) {
        for x in range(x0, x1, columns) {
            for (channel, sum) in sum.iter_mut().enumerate() {
                *sum += f64::from(frame.rgb()[3 * (y * columns + x) + channel]);
            }
            n += 1.0;
        }
    }
    sum.map(|sum| sum / n)
}

/// Width and height of a JPEG.
pub fn size(jpeg: &[u8]) -> (u32, u32) {
    let image = image::load_from_memory(jpeg).unwrap();
    (image.width(), image.height())
}

/// Root mean square.
pub fn rms(samples: &[f32]) -> f64 {
    let squares: f64 = samples.iter().map(|sample| f64::from(*sample).powi(2)).sum();
    (squares / samples.len().max(1) as f64).sqrt()
}
