//! Networks over log-mel frames, second by second.

use earsight_core::FeatureSpace;
use ndarray::Array4;

use super::second_window::SecondWindow;
use super::{AudioBackbone, AudioSegments};
use crate::engine::Engine;
use crate::log_mel::{LogMel, LogMelFrames};
use crate::{Error, Result};

/// Seconds that pass through the network at once.
const BATCH: usize = 8;

/// Samples of silence appended at a time.
const SILENCE: [f32; 4096] = [0.0; 4096];

/// A network with its log-mel and its window.
pub(crate) struct LogMelBackbone {
    space: FeatureSpace,
    log_mel: LogMel,
    window: SecondWindow,
    engine: Box<dyn Engine>,
}

impl LogMelBackbone {
    pub(crate) fn new(
        space: FeatureSpace,
        log_mel: LogMel,
        window: SecondWindow,
        engine: Box<dyn Engine>,
    ) -> Self {
        LogMelBackbone { space, log_mel, window, engine }
    }
}

impl AudioBackbone for LogMelBackbone {
    fn space(&self) -> &FeatureSpace {
        &self.space
    }

    fn sample_rate_hz(&self) -> u32 {
        self.log_mel.sample_rate_hz
    }

    fn segments(&self) -> Box<dyn AudioSegments + '_> {
        Box::new(LogMelSegments {
            backbone: self,
            frames: self.log_mel.frames(),
            n_samples: 0,
            mel: Vec::new(),
            first_frame: 0,
            next_second: 0,
        })
    }
}

/// One sound on its way through the network.
struct LogMelSegments<'a> {
    backbone: &'a LogMelBackbone,
    frames: LogMelFrames<'a>,
    n_samples: u64,
    /// The frames that a window may still need, band by band.
    mel: Vec<f32>,
    /// Position in the sound of the first of them.
    first_frame: u64,
    next_second: u64,
}

impl AudioSegments for LogMelSegments<'_> {
    fn push(&mut self, samples: &[f32]) -> Result<Vec<Vec<f32>>> {
        if let Some(at) = samples.iter().position(|sample| !sample.is_finite()) {
            let sample = self.n_samples + at as u64;
            return Err(Error::NotFinite {
                sample,
                sample_rate_hz: self.backbone.log_mel.sample_rate_hz,
                value: samples[at],
            });
        }
        let mut rows = Vec::new();
        // Piece by piece, so that mel frames do not pile up when a whole file comes at once.
        for piece in samples.chunks(BATCH * self.backbone.log_mel.sample_rate_hz as usize) {
            self.n_samples += piece.len() as u64;
            self.frames.push(piece, &mut self.mel);
            rows.append(&mut self.complete_seconds()?);
        }
        Ok(rows)
    }

    fn finish(&mut self, n_segments: usize) -> Result<Vec<Vec<f32>>> {
        let n_segments = n_segments as u64;
        let mut rows = Vec::new();
        let mut n_missing = (n_segments * u64::from(self.backbone.log_mel.sample_rate_hz))
            .saturating_sub(self.n_samples);
        while n_missing > 0 {
            let n_now = n_missing.min(SILENCE.len() as u64);
            rows.append(&mut self.push(&SILENCE[..n_now as usize])?);
            n_missing -= n_now;
        }
        self.frames.finish(&mut self.mel);
        let n_total = self.end_frame().max(self.backbone.window.n_frames());
        // A sound shorter than one window is silent to the window's end.
        let n_values = (n_total - self.first_frame) as usize * self.backbone.log_mel.n_bands();
        self.mel.resize(n_values, self.backbone.log_mel.silence());
        let starts: Vec<u64> = (self.next_second..n_segments)
            .map(|second| self.backbone.window.start_within(second, n_total))
            .collect();
        for batch in starts.chunks(BATCH) {
            rows.append(&mut self.embed(batch)?);
        }
        self.next_second = self.next_second.max(n_segments);
        Ok(rows)
    }
}

impl LogMelSegments<'_> {
    /// Rows of the seconds whose window is complete.
    fn complete_seconds(&mut self) -> Result<Vec<Vec<f32>>> {
        let window = self.backbone.window;
        let mut rows = Vec::new();
        loop {
            let starts: Vec<u64> = (self.next_second..)
                .map(|second| window.start(second))
                .take_while(|start| start + window.n_frames() <= self.end_frame())
                .take(BATCH)
                .collect();
            if starts.is_empty() {
                break;
            }
            rows.append(&mut self.embed(&starts)?);
            self.next_second += starts.len() as u64;
        }
        self.forget();
        Ok(rows)
    }

    /// Drops the frames that no later window can need, also when the end of the sound moves it back.
    fn forget(&mut self) {
        let window = self.backbone.window;
        let first_needed = window.start_within(self.next_second, self.end_frame());
        self.mel
            .drain(..(first_needed - self.first_frame) as usize * self.backbone.log_mel.n_bands());
        self.first_frame = first_needed;
    }

    /// The frame after the last one there is.
    fn end_frame(&self) -> u64 {
        self.first_frame + (self.mel.len() / self.backbone.log_mel.n_bands()) as u64
    }

    /// Runs the network on the windows that start at these frames.
    fn embed(&self, starts: &[u64]) -> Result<Vec<Vec<f32>>> {
        let n_bands = self.backbone.log_mel.n_bands();
        let n_values = self.backbone.window.n_frames() as usize * n_bands;
        let mut input = Vec::with_capacity(starts.len() * n_values);
        for start in starts {
            let at = (start - self.first_frame) as usize * n_bands;
            input.extend_from_slice(&self.mel[at..at + n_values]);
        }
        let shape = (starts.len(), 1, n_values / n_bands, n_bands);
        let mel = Array4::from_shape_vec(shape, input).expect("every window has the same size");
        let rows = self.backbone.engine.run(mel)?;
        Ok(rows.outer_iter().map(|row| row.to_vec()).collect())
    }
}
