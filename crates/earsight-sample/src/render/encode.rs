//! ffmpeg as a child process that turns frames and samples into an mp4 file.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::{Error, Result, SOUND_RATE_HZ, SampleConfig};

/// Video encoders by preference, with their options.
const VIDEO_ENCODERS: [(&str, &[&str]); 3] = [
    ("libx264", &["-preset", "veryfast", "-crf", "23"]),
    ("libopenh264", &["-b:v", "700k"]),
    ("mpeg4", &["-q:v", "4"]),
];

/// An ffmpeg and its best video encoder.
pub(super) struct Encoder {
    ffmpeg: PathBuf,
    /// ffmpeg's name of the video encoder, and its options.
    pub video: (&'static str, &'static [&'static str]),
}

impl Encoder {
    /// Lists ffmpeg's encoders and takes the best one for video.
    ///
    /// # Errors
    /// [`Error::Ffmpeg`] if it does not start, [`Error::NoEncoder`] if it can encode no video or no AAC.
    pub fn find(ffmpeg: &Path) -> Result<Self> {
        let listed = Command::new(ffmpeg)
            .args(["-hide_banner", "-v", "error", "-encoders"])
            .output()
            .map_err(|source| Error::Ffmpeg(ffmpeg.to_owned(), source))?;
        let listed = String::from_utf8_lossy(&listed.stdout);
        // Lines read ` V....D libx264   libx264 H.264 …`.
        let has =
            |name: &str| listed.lines().any(|line| line.split_whitespace().nth(1) == Some(name));
        let missing = |missing| Error::NoEncoder(ffmpeg.to_owned(), missing);
        let video =
            VIDEO_ENCODERS.into_iter().find(|(name, _)| has(name)).ok_or(missing("video"))?;
        if !has("aac") {
            return Err(missing("aac"));
        }
        Ok(Encoder { ffmpeg: ffmpeg.to_owned(), video })
    }

    /// A note on what replaces H.264 when there is no libx264.
    pub fn fallback(&self) -> Option<String> {
        (self.video != VIDEO_ENCODERS[0]).then(|| {
            format!("this ffmpeg has no libx264; the clips were made with {}", self.video.0)
        })
    }

    /// Whether ffmpeg reads a file to its end; one that is absent or was truncated is not whole.
    pub fn is_whole(&self, video_path: &Path) -> Result<bool> {
        if !video_path.exists() {
            return Ok(false);
        }
        let read = Command::new(&self.ffmpeg)
            .args(["-v", "quiet", "-xerror", "-i"])
            .arg(video_path)
            .args(["-map", "0:v:0", "-map", "0:a:0", "-c", "copy", "-f", "null", "-"])
            .output()
            .map_err(|source| Error::Ffmpeg(self.ffmpeg.clone(), source))?;
        Ok(read.status.success())
    }

    /// Encodes a clip from a file of samples, one channel of 16 bits at [`SOUND_RATE_HZ`],
    /// and the bytes of its frames, red green blue.
    ///
    /// # Errors
    /// [`Error::Encode`] with the last message of an ffmpeg that fails or does not take all frames.
    pub fn encode(
        &self,
        config: &SampleConfig,
        sound_path: &Path,
        video_path: &Path,
        mut frame: impl FnMut(u32) -> Vec<u8>,
    ) -> Result<()> {
        let size = format!("{}x{}", config.width_px, config.height_px);
        let rate = config.frames_per_sec.to_string();
        let mut child = Command::new(&self.ffmpeg)
            // Without `-xerror` a full disk is a success.
            .args(["-v", "error", "-xerror", "-nostats", "-y"])
            .args(["-f", "s16le", "-ac", "1", "-ar", &SOUND_RATE_HZ.to_string(), "-i"])
            .arg(sound_path)
            .args(["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", &size, "-r", &rate, "-i", "pipe:0"])
            .args(["-map", "1:v:0", "-map", "0:a:0", "-c:v", self.video.0])
            .args(self.video.1)
            .args(["-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "128k"])
            // One thread each: the workers fill the cores, and more threads would change the file.
            .args(["-threads", "1", "-movflags", "+faststart", "-f", "mp4"])
            .arg(video_path)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|source| Error::Ffmpeg(self.ffmpeg.clone(), source))?;
        let (input, errors) = (child.stdin.take(), child.stderr.take());
        // Read while frames are written: a full pipe of messages would block both processes.
        let messages = std::thread::spawn(move || {
            let mut bytes = Vec::new();
            let _ = errors.map(|mut errors| errors.read_to_end(&mut bytes));
            String::from_utf8_lossy(&bytes).into_owned()
        });
        // The pipe is closed after the last frame.
        let all_taken = input.is_some_and(|mut input| {
            (0..config.n_frames()).all(|idx| input.write_all(&frame(idx)).is_ok())
        });
        let status = child.wait().map_err(Error::io(video_path))?;
        let messages = messages.join().unwrap_or_default();
        if status.success() && all_taken {
            return Ok(());
        }
        let message = messages.lines().last().map_or_else(|| status.to_string(), str::to_owned);
        Err(Error::Encode(video_path.to_owned(), message))
    }
}
