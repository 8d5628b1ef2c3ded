//! Videos as browsers play them.

use std::path::Path;

use crate::ffmpeg::Run;
use crate::frames::map;
use crate::{Error, Ffmpeg, Limits, MediaInfo, Result, Window};

/// Pixel formats that browsers show: eight bits, colour planes with half of the pixels each way.
const PIXEL_FORMATS: &[&str] = &["yuv420p", "yuvj420p"];

/// Size at which a converted video is cut off.
const MAX_BYTES: u64 = 8 << 30;

impl MediaInfo {
    /// Whether browsers play the file as it is, video and audio.
    pub fn is_playable(&self) -> bool {
        // Containers that Chromium, Firefox and Safari open, by ffmpeg's names, and the codecs that they play in them.
        let (video_codecs, audio_codecs): (&[&str], &[&str]) = match self.container.as_str() {
            "mov,mp4,m4a,3gp,3g2,mj2" | "mp3" | "wav" | "flac" | "aac" => {
                (&["h264", "av1", "vp9"], &["aac", "mp3", "opus", "flac", "pcm_s16le"])
            }
            // Some machines do not open Ogg.
            "matroska,webm" | "ogg" => (&["vp8", "vp9", "av1"], &["opus", "vorbis"]),
            _ => return false,
        };
        let is_video_playable = self.video.as_ref().is_none_or(|video| {
            let pixels = video.pixel_format.as_deref();
            let is_shown = pixels.is_none_or(|pixels| PIXEL_FORMATS.contains(&pixels));
            video_codecs.contains(&video.codec.as_str()) && is_shown
        });
        let is_audio_playable =
            self.audio.as_ref().is_none_or(|audio| audio_codecs.contains(&audio.codec.as_str()));
        is_video_playable && is_audio_playable
    }
}

impl Ffmpeg {
    /// Writes a video or audio file that browsers play: H.264 and AAC in MP4, small, its index at the start.
    ///
    /// The whole file keeps its times; a window is written still smaller, its second 0 is the window's start, and the
    /// same file, window and ffmpeg give the same bytes.
    /// `made` is replaced; after an error its content is undefined.
    ///
    /// # Errors
    /// [`Error::Undecodable`], also where this ffmpeg has no H.264 encoder, [`Error::Window`] for a window out of
    /// range, and the limits.
    pub fn convert(
        &self,
        file: &Path,
        info: &MediaInfo,
        window: Option<Window>,
        made: &Path,
        limits: &Limits,
    ) -> Result<()> {
        let window = window.map(|window| window.checked(file)).transpose()?;
        let (side_px, video_options, audio_options, file_options) = match window {
            // Good enough to recognise it, small enough to convert it faster than it plays.
            None => (960, "-crf 26", "-b:a 128k -ac 2", ""),
            // About 15 kB a second; another number of threads gives other bytes.
            Some(_) => (
                320,
                "-crf 32",
                "-b:a 48k -ac 1",
                "-threads 1 -fflags +bitexact -flags:v +bitexact -flags:a +bitexact",
            ),
        };
        let mut after = String::new();
        if let Some(video) = &info.video {
            // Both sides even, since the colour planes have half of the pixels each way; a key frame each second,
            // so that seeking is fast.
            let fit = format!("min(1,{side_px}/max(iw*sar,ih))");
            after += &format!(
                "{} -vf scale=w='max(2,2*round(iw*sar*{fit}/2))':h='max(2,2*round(ih*{fit}/2))',setsar=1 \
                 -c:v libx264 -preset veryfast {video_options} -pix_fmt yuv420p \
                 -force_key_frames expr:gte(t,n_forced) ",
                map(video.index)
            );
        }
        if let Some(audio) = &info.audio {
            after += &format!("{} -c:a aac {audio_options} ", map(audio.index));
        }
        let (mut before, mut end) = (String::new(), String::new());
        let mut media_secs = info.duration_secs.unwrap_or_default();
        if let Some(Window { start_secs, len_secs }) = window {
            before = format!("-ss {start_secs:.3}");
            end = format!("-t {len_secs:.3}");
            media_secs = len_secs;
        }
        // Second 0 is where the container starts; progress on standard output keeps the stall limit from applying.
        after += &format!(
            "{file_options} {end} -fs {MAX_BYTES} -map_metadata -1 -sn -dn -movflags +faststart \
             -progress pipe:1 -y -f mp4"
        );
        let run = Run { verbosity: "error", before: &before, after: &after, made: Some(made) };
        let messages = self.start(file, run, media_secs, limits)?.finish()?;
        // A few broken frames are no failure; a file that cannot be read is.
        self.probe(made, limits).map(drop).map_err(|_| {
            messages.error(file).unwrap_or_else(|| Error::Undecodable {
                reason: "nothing came of its conversion".into(),
                path: file.to_owned(),
            })
        })
    }
}
