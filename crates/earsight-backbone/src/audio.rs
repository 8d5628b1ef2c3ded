//! Sound to features, second by second, while it is still being decoded.

mod second_window;

pub(crate) use second_window::SecondWindow;

use earsight_core::FeatureSpace;
use ndarray::Array4;

use crate::engine::Engine;
use crate::log_mel::{LogMel, LogMelFrames};
use crate::{Error, Result};

/// Seconds that pass through the network at once.
const BATCH: usize = 8;

/// Samples of silence appended at a time.
const SILENCE: [f32; 4096] = [0.0; 4096];

/// A frozen network that turns seconds of sound into rows of features.
///
/// # Which sound
/// The reference features cut the sound to a whole number of seconds first.
/// Only the last row of `cnn9-wide` depends on it: its window is moved back to lie within the sound,
/// so the caller should push no more than `n_segments` seconds.
///
/// The reference let ffmpeg mix the channels (`-ac 1`), which makes stereo sound louder than the mean by the root of two.
/// The authors of the network take the mean, and so does this crate; rows of stereo clips have a cosine of 0.99 to that reference.
pub struct AudioBackbone {
    pub(crate) space: FeatureSpace,
    pub(crate) log_mel: LogMel,
    pub(crate) window: SecondWindow,
    pub(crate) engine: Box<dyn Engine>,
}

impl AudioBackbone {
    /// The feature space of its rows.
    pub fn space(&self) -> &FeatureSpace {
        &self.space
    }

    /// Samples per second of its input: one channel, the mean of all channels, full scale ±1.
    pub fn sample_rate_hz(&self) -> u32 {
        self.log_mel.sample_rate_hz
    }

    /// Starts a new sound.
    pub fn segments(&self) -> AudioSegments<'_> {
        AudioSegments {
            backbone: self,
            frames: self.log_mel.frames(),
            n_samples: 0,
            mel: Vec::new(),
            first_frame: 0,
            next_second: 0,
        }
    }
}

/// One sound on its way through a backbone: any number of `push`, then one `finish`.
///
/// Memory does not grow with the length of the sound,
/// and the rows do not depend on how the sound was cut into pieces.
pub struct AudioSegments<'a> {
    backbone: &'a AudioBackbone,
    frames: LogMelFrames<'a>,
    n_samples: u64,
    /// Log-mel frames that a window may still need, band by band.
    mel: Vec<f32>,
    /// Position of the first of them in the sound.
    first_frame: u64,
    next_second: u64,
}

impl AudioSegments<'_> {
    /// Takes the next samples and returns the rows of the seconds that are now complete, in order.
    ///
    /// # Errors
    /// [`crate::Error::NotFinite`] for a sample that is infinite or not a number; no more can be pushed then.
    pub fn push(&mut self, samples: &[f32]) -> Result<Vec<Vec<f32>>> {
        let sample_rate_hz = self.backbone.sample_rate_hz();
        if let Some(at) = samples.iter().position(|sample| !sample.is_finite()) {
            let sample = self.n_samples + at as u64;
            return Err(Error::NotFinite { sample, sample_rate_hz, value: samples[at] });
        }
        let mut rows = Vec::new();
        // Piece by piece, so that log-mel frames do not accumulate when a whole file is pushed at once.
        for piece in samples.chunks(BATCH * sample_rate_hz as usize) {
            self.n_samples += piece.len() as u64;
            self.frames.push(piece, &mut self.mel);
            rows.append(&mut self.complete_seconds()?);
        }
        Ok(rows)
    }

    /// Ends the sound and returns the rows that are missing, so that there are `n_segments` in all.
    ///
    /// A sound that is too short is padded with silence.
    /// A longer sound has already given more rows: the caller drops those.
    ///
    /// # Errors
    /// As [`AudioSegments::push`].
    pub fn finish(&mut self, n_segments: usize) -> Result<Vec<Vec<f32>>> {
        let AudioBackbone { log_mel, window, .. } = self.backbone;
        let n_segments = n_segments as u64;
        let mut rows = Vec::new();
        let n_expected = n_segments * u64::from(log_mel.sample_rate_hz);
        while self.n_samples < n_expected {
            let n_missing = (n_expected - self.n_samples).min(SILENCE.len() as u64);
            rows.append(&mut self.push(&SILENCE[..n_missing as usize])?);
        }
        self.frames.finish(&mut self.mel);
        let n_total = self.end_frame().max(window.n_frames);
        // A sound shorter than one window is padded to the window's end.
        let n_values = (n_total - self.first_frame) as usize * log_mel.n_bands();
        self.mel.resize(n_values, log_mel.silence());
        let starts: Vec<u64> = (self.next_second..n_segments)
            .map(|second| window.start_within(second, n_total))
            .collect();
        for batch in starts.chunks(BATCH) {
            rows.append(&mut self.embed(batch)?);
        }
        self.next_second = self.next_second.max(n_segments);
        Ok(rows)
    }

    /// Rows of the seconds whose window is complete.
    fn complete_seconds(&mut self) -> Result<Vec<Vec<f32>>> {
        let window = self.backbone.window;
        let mut rows = Vec::new();
        loop {
            let starts: Vec<u64> = (self.next_second..)
                .map(|second| window.start(second))
                .take_while(|start| start + window.n_frames <= self.end_frame())
                .take(BATCH)
                .collect();
            if starts.is_empty() {
                break;
            }
            rows.append(&mut self.embed(&starts)?);
            self.next_second += starts.len() as u64;
        }
        // Drops the frames that no later window can need, also when the end of the sound moves it back.
        let first_needed = window.start_within(self.next_second, self.end_frame());
        let n_dropped = (first_needed - self.first_frame) as usize;
        self.mel.drain(..n_dropped * self.backbone.log_mel.n_bands());
        self.first_frame = first_needed;
        Ok(rows)
    }

    /// Position after the last frame.
    fn end_frame(&self) -> u64 {
        self.first_frame + (self.mel.len() / self.backbone.log_mel.n_bands()) as u64
    }

    /// Runs the network on the windows that start at these frames.
    fn embed(&self, starts: &[u64]) -> Result<Vec<Vec<f32>>> {
        let n_bands = self.backbone.log_mel.n_bands();
        let n_frames = self.backbone.window.n_frames as usize;
        let mut input = Vec::with_capacity(starts.len() * n_frames * n_bands);
        for start in starts {
            let at = (start - self.first_frame) as usize * n_bands;
            input.extend_from_slice(&self.mel[at..at + n_frames * n_bands]);
        }
        let mel = Array4::from_shape_vec((starts.len(), n_frames, n_bands, 1), input)
            .expect("every window has the same size");
        let rows = self.backbone.engine.run(mel)?;
        Ok(rows.outer_iter().map(|row| row.to_vec()).collect())
    }
}
