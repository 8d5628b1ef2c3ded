//! Cue sheets: a query and its results as pieces of files, for tables and editing programs.

mod csv;
mod edl;
mod otio;
mod piece;

use std::path::{Path, PathBuf};

use earsight_core::Modality;
use earsight_library::Query;
use earsight_media::{Ffmpeg, Limits, MediaInfo};

use crate::args::CueSheetArgs;
use crate::published::{check_folder, publish};
pub use piece::Piece;

/// A query and its results.
#[derive(Debug)]
pub struct CueSheet {
    /// The query.
    shot: Piece,
    /// The results, best first.
    cues: Vec<Piece>,
    /// Frames a second of the query; `None` for sounds, images, and videos without a frame rate.
    fps: Option<f64>,
}

/// Frame rates outside of these are time bases of containers.
const RATES_FPS: std::ops::RangeInclusive<f64> = 1.0..=240.0;

/// Fails for files in folders that do not exist: better before the work than after it.
///
/// # Errors
/// When a folder is missing.
pub fn check(args: &CueSheetArgs) -> anyhow::Result<()> {
    args.files().try_for_each(|file| check_folder(file))
}

impl CueSheet {
    /// The results of a query.
    pub fn new(query: &Query, from: Modality, cues: Vec<Piece>) -> Self {
        let shot = Piece::new(query.name.clone(), query.path.clone(), query.span, from);
        CueSheet { shot, cues, fps: None }
    }

    /// Writes the requested files and returns their paths.
    ///
    /// # Errors
    /// When one cannot be written, or there is no ffmpeg to read the lengths of files.
    pub fn write(mut self, args: &CueSheetArgs) -> anyhow::Result<Vec<PathBuf>> {
        if let Some(path) = &args.csv {
            publish(path, csv::table(&self).as_bytes())?;
        }
        if args.otio.is_some() || args.edl.is_some() {
            let (ffmpeg, limits) = (Ffmpeg::find()?, Limits::default());
            self.probe(|path| ffmpeg.probe(path, &limits).ok());
            if let Some(path) = &args.otio {
                publish(path, &serde_json::to_vec_pretty(&otio::document(&self))?)?;
            }
            if let Some(path) = &args.edl {
                publish(path, edl::list(&self).as_bytes())?;
            }
        }
        Ok(args.files().cloned().collect())
    }

    /// Reads the frame rate of the query and the length of every file, for timelines.
    fn probe(&mut self, probe: impl Fn(&Path) -> Option<MediaInfo>) {
        let shot = probe(&self.shot.path);
        self.fps = shot.as_ref().and_then(fps);
        self.shot.set_file(shot.as_ref());
        for cue in &mut self.cues {
            cue.set_file(probe(&cue.path).as_ref());
        }
    }
}

/// Frames a second. ffmpeg rounds 30000/1001 to 29.97, which over an hour is a difference of a frame.
fn fps(info: &MediaInfo) -> Option<f64> {
    let rounded = info.video.as_ref().filter(|_| !info.is_still())?.fps?;
    let ntsc = rounded.round() * 1000.0 / 1001.0;
    let exact = if (rounded - ntsc).abs() < 0.006 { ntsc } else { rounded };
    RATES_FPS.contains(&exact).then_some(exact)
}

#[cfg(test)]
pub mod tests {
    use earsight_core::Span;
    use earsight_media::{AudioStream, VideoStream};

    use super::*;

    /// Four seconds of a video, a longer sound with an odd name, and a shorter one.
    pub fn sheet() -> CueSheet {
        let piece = |path: &str, span, modality| {
            let name = path.rsplit_once('/').unwrap().1.to_owned();
            Piece::new(name, path.into(), span, modality)
        };
        let sound = |path, span, at_secs, distance| Piece {
            at_secs,
            distance: Some(distance),
            ..piece(path, span, Modality::Audio)
        };
        CueSheet {
            shot: piece("/v/street.mp4", Span::new(2, 4), Modality::Visual),
            cues: vec![
                sound("/s/bell, \"loud\" 100 %.wav", Span::new(3, 4), 0, 0.25),
                sound("/s/tick.wav", Span::new(0, 1), 3, 0.5),
            ],
            fps: None,
        }
    }

    /// The video is 10 s of 30000/1001 frames a second, the bell ends after 6.6 s, the tick does not exist.
    pub fn probed() -> CueSheet {
        let mut sheet = sheet();
        sheet.probe(|path| match path.to_str()? {
            "/v/street.mp4" => Some(video(Some(29.97), 10.0)),
            "/s/tick.wav" => None,
            _ => Some(MediaInfo { video: None, ..video(None, 6.6) }),
        });
        sheet
    }

    fn video(fps: Option<f64>, secs: f64) -> MediaInfo {
        MediaInfo {
            container: "mov".into(),
            duration_secs: Some(secs),
            video: Some(VideoStream {
                index: 0,
                codec: "h264".into(),
                pixel_format: None,
                width_px: 4,
                height_px: 4,
                fps,
                rotation_degrees: 0,
                pixel_aspect: 1.0,
                is_still: false,
            }),
            audio: Some(AudioStream { index: 1, codec: "aac".into(), sample_rate_hz: 44_100 }),
        }
    }

    #[test]
    fn a_piece_ends_where_its_file_ends() {
        let CueSheet { shot, cues, .. } = probed();
        assert_eq!(shot.len_secs(), 4.0);
        assert!((cues[0].len_secs() - 3.6).abs() < 1e-9, "{:?}", cues[0]);
        let tick = &cues[1];
        assert_eq!((tick.len_secs(), tick.file_secs), (1.0, None));
        assert_eq!((shot.frames(25.0), tick.frames(0.1)), (50..150, 0..1));
    }

    #[test]
    fn a_rounded_ntsc_rate_is_made_exact() {
        let check = |rounded: f64, exact: Option<f64>| {
            assert_eq!(fps(&video(Some(rounded), 1.0)), exact);
        };
        check(29.97, Some(30_000.0 / 1001.0));
        check(23.98, Some(24_000.0 / 1001.0));
        check(59.94, Some(60_000.0 / 1001.0));
        for plain in [24.0, 25.0, 30.0, 12.5, 60.0] {
            check(plain, Some(plain));
        }
        check(90_000.0, None);
        assert_eq!(fps(&MediaInfo { video: None, ..video(None, 1.0) }), None);
    }
}
