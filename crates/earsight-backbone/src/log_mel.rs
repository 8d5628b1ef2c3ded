//! Log-mel spectra: the logarithm of the loudness in each mel band, frame by frame.
//!
//! Spectra are taken in f64 (realfft): single precision is off by 1e-4 in quiet bands.

mod cnn9;
mod mel_bands;
mod onsets;
mod vggish;

pub(crate) use cnn9::{HOP, SAMPLE_RATE_HZ, cnn9_log_mel};
pub(crate) use onsets::{ONSET_BANDS, ONSET_FRAMES_PER_SEC, onset_log_mel};
pub(crate) use vggish::{VGGISH_FRAMES, VGGISH_FRAMES_PER_SEC, vggish_log_mel};

use std::sync::Arc;

use mel_bands::MelBands;
use realfft::num_complex::Complex64;
use realfft::{RealFftPlanner, RealToComplex};

/// A recipe for log-mel frames.
pub(crate) struct LogMel {
    /// Samples per second of the sounds it takes.
    pub(crate) sample_rate_hz: u32,
    /// Factor of each sample of a frame.
    window: Vec<f64>,
    /// Samples from one frame to the next; frame `k` starts at sample `k × hop`, rounded.
    hop: f64,
    /// Zeros before and after the sound.
    padding: usize,
    /// What a complex bin counts for: its power or its magnitude.
    loudness: fn(Complex64) -> f64,
    bands: MelBands,
    /// What a band's sum becomes.
    compress: fn(f64) -> f64,
    /// At least as long as the window.
    transform: Arc<dyn RealToComplex<f64>>,
}

/// The transform of so many numbers.
fn transform(n_fft: usize) -> Arc<dyn RealToComplex<f64>> {
    RealFftPlanner::new().plan_fft_forward(n_fft)
}

impl LogMel {
    /// Numbers of a frame.
    pub(crate) fn n_bands(&self) -> usize {
        self.bands.len()
    }

    /// What every band of silence becomes.
    pub(crate) fn silence(&self) -> f32 {
        (self.compress)(0.0) as f32
    }

    /// Starts a new sound.
    pub(crate) fn frames(&self) -> LogMelFrames<'_> {
        LogMelFrames {
            recipe: self,
            pending: vec![0.0; self.padding],
            n_passed: 0,
            n_frames: 0,
            time: self.transform.make_input_vec(),
            spectrum: self.transform.make_output_vec(),
            scratch: self.transform.make_scratch_vec(),
        }
    }
}

/// One sound becoming log-mel frames; holds less than a frame of it.
pub(crate) struct LogMelFrames<'a> {
    recipe: &'a LogMel,
    /// Samples from number `n_passed` on.
    pending: Vec<f32>,
    n_passed: u64,
    n_frames: u64,
    time: Vec<f64>,
    spectrum: Vec<Complex64>,
    scratch: Vec<Complex64>,
}

impl LogMelFrames<'_> {
    /// Takes samples and appends the frames that are now complete, band by band.
    pub(crate) fn push(&mut self, samples: &[f32], frames: &mut Vec<f32>) {
        self.pending.extend_from_slice(samples);
        let mut start = self.next_start();
        while start + self.recipe.window.len() <= self.pending.len() {
            self.frame(start, frames);
            self.n_frames += 1;
            start = self.next_start();
        }
        let n_passed = start.min(self.pending.len());
        self.pending.drain(..n_passed);
        self.n_passed += n_passed as u64;
    }

    /// Ends the sound and appends its last frames.
    pub(crate) fn finish(&mut self, frames: &mut Vec<f32>) {
        self.push(&vec![0.0; self.recipe.padding], frames);
    }

    /// Where the next frame starts in what is pending.
    fn next_start(&self) -> usize {
        let start = (self.n_frames as f64 * self.recipe.hop).round() as u64;
        (start - self.n_passed) as usize
    }

    fn frame(&mut self, start: usize, frames: &mut Vec<f32>) {
        let recipe = self.recipe;
        self.time.fill(0.0);
        for ((out, &sample), factor) in
            self.time.iter_mut().zip(&self.pending[start..]).zip(&recipe.window)
        {
            *out = f64::from(sample) * factor;
        }
        recipe
            .transform
            .process_with_scratch(&mut self.time, &mut self.spectrum, &mut self.scratch)
            .expect("the buffers were made by this transform");
        let loudness: Vec<f64> = self.spectrum.iter().map(|&bin| (recipe.loudness)(bin)).collect();
        frames.extend(recipe.bands.sums(&loudness).map(|sum| (recipe.compress)(sum) as f32));
    }
}
