//! A cue sheet with what editors ask besides: pictures a second, and how long files really are.

use std::ops::Range;
use std::path::{Path, PathBuf};

use earsight_core::{Modality, Span};
use earsight_media::{Ffmpeg, Limits, MediaInfo};

use super::{Cue, CueSheet, Excerpt};

/// A shot and what could lie beside it.
#[derive(Debug)]
pub struct Timeline {
    /// Pictures a second of the shot; none of a sound, a photograph, or a video that does not say.
    pub fps: Option<f64>,
    /// The shot, at 0.
    pub shot: Event,
    /// The answers, best first.
    pub cues: Vec<Event>,
}

/// A piece of a file on a timeline.
#[derive(Debug)]
pub struct Event {
    /// The file, for people.
    pub name: String,
    /// Where it is, whole.
    pub path: PathBuf,
    /// What is seen or heard of it.
    pub modality: Modality,
    /// Length of the file; none of a photograph, or when it cannot be read.
    pub file_secs: Option<f64>,
    /// Where the piece starts in the file.
    pub start_secs: f64,
    /// How long it is; never beyond the file's end.
    pub len_secs: f64,
    /// Where it starts beside the shot.
    pub at_secs: f64,
    /// How far it is from the shot; the shot has none.
    pub distance: Option<f64>,
}

/// Rates outside of these are a container's time base and no pictures.
const RATES_FPS: std::ops::RangeInclusive<f64> = 1.0..=240.0;

impl Timeline {
    /// Asks every file how long it is; one that is gone keeps the seconds it had.
    ///
    /// # Errors
    /// When there is no ffmpeg.
    pub fn of(sheet: &CueSheet) -> anyhow::Result<Self> {
        let (ffmpeg, limits) = (Ffmpeg::find()?, Limits::default());
        Ok(Timeline::with(sheet, |path| ffmpeg.probe(path, &limits).ok()))
    }

    fn with(sheet: &CueSheet, probe: impl Fn(&Path) -> Option<MediaInfo>) -> Self {
        let info = probe(&sheet.shot.path);
        let cue = |Cue { excerpt, beside, distance }: &Cue| {
            let at_secs = (beside.start - sheet.shot.span.start) as f64;
            let info = probe(&excerpt.path);
            Event { at_secs, distance: Some(*distance), ..event(excerpt, info.as_ref()) }
        };
        Timeline {
            fps: info.as_ref().and_then(fps),
            shot: event(&sheet.shot, info.as_ref()),
            cues: sheet.cues.iter().map(cue).collect(),
        }
    }
}

impl Event {
    /// Its frames in the file, at least one.
    pub fn frames(&self, rate: f64) -> Range<u64> {
        let start = frames(self.start_secs, rate);
        start..frames(self.start_secs + self.len_secs, rate).max(start + 1)
    }
}

/// A time in frames, to the nearest.
pub fn frames(secs: f64, rate: f64) -> u64 {
    (secs * rate).round() as u64
}

fn event(excerpt: &Excerpt, info: Option<&MediaInfo>) -> Event {
    let Excerpt { name, path, span: Span { start, len }, modality } = excerpt;
    let file_secs = info.filter(|info| !info.is_still()).and_then(|info| info.duration_secs);
    // The last second of a file is mostly a part of one.
    let left_secs = file_secs.map_or(f64::INFINITY, |secs| secs - *start as f64);
    Event {
        name: name.clone(),
        path: std::path::absolute(path).unwrap_or_else(|_| path.clone()),
        modality: *modality,
        file_secs,
        start_secs: *start as f64,
        len_secs: if left_secs > 0.0 { left_secs.min(*len as f64) } else { *len as f64 },
        at_secs: 0.0,
        distance: None,
    }
}

/// Pictures a second; ffmpeg says 29.97 where 30000/1001 is meant, and over an hour that is a picture.
fn fps(info: &MediaInfo) -> Option<f64> {
    let said = info.video.as_ref().filter(|_| !info.is_still())?.fps?;
    let ntsc = said.round() * 1000.0 / 1001.0;
    let meant = if (said - ntsc).abs() < 0.006 { ntsc } else { said };
    RATES_FPS.contains(&meant).then_some(meant)
}

#[cfg(test)]
pub mod tests {
    use earsight_media::{AudioStream, VideoStream};

    use super::*;

    /// Four seconds of a video, a sound that is longer with an odd name, and one that is shorter.
    pub fn sheet() -> CueSheet {
        let excerpt = |folder: &str, name: &str, span, modality| Excerpt {
            name: name.to_owned(),
            path: PathBuf::from(format!("{folder}/{name}")),
            span,
            modality,
        };
        let heard = |name, span| excerpt("/s", name, span, Modality::Audio);
        CueSheet {
            shot: excerpt("/v", "street.mp4", Span::new(2, 4), Modality::Visual),
            cues: vec![
                Cue {
                    excerpt: heard("bell, \"loud\" 100 %.wav", Span::new(3, 4)),
                    beside: Span::new(2, 4),
                    distance: 0.25,
                },
                Cue {
                    excerpt: heard("tick.wav", Span::new(0, 1)),
                    beside: Span::new(5, 1),
                    distance: 0.5,
                },
            ],
        }
    }

    /// The video is 10 s of 30000/1001 pictures a second, the bell ends after 6.6 s, the tick is gone.
    pub fn timeline() -> Timeline {
        Timeline::with(&sheet(), |path| match path.to_str()? {
            "/v/street.mp4" => Some(video(Some(29.97), 10.0)),
            "/s/tick.wav" => None,
            _ => Some(MediaInfo { video: None, ..video(None, 6.6) }),
        })
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
        let Timeline { shot, cues, .. } = timeline();
        assert_eq!((shot.start_secs, shot.len_secs, shot.at_secs), (2.0, 4.0, 0.0));
        assert!((cues[0].len_secs - 3.6).abs() < 1e-9, "{:?}", cues[0]);
        let tick = &cues[1];
        assert_eq!((tick.start_secs, tick.len_secs, tick.at_secs), (0.0, 1.0, 3.0));
        assert_eq!(tick.file_secs, None);
        assert_eq!((shot.frames(25.0), tick.frames(0.1)), (50..150, 0..1));
    }

    #[test]
    fn a_rate_is_the_one_that_is_meant() {
        let check = |said: f64, meant: Option<f64>| assert_eq!(fps(&video(Some(said), 1.0)), meant);
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
