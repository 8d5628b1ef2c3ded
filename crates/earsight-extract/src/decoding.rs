//! One file on its way to seconds: picture and sound side by side, in one pass.

use std::path::Path;

use earsight_backbone::{
    AudioBackbone, AudioSegments, PictureChange, SoundChange, SoundChangeRows,
};
use earsight_core::{Frame, FrameSpec, PerModality, Span};
use earsight_media::{Ffmpeg, Frames, Limits, MediaInfo, Samples, Window};

use crate::error::one_line;
use crate::motion::Motion;
use crate::seconds::n_segments;
use crate::{Error, Result};

/// Pictures that are embedded together: two seconds of them, so that reading pictures, motion and sound takes
/// turns often and ffmpeg seldom waits.
const FRAMES_AT_ONCE: u32 = 6;

/// Seconds of sound around a window, so that its rows are those of the whole file.
const LEAD_SECS: usize = 1;
const TAIL_SECS: usize = 2;

/// The next bit of a file.
pub(crate) enum Piece {
    /// Pictures of whole seconds; only the last second may have fewer.
    Pictures {
        frames: Vec<Frame>,
        /// What changes in each of those seconds.
        changes: Vec<Vec<f32>>,
    },
    /// Rows of the next seconds of sound.
    Sound(Vec<SoundRow>),
}

/// One second of sound.
pub(crate) struct SoundRow {
    pub(crate) features: Vec<f32>,
    pub(crate) changes: Vec<f32>,
}

/// What decodes, and for whom.
#[derive(Clone, Copy)]
pub(crate) struct Decoder<'a> {
    pub(crate) ffmpeg: &'a Ffmpeg,
    pub(crate) audio: &'a AudioBackbone,
    /// For the backbone's sample rate.
    pub(crate) sound_change: &'a SoundChange,
    pub(crate) frame_spec: FrameSpec,
    pub(crate) limits: &'a Limits,
}

/// A file being decoded; a few seconds are in memory at a time, however long it is.
///
/// Time is the picture's: sound is read no further than the picture, cut where the picture ends,
/// and silent where it ends before. A file without picture has its sound's time.
pub(crate) struct Decoding<'a> {
    picture: Option<Picture>,
    sound: Option<Sound<'a>>,
    waiting: Vec<Piece>,
    n_segments: Option<usize>,
    /// What is wrong with the file although it can be used.
    pub(crate) warnings: Vec<String>,
    /// Length as the file says it.
    pub(crate) duration_secs: Option<f64>,
}

struct Picture {
    first: Option<Frame>,
    frames: Frames,
    motion: Motion,
    n_frames: u64,
    frames_per_sec: u32,
}

struct Sound<'a> {
    first: Option<Vec<f32>>,
    /// Nothing when the sound has ended.
    samples: Option<Samples>,
    segments: AudioSegments<'a>,
    change: SoundChangeRows<'a>,
    /// Rows of seconds whose other row is still to come.
    early: EarlyRows,
    samples_per_sec: usize,
    n_pushed_secs: usize,
    /// Rows before the window, still to be dropped.
    n_lead: usize,
    /// All rows before the window.
    lead_secs: usize,
    /// Whether seconds behind the window are there to be heard.
    tail_secs: usize,
    n_rows: usize,
}

/// The network and the onsets each wait for a little of the next second.
#[derive(Default)]
struct EarlyRows {
    features: Vec<Vec<f32>>,
    changes: Vec<Vec<f32>>,
}

