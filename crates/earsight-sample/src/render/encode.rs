//! ffmpeg as a child process that turns frames and samples into an mp4 file.

use std::io::{Read, Write};
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
    /// Asks ffmpeg what it can encode with.
    pub fn find(ffmpeg: &Path) -> Result<Self> {
        let listed = Command::new(ffmpeg)
            .args(["-hide_banner", "-v", "error", "-encoders"])
            .stdin(Stdio::null())
            .output()
            .map_err(|source| Error::Ffmpeg { ffmpeg: ffmpeg.to_owned(), source })?;
        let listed = String::from_utf8_lossy(&listed.stdout);
        // Lines read ` V....D libx264   libx264 H.264 …`.
        let has =
            |name: &str| listed.lines().any(|line| line.split_whitespace().nth(1) == Some(name));
        let missing = |missing| Error::NoEncoder { missing, ffmpeg: ffmpeg.to_owned() };
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

    /// Starts encoding a sound file and frames to come.
    pub fn start(
        &self,
        config: &SampleConfig,
        sound_path: &Path,
        video_path: &Path,
    ) -> Result<Frames> {
        let size = format!("{}x{}", config.width_px, config.height_px);
        let rate = config.frames_per_sec.to_string();
        let mut child = Command::new(&self.ffmpeg)
            .args(["-v", "error", "-nostats", "-y", "-f", "wav", "-i"])
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
            .map_err(|source| Error::Ffmpeg { ffmpeg: self.ffmpeg.clone(), source })?;
        let input = child.stdin.take();
        let mut errors = child.stderr.take();
        // Read while frames go in: a full pipe of messages would stop both sides.
        let said = std::thread::spawn(move || {
            let mut said = Vec::new();
            let _ = errors.as_mut().map(|errors| errors.read_to_end(&mut said));
            String::from_utf8_lossy(&said).into_owned()
        });
        Ok(Frames { child, input, said: Some(said), path: video_path.to_owned() })
    }
}

/// An encoder that waits for frames; dropped before its end, it is killed.
pub(super) struct Frames {
    child: Child,
    input: Option<ChildStdin>,
    said: Option<JoinHandle<String>>,
    path: PathBuf,
}

impl Frames {
    /// Gives the next frame; false when ffmpeg takes no more.
    pub fn push(&mut self, rgb: &[u8]) -> bool {
        self.input.as_mut().is_some_and(|input| input.write_all(rgb).is_ok())
    }

    /// Ends the stream and waits for the file.
    pub fn finish(mut self) -> Result<()> {
        self.input = None;
        let status = self.child.wait().map_err(Error::io(&self.path))?;
        let said = self.said.take().and_then(|said| said.join().ok()).unwrap_or_default();
        if status.success() && super::mp4::is_whole(&self.path) {
            return Ok(());
        }
        let said = said.lines().last().map_or_else(|| status.to_string(), str::to_owned);
        Err(Error::Encode { said, path: self.path.clone() })
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

/// A WAV file of 16-bit samples, one channel at [`SOUND_RATE_HZ`].
pub(super) fn wav(samples: &[i16]) -> Vec<u8> {
    let n_bytes = 2 * samples.len() as u32;
    let mut bytes = Vec::with_capacity(44 + 2 * samples.len());
    bytes.extend_from_slice(b"RIFF");
    bytes.extend_from_slice(&(36 + n_bytes).to_le_bytes());
    bytes.extend_from_slice(b"WAVEfmt ");
    bytes.extend_from_slice(&16_u32.to_le_bytes());
    for field in [1_u16, 1] {
        bytes.extend_from_slice(&field.to_le_bytes()); // PCM, one channel
    }
    bytes.extend_from_slice(&SOUND_RATE_HZ.to_le_bytes());
    bytes.extend_from_slice(&(2 * SOUND_RATE_HZ).to_le_bytes());
    for field in [2_u16, 16] {
        bytes.extend_from_slice(&field.to_le_bytes()); // bytes per sample, bits
    }
    bytes.extend_from_slice(b"data");
    bytes.extend_from_slice(&n_bytes.to_le_bytes());
    bytes.extend(samples.iter().flat_map(|sample| sample.to_le_bytes()));
    bytes
}
