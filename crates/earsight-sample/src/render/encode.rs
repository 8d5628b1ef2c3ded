//! ffmpeg as a child process that turns frames and samples into an mp4 file.

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::thread::JoinHandle;

use crate::{Error, Result, SOUND_RATE_HZ, SampleConfig};

/// Video encoders by preference, with their options.
const VIDEO_ENCODERS: [(&str, &[&str]); 3] = [
    ("libx264", &["-preset", "veryfast", "-crf", "23"]),
    ("libopenh264", &["-b:v", "700k"]),
    ("mpeg4", &["-q:v", "4"]),
];

/// An ffmpeg and what it can encode with.
pub(super) struct Encoder {
    ffmpeg: PathBuf,
    /// ffmpeg's name of the video encoder.
    pub video: &'static str,
    video_options: &'static [&'static str],
}

impl Encoder {
    /// Lists ffmpeg's encoders and takes the best one for video.
    ///
    /// # Errors
    /// [`Error::Ffmpeg`] if it does not start, [`Error::NoEncoder`] if it can encode no video or no AAC.
    pub fn find(ffmpeg: &Path) -> Result<Self> {
        let listed = Command::new(ffmpeg)
            .args(["-hide_banner", "-v", "error", "-encoders"])
            .stdin(Stdio::null())
            .output()
            .map_err(|source| Error::Ffmpeg(ffmpeg.to_owned(), source))?;
        let listed = String::from_utf8_lossy(&listed.stdout);
        // Lines read ` V....D libx264   libx264 H.264 …`.
        let has =
            |name: &str| listed.lines().any(|line| line.split_whitespace().nth(1) == Some(name));
        let missing = |missing| Error::NoEncoder(ffmpeg.to_owned(), missing);
        let video = VIDEO_ENCODERS.into_iter().find(|(name, _)| has(name));
        let (video, video_options) = video.ok_or(missing("video"))?;
        if !has("aac") {
            return Err(missing("aac"));
        }
        Ok(Encoder { ffmpeg: ffmpeg.to_owned(), video, video_options })
    }

    /// What a person should know when libx264 is not there.
    pub fn fallback(&self) -> Option<String> {
        let said =
            || format!("this ffmpeg has no libx264; the clips were made with {}", self.video);
        (self.video != VIDEO_ENCODERS[0].0).then(said)
    }

    /// Whether ffmpeg reads a file to its end; one that is absent or was cut anywhere is not whole.
    pub fn is_whole(&self, video_path: &Path) -> Result<bool> {
        if !video_path.exists() {
            return Ok(false);
        }
        let status = Command::new(&self.ffmpeg)
            .args(["-v", "quiet", "-nostdin", "-xerror", "-i"])
            .arg(video_path)
            .args(["-map", "0:v:0", "-map", "0:a:0", "-c", "copy", "-f", "null", "-"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .map_err(|source| self.cannot_start(source))?;
        Ok(status.success())
    }

    /// Starts encoding: samples of a file, one channel of 16 bits at [`SOUND_RATE_HZ`], and frames to come.
    pub fn start(
        &self,
        config: &SampleConfig,
        sound_path: &Path,
        video_path: &Path,
    ) -> Result<Frames> {
        let size = format!("{}x{}", config.width_px, config.height_px);
        let rate = config.frames_per_sec.to_string();
        let mut child = Command::new(&self.ffmpeg)
            // Without `-xerror` a full disk is a success.
            .args(["-v", "error", "-xerror", "-nostats", "-y"])
            .args(["-f", "s16le", "-ac", "1", "-ar", &SOUND_RATE_HZ.to_string(), "-i"])
            .arg(sound_path)
            .args(["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", &size, "-r", &rate, "-i", "pipe:0"])
            .args(["-map", "1:v:0", "-map", "0:a:0", "-c:v", self.video])
            .args(self.video_options)
            .args(["-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "128k"])
            // One thread each: the workers fill the cores, and more threads would change the file.
            .args(["-threads", "1", "-movflags", "+faststart", "-f", "mp4"])
            .arg(video_path)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|source| self.cannot_start(source))?;
        let input = child.stdin.take();
        let mut errors = child.stderr.take();
        // Read while frames go in: a full pipe of messages would stop both sides.
        let said = std::thread::spawn(move || {
            let mut said = Vec::new();
            let _ = errors.as_mut().map(|errors| errors.read_to_end(&mut said));
            String::from_utf8_lossy(&said).into_owned()
        });
        let path = video_path.to_owned();
        Ok(Frames { child, input, said: Some(said), all_taken: true, path })
    }

    fn cannot_start(&self, source: io::Error) -> Error {
        Error::Ffmpeg(self.ffmpeg.clone(), source)
    }
}

/// An encoder that waits for frames; dropped before its end, it is killed.
pub(super) struct Frames {
    child: Child,
    input: Option<ChildStdin>,
    said: Option<JoinHandle<String>>,
    all_taken: bool,
    path: PathBuf,
}

impl Frames {
    /// Passes the next frame to ffmpeg; false when it takes no more.
    pub fn push(&mut self, rgb: &[u8]) -> bool {
        self.all_taken &= self.input.as_mut().is_some_and(|input| input.write_all(rgb).is_ok());
        self.all_taken
    }

    /// Ends the stream and waits for the file.
    pub fn finish(mut self) -> Result<()> {
        self.input = None;
        let status = self.child.wait().map_err(Error::io(&self.path))?;
        let said = self.said.take().and_then(|said| said.join().ok()).unwrap_or_default();
        if status.success() && self.all_taken {
            return Ok(());
        }
        let said = said.lines().last().map_or_else(|| status.to_string(), str::to_owned);
        Err(Error::Encode(self.path.clone(), said))
    }
}

impl Drop for Frames {
    fn drop(&mut self) {
        self.input = None;
        if !matches!(self.child.try_wait(), Ok(Some(_))) {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}