impl<'a> Decoder<'a> {
    /// Begins to decode a file, or a moment of it.
    pub(crate) fn open(self, path: &Path, window: Option<Span>) -> Result<Decoding<'a>> {
        let info = self.ffmpeg.probe(path, self.limits)?;
        if let (Some(span), Some(duration_secs), false) =
            (window, info.duration_secs, info.is_still())
            && span.start as f64 >= duration_secs
        {
            return Err(Error::BeyondEnd { span, duration_secs, path: path.to_owned() });
        }
        let mut warnings = Vec::new();
        let sound = self.open_sound(path, &info, window);
        let picture = self.open_picture(path, &info, window);
        let (is_heard, is_seen) = (matches!(sound, Ok(Some(_))), matches!(picture, Ok(Some(_))));
        // One modality is better than none.
        let sound = sound.or_else(|error| forgive(error, is_seen, path, &mut warnings))?;
        let picture = picture.or_else(|error| forgive(error, is_heard, path, &mut warnings))?;
        Ok(Decoding {
            picture,
            sound,
            waiting: vec![],
            n_segments: None,
            warnings,
            duration_secs: info.duration_secs,
        })
    }

    fn open_picture(
        self,
        path: &Path,
        info: &MediaInfo,
        window: Option<Span>,
    ) -> Result<Option<Picture>> {
        // A photograph beside a sound is its cover.
        if info.video.is_none() || (info.is_still() && info.audio.is_some()) {
            return Ok(None);
        }
        let (mut frames, small, n_lead) = self.open_frames(path, info, window)?;
        let Some(first) = frames.next().transpose()? else { return Ok(None) };
        Ok(Some(Picture {
            first: Some(first),
            frames,
            motion: Motion::new(small, n_lead),
            n_frames: 0,
            frames_per_sec: self.frame_spec.frames_per_sec,
        }))
    }

    /// Pictures for the network, small ones for motion, and how many seconds of those come too early.
    fn open_frames(
        self,
        path: &Path,
        info: &MediaInfo,
        window: Option<Span>,
    ) -> Result<(Frames, Frames, usize)> {
        let small_spec = PictureChange::FRAME_SPEC;
        let Some(span) = window else {
            let specs = [self.frame_spec, small_spec];
            let [frames, small] =
                self.ffmpeg.frames_of_two_specs(path, info, specs, self.limits)?;
            return Ok((frames, small, 0));
        };
        // The first motion of a moment needs the picture before.
        let n_lead = lead_secs(span);
        let shown = Window { start_secs: span.start as f64, len_secs: span.len as f64 };
        let open = |spec, window| self.ffmpeg.frames(path, info, spec, Some(window), self.limits);
        let frames = open(self.frame_spec, shown)?;
        let small = open(small_spec, around(span, n_lead, 0))?;
        // A photograph is the same whatever the window.
        Ok((frames, small, if info.is_still() { 0 } else { n_lead }))
    }

    fn open_sound(
        self,
        path: &Path,
        info: &MediaInfo,
        window: Option<Span>,
    ) -> Result<Option<Sound<'a>>> {
        if info.audio.is_none() {
            return Ok(None);
        }
        let lead_secs = window.map_or(0, lead_secs);
        let around = window.map(|span| around(span, lead_secs, TAIL_SECS));
        let rate_hz = self.audio.sample_rate_hz();
        let mut samples = self.ffmpeg.samples(path, info, rate_hz, around, self.limits)?;
        let first = samples.next().transpose()?;
        Ok(first.map(|first| Sound {
            first: Some(first),
            samples: Some(samples),
            segments: self.audio.segments(),
            change: self.sound_change.rows(),
            early: EarlyRows::default(),
            samples_per_sec: rate_hz as usize,
            n_pushed_secs: 0,
            n_lead: lead_secs,
            lead_secs,
            tail_secs: if window.is_some() { TAIL_SECS } else { 0 },
            n_rows: 0,
        }))
    }
}

/// Seconds to read before a window.
fn lead_secs(window: Span) -> usize {
    window.start.min(LEAD_SECS)
}

/// A window with seconds before and behind it.
fn around(window: Span, lead_secs: usize, tail_secs: usize) -> Window {
    Window {
        start_secs: (window.start - lead_secs) as f64,
        len_secs: (lead_secs + window.len + tail_secs) as f64,
    }
}

/// What is wrong with one modality is a warning where the other one is there.
fn forgive<T>(
    error: Error,
    is_other_there: bool,
    path: &Path,
    warnings: &mut Vec<String>,
) -> Result<Option<T>> {
    if !is_other_there {
        return Err(error);
    }
    warnings.push(one_line(&error, path));
    Ok(None)
}

impl Decoding<'_> {
    /// Which modalities the file has.
    pub(crate) fn has(&self) -> PerModality<bool> {
        PerModality { audio: self.sound.is_some(), visual: self.picture.is_some() }
    }

    /// Seconds of the file, known once [`Decoding::next_piece`] has returned nothing.
    pub(crate) fn n_segments(&self) -> usize {
        self.n_segments.unwrap_or(0)
    }

    /// The next bit; nothing at the end.
    pub(crate) fn next_piece(&mut self, window: Option<Span>) -> Result<Option<Piece>> {
        while self.waiting.is_empty() && self.n_segments.is_none() {
            match self.picture.is_some() {
                true => self.read_picture()?,
                false => self.read_sound_alone(window)?,
            }
        }
        // Pieces are few and come in order.
        Ok((!self.waiting.is_empty()).then(|| self.waiting.remove(0)))
    }

    fn read_picture(&mut self) -> Result<()> {
        let Some(picture) = &mut self.picture else { return Ok(()) };
        let (frames, is_end) = picture.read()?;
        let (n_frames, per_sec) = (picture.n_frames, picture.frames_per_sec);
        let n_whole = match is_end {
            true => n_segments(n_frames, per_sec),
            false => (n_frames / u64::from(per_sec)) as usize,
        };
        if !frames.is_empty() {
            let changes = picture.motion.read_to(n_whole)?;
            self.waiting.push(Piece::Pictures { frames, changes });
        }
        if is_end {
            self.n_segments = Some(n_whole);
            self.warnings.extend(picture.frames.complaint().map(str::to_owned));
        }
        if let Some(sound) = &mut self.sound {
            let rows = sound.read_to(n_whole, is_end)?;
            self.warnings.extend(sound.complaint());
            if !rows.is_empty() {
                self.waiting.push(Piece::Sound(rows));
            }
        }
        Ok(())
    }

    fn read_sound_alone(&mut self, window: Option<Span>) -> Result<()> {
        let Some(sound) = &mut self.sound else {
            self.n_segments = Some(0);
            return Ok(());
        };
        let rows = match sound.read_one(window.map(|span| span.len))? {
            Some(rows) => rows,
            None => {
                let n_segments =
                    (sound.n_pushed_secs - sound.lead_secs.min(sound.n_pushed_secs)).max(1);
                let n_segments = window.map_or(n_segments, |span| n_segments.min(span.len));
                self.n_segments = Some(n_segments);
                sound.finish(n_segments)?
            }
        };
        self.warnings.extend(sound.complaint());
        if !rows.is_empty() {
            self.waiting.push(Piece::Sound(rows));
        }
        Ok(())
    }
}

