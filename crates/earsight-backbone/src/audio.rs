//! Sound to features, second by second, while it is still being decoded.

mod frame_rows;
mod log_mel_windows;
mod second_window;

pub(crate) use frame_rows::SampleFrames;
pub(crate) use log_mel_windows::LogMelWindows;
pub(crate) use second_window::SecondWindow;

use earsight_core::{FeatureSpace, Span};

use crate::engine::Engine;
use crate::{Error, Result};

/// Samples of silence appended at a time.
const SILENCE: [f32; 4096] = [0.0; 4096];

/// A frozen network that turns seconds of sound into rows of features.
///
/// # Which sound
/// The reference features cut the sound to a whole number of seconds first.
/// The last rows of `cnn9-wide` and `soundnet8` depend on it: the window of the one is moved back to lie within the
/// sound, the other has zeros after its end, so the caller should push no more than `n_segments` seconds.
///
/// `soundnet8` repeats a sound that is shorter than 20 s until it is that long, as its network was trained on long
/// sounds.
///
/// The reference let ffmpeg mix the channels (`-ac 1`), which makes stereo sound louder than the mean by the root of two.
/// The authors of the network take the mean, and so does this crate; rows of stereo clips have a cosine of 0.99 to that reference.
pub struct AudioBackbone {
    pub(crate) space: FeatureSpace,
    pub(crate) input: Box<dyn SoundInput>,
    pub(crate) engine: Box<dyn Engine>,
}

/// How the samples of a sound become the input of a network, and its output rows.
pub(crate) trait SoundInput: Send + Sync {
    /// Samples per second.
    fn sample_rate_hz(&self) -> u32;

    /// As [`AudioBackbone::sound_of`].
    fn sound_of(&self, rows: Span) -> Span;

    /// Starts at a second of a sound, to compute the rows from `first_row` on.
    fn start<'a>(
        &'a self,
        engine: &'a dyn Engine,
        first_second: u64,
        first_row: u64,
    ) -> Box<dyn RowStream + 'a>;
}

/// One sound on its way to rows; every sample is finite.
pub(crate) trait RowStream: Send {
    /// Takes samples, and appends the rows that are now complete.
    fn push(&mut self, samples: &[f32], rows: &mut Vec<Vec<f32>>) -> Result<()>;

    /// The samples that the sound lacks to be long enough for the network, which are not silence.
    fn repeated(&self) -> Vec<f32> {
        vec![]
    }

    /// Ends the sound, and appends the missing rows of the seconds before `end`, where the sound is that long.
    fn finish(&mut self, end: u64, rows: &mut Vec<Vec<f32>>) -> Result<()>;
}

impl AudioBackbone {
    /// The feature space of its rows.
    pub fn space(&self) -> &FeatureSpace {
        &self.space
    }

    /// Samples per second of its input: one channel, the mean of all channels, full scale ±1.
    pub fn sample_rate_hz(&self) -> u32 {
        self.input.sample_rate_hz()
    }

    /// Starts a new sound.
    pub fn segments(&self) -> AudioSegments<'_> {
        self.segments_from(0)
    }

    /// The seconds of sound that the rows of `rows` depend on; where the sound ends earlier, those that there are.
    pub fn sound_of(&self, rows: Span) -> Span {
        self.input.sound_of(rows)
    }

    /// Starts in the middle of a sound: the first row is that of second `first_row`.
    ///
    /// The caller pushes the seconds of [`AudioBackbone::sound_of`], and nothing before them. Rows then have the same
    /// bits as when the sound is pushed from its start.
    pub fn segments_from(&self, first_row: usize) -> AudioSegments<'_> {
        let first_second = self.sound_of(Span::new(first_row, 1)).start as u64;
        let sample_rate_hz = self.sample_rate_hz();
        AudioSegments {
            sample_rate_hz,
            n_samples: first_second * u64::from(sample_rate_hz),
            first_row: first_row as u64,
            n_returned: 0,
            rows: self.input.start(self.engine.as_ref(), first_second, first_row as u64),
        }
    }
}

/// One sound on its way through a backbone: any number of `push`, then one `finish`.
///
/// Memory does not grow with the length of the sound,
/// and the rows do not depend on how the sound was cut into pieces.
pub struct AudioSegments<'a> {
    sample_rate_hz: u32,
    /// Position of the next sample in the sound.
    n_samples: u64,
    first_row: u64,
    /// Rows that were returned.
    n_returned: usize,
    rows: Box<dyn RowStream + 'a>,
}

impl AudioSegments<'_> {
    /// Takes the next samples and returns the rows of the seconds that are now complete, in order.
    ///
    /// # Errors
    /// [`crate::Error::NotFinite`] for a sample that is infinite or not a number; no more can be pushed then.
    pub fn push(&mut self, samples: &[f32]) -> Result<Vec<Vec<f32>>> {
        let mut rows = Vec::new();
        self.push_onto(samples, &mut rows)?;
        self.n_returned += rows.len();
        Ok(rows)
    }

    fn push_onto(&mut self, samples: &[f32], rows: &mut Vec<Vec<f32>>) -> Result<()> {
        if let Some(at) = samples.iter().position(|sample| !sample.is_finite()) {
            let (sample, sample_rate_hz) = (self.n_samples + at as u64, self.sample_rate_hz);
            return Err(Error::NotFinite { sample, sample_rate_hz, value: samples[at] });
        }
        self.n_samples += samples.len() as u64;
        self.rows.push(samples, rows)
    }

    /// Ends the sound and returns the rows that are missing, so that there are `n_segments` in all.
    ///
    /// A sound that is too short is padded with silence.
    /// A longer sound has already given more rows: the caller drops those.
    ///
    /// # Errors
    /// As [`AudioSegments::push`].
    pub fn finish(&mut self, n_segments: usize) -> Result<Vec<Vec<f32>>> {
        let mut rows = Vec::new();
        self.push_onto(&self.rows.repeated(), &mut rows)?;
        let end = self.first_row + n_segments as u64;
        let n_expected = end * u64::from(self.sample_rate_hz);
        while self.n_samples < n_expected {
            let n_missing = (n_expected - self.n_samples).min(SILENCE.len() as u64);
            self.push_onto(&SILENCE[..n_missing as usize], &mut rows)?;
        }
        self.rows.finish(end, &mut rows)?;
        // A repeated sound has rows beyond the seconds that were asked for.
        rows.truncate(n_segments.saturating_sub(self.n_returned));
        self.n_returned += rows.len();
        Ok(rows)
    }
}
