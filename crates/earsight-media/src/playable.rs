//! Films as browsers play them.

use std::path::Path;

use crate::ffmpeg::{Run, undecodable};
use crate::frames::map;
use crate::{Error, Ffmpeg, Limits, MediaInfo, Result};

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
/// How films store a pixel that browsers show: eight bits, half of the colour each way.
const PIXEL_FORMATS: &[&str] = &["yuv420p", "yuvj420p"];

/// Longer side of a converted film: enough to recognise, little enough to convert faster than it plays.
const SIDE_PX: u32 = 960;
/// A longer film ends there.
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

impl Ffmpeg {
    /// Writes a film or sound that browsers play, times unchanged: H.264 and AAC in MP4, small, its index in front.
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
        let mut after = Vec::new();
        if let Some(video) = &info.video {
            after.extend(map(video.index));
            // Both sides even, as half of the colour needs them.
            let fit = format!("min(1,{SIDE_PX}/max(iw*sar,ih))");
            let filters = format!(
                "scale=w='max(2,2*round(iw*sar*{fit}/2))':h='max(2,2*round(ih*{fit}/2))',setsar=1"
            );
            after.extend(["-vf", &filters, "-c:v", "libx264", "-preset", "veryfast"].map(text));
            // A key picture each second: who looks for a moment is there at once.
            after.extend(["-crf", "26", "-pix_fmt", "yuv420p"].map(text));
            after.extend(["-force_key_frames", "expr:gte(t,n_forced)"].map(text));
        }
        if let Some(audio) = &info.audio {
            after.extend(map(audio.index));
            after.extend(["-c:a", "aac", "-b:a", "128k", "-ac", "2"].map(text));
        }
        after.extend(["-fs".into(), MOST_BYTES.to_string()]);
        // Second 0 is where the container starts; progress on standard output shows that it is alive.
        after.extend(["-map_metadata", "-1", "-sn", "-dn", "-movflags", "+faststart"].map(text));
        after.extend(["-progress", "pipe:1", "-y", "-f", "mp4"].map(text));
        let run = Run { verbosity: "error", before: &[], after: &after, made: Some(made) };
        let media_secs = info.duration_secs.unwrap_or_default();
        let mut child = self.start(file, run, media_secs, limits)?;
        while child.read_some(&mut [0; 4096])? > 0 {}
        let heard = child.leave()?;
        // Complaints about a few broken pictures are no failure; a film that does not end is.
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