impl Picture {
    /// The next pictures, and whether they are the last.
    fn read(&mut self) -> Result<(Vec<Frame>, bool)> {
        let per_sec = self.frames_per_sec;
        let n_wanted = (FRAMES_AT_ONCE / per_sec).max(1) * per_sec;
        let mut frames = Vec::with_capacity(n_wanted as usize);
        frames.extend(self.first.take());
        while frames.len() < n_wanted as usize {
            match self.frames.next().transpose()? {
                Some(frame) => frames.push(frame),
                None => {
                    self.n_frames += frames.len() as u64;
                    // A rest too short to be a second goes.
                    let n_kept = n_segments(self.n_frames, per_sec) as u64 * u64::from(per_sec);
                    let n_over = self.n_frames.saturating_sub(n_kept) as usize;
                    frames.truncate(frames.len().saturating_sub(n_over));
                    return Ok((frames, true));
                }
            }
        }
        self.n_frames += frames.len() as u64;
        Ok((frames, false))
    }
}

impl Sound<'_> {
    /// Reads on until the end of second `n_secs` of the picture; silence where the sound has ended.
    fn read_to(&mut self, n_secs: usize, is_end: bool) -> Result<Vec<SoundRow>> {
        let mut rows = Vec::new();
        while self.n_pushed_secs < self.lead_secs + n_secs {
            let mut second = self.next_second()?.unwrap_or_default();
            second.resize(self.samples_per_sec, 0.0);
            rows.extend(self.push(&second)?);
        }
        if is_end {
            rows.extend(self.finish(n_secs)?);
        }
        Ok(rows)
    }

    /// Reads one second; nothing at the end or when all seconds of the window are there.
    fn read_one(&mut self, n_wanted: Option<usize>) -> Result<Option<Vec<SoundRow>>> {
        if n_wanted.is_some_and(|n_wanted| self.n_pushed_secs >= self.lead_secs + n_wanted) {
            return Ok(None);
        }
        let is_first = self.first.is_some();
        let Some(mut second) = self.next_second()? else { return Ok(None) };
        let counts = 2 * second.len() >= self.samples_per_sec;
        if !counts && !is_first {
            return Ok(None);
        }
        second.resize(self.samples_per_sec, 0.0);
        self.push(&second).map(Some)
    }

    /// The rows that are missing, so that there are `n_segments` in all.
    fn finish(&mut self, n_segments: usize) -> Result<Vec<SoundRow>> {
        let n_before = self.n_rows;
        let mut rows = Vec::new();
        // What is heard behind a window belongs to the row of its last second, where the file has it.
        for _ in 0..self.tail_secs {
            match self.next_second()? {
                Some(second) => rows.extend(self.push(&second)?),
                None => break,
            }
        }
        let n_all = self.lead_secs + n_segments;
        self.early.features.extend(self.segments.finish(n_all)?);
        self.early.changes.extend(self.change.finish(n_all));
        rows.extend(self.complete_rows());
        rows.truncate(n_segments.saturating_sub(n_before));
        Ok(rows)
    }

    fn next_second(&mut self) -> Result<Option<Vec<f32>>> {
        if let Some(first) = self.first.take() {
            return Ok(Some(first));
        }
        match &mut self.samples {
            Some(samples) => Ok(samples.next().transpose()?),
            None => Ok(None),
        }
    }

    fn push(&mut self, second: &[f32]) -> Result<Vec<SoundRow>> {
        self.early.features.extend(self.segments.push(second)?);
        self.early.changes.extend(self.change.push(second));
        self.n_pushed_secs += 1;
        Ok(self.complete_rows())
    }

    /// Seconds that have both rows, but for those before the window.
    fn complete_rows(&mut self) -> Vec<SoundRow> {
        let EarlyRows { features, changes } = &mut self.early;
        let n_rows = features.len().min(changes.len());
        let pairs = features.drain(..n_rows).zip(changes.drain(..n_rows));
        let mut rows: Vec<_> =
            pairs.map(|(features, changes)| SoundRow { features, changes }).collect();
        let n_lead = self.n_lead.min(rows.len());
        self.n_lead -= n_lead;
        rows.drain(..n_lead);
        self.n_rows += rows.len();
        rows
    }

    /// What ffmpeg complained about, told once.
    fn complaint(&mut self) -> Option<String> {
        let complaint = self.samples.as_ref()?.complaint()?.to_owned();
        self.samples = None;
        Some(complaint)
    }
}
