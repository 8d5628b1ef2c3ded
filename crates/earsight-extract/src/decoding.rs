//! Decodes one file to pictures and rows of sound, both in one pass.

mod concept_sound;
mod motion;
mod pictures;
mod sound;

use std::path::Path;

use earsight_backbone::{AudioBackbone, PictureChange, SoundChange};
use earsight_core::{Frame, FrameSpec, PerModality, Span};
use earsight_media::{Ffmpeg, Frames, Limits, MediaInfo, Window};

use crate::concepts::Concepts;
use crate::error::one_line;
use crate::rows::Rows;
use crate::{Error, Result};
pub(crate) use concept_sound::ConceptSound;
use motion::Motion;
use pictures::Pictures;
use sound::Sound;

/// Seconds before a window whose pictures its first changes depend on.
const LEAD_SECS: usize = 1;

/// The next seconds of a file; parts can be empty.
#[derive(Default)]
pub(crate) struct Piece {
    /// Pictures of whole seconds; only the last second may have fewer.
    pub(crate) frames: Vec<Frame>,
    /// Changes within each second of the pictures.
    pub(crate) changes: Vec<Vec<f32>>,
    /// Rows of the next seconds of sound.
    pub(crate) sound: Option<Rows>,
}

/// Opens files, to decode them for certain backbones.
pub(crate) struct Decoder {
    pub(crate) ffmpeg: Ffmpeg,
    pub(crate) audio: AudioBackbone,
    /// Networks of concepts, where the backbones have them.
    pub(crate) concepts: Option<Concepts>,
    /// For the backbone's sample rate.
    pub(crate) sound_change: SoundChange,
    pub(crate) frame_spec: FrameSpec,
    pub(crate) limits: Limits,
}

/// A file being decoded; a few seconds are in memory at a time, however long it is.
///
/// The pictures determine its length: sound is cut where they end, and silent where it ends earlier.
/// Without pictures, the sound determines it.
pub(crate) struct Decoding<'a> {
    pictures: Option<Pictures>,
    sound: Option<Sound<'a>>,
    window: Option<Span>,
    n_segments: Option<usize>,
    /// Problems of a file that can be used nevertheless.
    pub(crate) warnings: Vec<String>,
    /// Length stated by the file.
    pub(crate) duration_secs: Option<f64>,
}

impl Decoder {
    /// Starts to decode a file, or a window of it.
    pub(crate) fn open(&self, path: &Path, window: Option<Span>) -> Result<Decoding<'_>> {
        let info = self.ffmpeg.probe(path, &self.limits)?;
        let duration_secs = info.duration_secs;
        if let (Some(span), Some(duration_secs), false) = (window, duration_secs, info.is_still())
            && span.start as f64 >= duration_secs
        {
            return Err(Error::BeyondEnd { span, duration_secs, path: path.to_owned() });
        }
        let mut warnings = Vec::new();
        let sound = self.open_sound(path, &info, window);
        let pictures = self.open_pictures(path, &info, window);
        let (has_sound, has_pictures) =
            (matches!(sound, Ok(Some(_))), matches!(pictures, Ok(Some(_))));
        // One modality is better than none.
        let sound = sound.or_else(|error| as_warning(error, has_pictures, path, &mut warnings))?;
        let pictures =
            pictures.or_else(|error| as_warning(error, has_sound, path, &mut warnings))?;
        Ok(Decoding { pictures, sound, window, n_segments: None, warnings, duration_secs })
    }

    fn open_pictures(
        &self,
        path: &Path,
        info: &MediaInfo,
        window: Option<Span>,
    ) -> Result<Option<Pictures>> {
        // A photograph in a file with sound is its cover.
        if info.video.is_none() || (info.is_still() && info.audio.is_some()) {
            return Ok(None);
        }
        let (frames, small, n_lead) = self.open_frames(path, info, window)?;
        Pictures::open(frames, Motion::new(small, n_lead), self.frame_spec)
    }

    /// Pictures for the network, small ones for motion, and the seconds of the latter before the window.
    fn open_frames(
        &self,
        path: &Path,
        info: &MediaInfo,
        window: Option<Span>,
    ) -> Result<(Frames, Frames, usize)> {
        let small_spec = PictureChange::FRAME_SPEC;
        let Some(span) = window else {
            let specs = [self.frame_spec, small_spec];
            let [frames, small] =
                self.ffmpeg.frames_of_two_specs(path, info, specs, &self.limits)?;
            return Ok((frames, small, 0));
        };
        // The first motion of a window needs the picture before it.
        let n_lead = lead_secs(span);
        let open = |spec, window| self.ffmpeg.frames(path, info, spec, Some(window), &self.limits);
        let frames = open(self.frame_spec, around(span, 0, 0))?;
        let small = open(small_spec, around(span, n_lead, 0))?;
        // A photograph is the same whatever the window.
        Ok((frames, small, if info.is_still() { 0 } else { n_lead }))
    }

    fn open_sound(
        &self,
        path: &Path,
        info: &MediaInfo,
        window: Option<Span>,
    ) -> Result<Option<Sound<'_>>> {
        if info.audio.is_none() {
            return Ok(None);
        }
        let needed = window.map(|span| Sound::needed(self, span));
        let around = needed.map(|span| around(span, 0, 0));
        let rate_hz = self.audio.sample_rate_hz();
        let samples = self.ffmpeg.samples(path, info, rate_hz, around, &self.limits)?;
        Sound::open(samples, self, window)
    }
}

/// Seconds to read before a window.
fn lead_secs(window: Span) -> usize {
    window.start.min(LEAD_SECS)
}

/// A window with seconds before and after it.
fn around(window: Span, lead_secs: usize, tail_secs: usize) -> Window {
    Window {
        start_secs: (window.start - lead_secs) as f64,
        len_secs: (lead_secs + window.len + tail_secs) as f64,
    }
}

/// Makes an error of one modality a warning where the file has the other one.
fn as_warning<T>(
    error: Error,
    has_other: bool,
    path: &Path,
    warnings: &mut Vec<String>,
) -> Result<Option<T>> {
    if !has_other {
        return Err(error);
    }
    warnings.push(one_line(&error, path));
    Ok(None)
}

impl Decoding<'_> {
    /// Which modalities the file has.
    pub(crate) fn has(&self) -> PerModality<bool> {
        PerModality { audio: self.sound.is_some(), visual: self.pictures.is_some() }
    }

    /// Seconds of the file, known once [`Decoding::next_piece`] has returned `None`.
    pub(crate) fn n_segments(&self) -> usize {
        self.n_segments.unwrap_or(0)
    }

    /// The next seconds; `None` at the end.
    pub(crate) fn next_piece(&mut self) -> Result<Option<Piece>> {
        if self.n_segments.is_some() {
            return Ok(None);
        }
        let mut piece = Piece::default();
        let mut sound = self.sound.as_mut();
        if let Some(pictures) = &mut self.pictures {
            let (n_secs, is_end) = pictures.read(&mut piece)?;
            if is_end {
                self.n_segments = Some(n_secs);
                self.warnings.extend(pictures.complaint());
            }
            if let Some(sound) = &mut sound {
                piece.sound = sound.read_to(n_secs, is_end)?;
            }
        } else if let Some(sound) = &mut sound {
            let n_most = self.window.map_or(usize::MAX, |span| span.len);
            (piece.sound, self.n_segments) = sound.read_one(n_most)?;
        } else {
            self.n_segments = Some(0);
        }
        self.warnings.extend(sound.and_then(Sound::complaint));
        Ok(Some(piece))
    }
}
