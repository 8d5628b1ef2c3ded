//! Videos as browsers play them.

use std::path::Path;

use crate::ffmpeg::{Run, undecodable};
use crate::frames::map;
use crate::{Error, Ffmpeg, Limits, MediaInfo, Result, Window};

/// Containers that Chromium, Firefox and Safari open, by ffmpeg's names.
const CONTAINERS: &[&str] = &["mov,mp4,m4a,3gp,3g2,mj2", "mp3", "wav", "flac", "aac"];
/// … and these, except for the last one on some machines.
const OPEN_CONTAINERS: &[&str] = &["matroska,webm", "ogg"];
/// Pictures that these containers may hold.
const VIDEO_CODECS: &[&str] = &["h264", "av1", "vp9"];
const OPEN_VIDEO_CODECS: &[&str] = &["vp8", "vp9", "av1"];
/// Sounds that these containers may hold.
const AUDIO_CODECS: &[&str] = &["aac", "mp3", "opus", "flac", "pcm_s16le"];
const OPEN_AUDIO_CODECS: &[&str] = &["opus", "vorbis"];
/// How videos store a pixel that browsers show: eight bits, half of the colour each way.
const PIXEL_FORMATS: &[&str] = &["yuv420p", "yuvj420p"];

/// A longer video ends there.
const MOST_BYTES: u64 = 8 << 30;

impl MediaInfo {
    /// Whether browsers play the file as it is, picture and sound.
    pub fn is_playable(&self) -> bool {
        let container = self.container.as_str();
        let (video_codecs, audio_codecs) = if CONTAINERS.contains(&container) {
            (VIDEO_CODECS, AUDIO_CODECS)
        } else if OPEN_CONTAINERS.contains(&container) {
            (OPEN_VIDEO_CODECS, OPEN_AUDIO_CODECS)
        } else {
            return false;
        };
        let is_seen = self.video.as_ref().is_none_or(|video| {
            let pixels = video.pixel_format.as_deref();
            let is_shown = pixels.is_none_or(|pixels| PIXEL_FORMATS.contains(&pixels));
            video_codecs.contains(&video.codec.as_str()) && is_shown
        });
        let is_heard =
            self.audio.as_ref().is_none_or(|audio| audio_codecs.contains(&audio.codec.as_str()));
        is_seen && is_heard
    }
}

/// How a video is written.
struct Encoding {
    /// Longer side of the picture at most.
    side_px: u32,
    /// Constant rate factor of x264: larger is smaller and coarser.
    rate_factor: &'static str,
    audio_bits_per_sec: &'static str,
    n_channels: &'static str,
    /// Threads of the encoder: another number gives other bytes.
    n_threads: Option<&'static str>,
}

/// A whole video: enough to recognise, little enough to convert faster than it plays.
const WHOLE: Encoding = Encoding {
    side_px: 960,
    rate_factor: "26",
    audio_bits_per_sec: "128k",
    n_channels: "2",
    n_threads: None,
};
/// A few seconds inside a page: about 15 kB a second.
const EXCERPT: Encoding = Encoding {
    side_px: 320,
    rate_factor: "32",
    audio_bits_per_sec: "48k",
    n_channels: "1",
    n_threads: Some("1"),
};

impl Ffmpeg {
    /// Writes a video or sound that browsers play, times unchanged: H.264 and AAC in MP4, small, its index in front.
    ///
    /// `made` is replaced; when this fails, what is there is worth nothing.
    ///
    /// # Errors
    /// [`Error::Undecodable`], also where this ffmpeg has no H.264 encoder, and the limits.
    pub fn convert(
        &self,
        file: &Path,
        info: &MediaInfo,
        made: &Path,
        limits: &Limits,
    ) -> Result<()> {
        self.encode(file, info, &WHOLE, None, made, limits)
    }

    /// Writes a window of a video or sound as [`Ffmpeg::convert`] does, smaller; its second 0 is the window's start.
    ///
    /// The same file, window and ffmpeg give the same bytes.
    ///
    /// # Errors
    /// As [`Ffmpeg::convert`]; [`Error::Window`] for a window that cannot be.
    pub fn excerpt(
        &self,
        file: &Path,
        info: &MediaInfo,
        window: Window,
        made: &Path,
        limits: &Limits,
    ) -> Result<()> {
        self.encode(file, info, &EXCERPT, Some(window.checked(file)?), made, limits)
    }

    fn encode(
        &self,
        file: &Path,
        info: &MediaInfo,
        encoding: &Encoding,
        window: Option<Window>,
        made: &Path,
        limits: &Limits,
    ) -> Result<()> {
        let mut after = Vec::new();
        if let Some(video) = &info.video {
            after.extend(map(video.index));
            // Both sides even, as half of the colour needs them.
            let fit = format!("min(1,{}/max(iw*sar,ih))", encoding.side_px);
            let filters = format!(
                "scale=w='max(2,2*round(iw*sar*{fit}/2))':h='max(2,2*round(ih*{fit}/2))',setsar=1"
            );
            after.extend(["-vf", &filters, "-c:v", "libx264", "-preset", "veryfast"].map(text));
            // A key picture each second: who looks for a moment is there at once.
            after.extend(["-crf", encoding.rate_factor, "-pix_fmt", "yuv420p"].map(text));
            after.extend(["-force_key_frames", "expr:gte(t,n_forced)"].map(text));
        }
        if let Some(audio) = &info.audio {
            after.extend(map(audio.index));
            after.extend(["-c:a", "aac", "-b:a", encoding.audio_bits_per_sec].map(text));
            after.extend(["-ac", encoding.n_channels].map(text));
        }
        if let Some(n_threads) = encoding.n_threads {
            after.extend(["-threads", n_threads, "-fflags", "+bitexact"].map(text));
            after.extend(["-flags:v", "+bitexact", "-flags:a", "+bitexact"].map(text));
        }
        let mut before = Vec::new();
        let mut media_secs = info.duration_secs.unwrap_or_default();
        if let Some(Window { start_secs, len_secs }) = window {
            before = vec!["-ss".into(), format!("{start_secs:.3}")];
            after.extend(["-t".into(), format!("{len_secs:.3}")]);
            media_secs = len_secs;
        }
        after.extend(["-fs".into(), MOST_BYTES.to_string()]);
        // Second 0 is where the container starts; progress on standard output shows that it is alive.
        after.extend(["-map_metadata", "-1", "-sn", "-dn", "-movflags", "+faststart"].map(text));
        after.extend(["-progress", "pipe:1", "-y", "-f", "mp4"].map(text));
        let run = Run { verbosity: "error", before: &before, after: &after, made: Some(made) };
        let mut child = self.start(file, run, media_secs, limits)?;
        while child.read_some(&mut [0; 4096])? > 0 {}
        let heard = child.leave()?;
        // Complaints about a few broken pictures are no failure; a video that does not end is.
        match self.probe(made, limits) {
            Ok(_) => Ok(()),
            Err(_) => Err(undecodable(&heard, file).unwrap_or_else(|| Error::Undecodable {
                reason: "nothing came of its conversion".into(),
                path: file.to_owned(),
            })),
        }
    }
}

fn text(option: &str) -> String {
    option.to_owned()
}
