//! Log-mel spectrograms: the logarithm of the power or magnitude in each mel band, frame by frame.
//!
//! Spectra are computed in f64 (realfft): single precision is off by 1e-4 in quiet bands.

mod cnn9;
mod drawn;
mod mel_bands;
mod onsets;
mod vggish;

pub(crate) use cnn9::{HOP, SAMPLE_RATE_HZ, cnn9_log_mel};
pub use drawn::{DRAWN_BANDS, DRAWN_SOUND_HZ, drawn_log_mel};
pub(crate) use onsets::{ONSET_BANDS, ONSET_FRAMES_PER_SEC, onset_log_mel};
pub(crate) use vggish::{VGGISH_FRAMES, VGGISH_FRAMES_PER_SEC, vggish_log_mel};

use std::f64::consts::TAU;
use std::ops::Range;
use std::sync::Arc;

use mel_bands::MelBands;
use realfft::num_complex::Complex64;
use realfft::{RealFftPlanner, RealToComplex};

/// The parameters of a log-mel spectrogram.
pub(crate) struct LogMel {
    /// Samples per second of the input.
    pub(crate) sample_rate_hz: u32,
    /// Factor of each sample of a frame.
    window: Vec<f64>,
    /// Samples from one frame to the next; frame `k` starts at sample `k × hop`, rounded.
    hop: f64,
    /// Zeros before and after the sound.
    padding: usize,
    /// Power or magnitude of a complex bin.
    loudness: fn(Complex64) -> f64,
    bands: MelBands,
    /// Applied to the sum of a band.
    compress: fn(f64) -> f64,
    /// At least as long as the window.
    transform: Arc<dyn RealToComplex<f64>>,
}

/// The Fourier transform of `n_fft` real values.
fn transform(n_fft: usize) -> Arc<dyn RealToComplex<f64>> {
    RealFftPlanner::new().plan_fft_forward(n_fft)
}

/// A periodic Hann window of `n` samples by which a full-scale sine has a magnitude of 1.
fn sine_window(n: usize) -> Vec<f64> {
    let hann = |idx: usize| 0.5 - 0.5 * (TAU * idx as f64 / n as f64).cos();
    // A sine's magnitude is half the sum of the window.
    let sum: f64 = (0..n).map(hann).sum();
    (0..n).map(|idx| 2.0 * hann(idx) / sum).collect()
}

impl LogMel {
    /// Number of mel bands, the values of a frame.
    pub(crate) fn n_bands(&self) -> usize {
        self.bands.len()
    }

    /// Value of each band of silence.
    pub(crate) fn silence(&self) -> f32 {
        (self.compress)(0.0) as f32
    }

    /// The start of a frame, counted from the first zero before the sound.
    fn start(&self, frame: u64) -> u64 {
        (frame as f64 * self.hop).round() as u64
    }

    /// The samples that a frame depends on.
    pub(crate) fn samples_of(&self, frame: u64) -> Range<u64> {
        let (start, padding) = (self.start(frame), self.padding as u64);
        start.saturating_sub(padding)..(start + self.window.len() as u64).saturating_sub(padding)
    }

    /// Frames of a sound of so many samples.
    pub(crate) fn n_frames(&self, n_samples: u64) -> u64 {
        let n_samples = n_samples + 2 * self.padding as u64;
        match n_samples.checked_sub(self.window.len() as u64) {
            Some(last_start) => (last_start as f64 / self.hop) as u64 + 1,
            None => 0,
        }
    }

    /// Starts a new sound.
    pub(crate) fn frames(&self) -> LogMelFrames<'_> {
        self.frames_from(0)
    }

    /// Starts at a sample of a sound, with the first frame that depends on no sample before.
    pub(crate) fn frames_from(&self, first_sample: u64) -> LogMelFrames<'_> {
        let (n_pending, n_passed) = match first_sample {
            0 => (self.padding, 0),
            _ => (0, first_sample + self.padding as u64),
        };
        let mut n_frames = (n_passed as f64 / self.hop) as u64;
        n_frames += u64::from(self.start(n_frames) < n_passed);
        LogMelFrames {
            recipe: self,
            pending: vec![0.0; n_pending],
            n_passed,
            n_frames,
            time: self.transform.make_input_vec(),
            spectrum: self.transform.make_output_vec(),
            scratch: self.transform.make_scratch_vec(),
        }
    }
}

/// Computes the log-mel frames of one sound piece by piece; less than a frame of it is in memory.
pub(crate) struct LogMelFrames<'a> {
    recipe: &'a LogMel,
    /// Samples from position `n_passed` on.
    pending: Vec<f32>,
    n_passed: u64,
    n_frames: u64,
    time: Vec<f64>,
    spectrum: Vec<Complex64>,
    scratch: Vec<Complex64>,
}

impl LogMelFrames<'_> {
    /// Position of the next frame in the sound.
    pub(crate) fn next_frame(&self) -> u64 {
        self.n_frames
    }

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

    /// Start of the next frame in the pending samples.
    fn next_start(&self) -> usize {
        (self.recipe.start(self.n_frames) - self.n_passed) as usize
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

#[cfg(test)]
mod tests {
    use earsight_testing::Golden;

    use super::*;

    fn frames(recipe: &LogMel, sound: &[f32]) -> Vec<f32> {
        let (mut sound_frames, mut frames) = (recipe.frames(), Vec::new());
        sound_frames.push(sound, &mut frames);
        sound_frames.finish(&mut frames);
        frames
    }

    #[test]
    fn log_mels_are_golden() {
        let check = |recipe: LogMel, file: &str, cases: [(&str, &str, f32); 2]| {
            let golden = Golden::read(format!("golden/{file}.safetensors"));
            for (sound, expected, tolerance) in cases {
                let found = frames(&recipe, golden.tensor(sound).as_slice().unwrap());
                let expected = golden.tensor(expected);
                assert_eq!([found.len() / recipe.n_bands(), recipe.n_bands()], expected.shape());
                let errors = found.iter().zip(&expected).map(|(a, b)| (a - b).abs());
                let worst = errors.fold(0.0, f32::max);
                println!("log-mel of {sound}: largest error {worst:.1e}");
                assert!(worst <= tolerance, "{sound}: {worst:e}");
            }
        };
        let cnn9 = [("waveform_44100", "mel", 1e-5), ("tone_44100", "tone_mel", 1e-5)];
        check(cnn9_log_mel(), "backbones_golden", cnn9);
        // The golden tone is in f64; rounding its samples to f32 alone moves quiet bands by 7.0e-5.
        let vggish = [("waveform_16000", "log_mel", 1e-6), ("tone_16000", "tone_log_mel", 7.1e-5)];
        check(vggish_log_mel(), "vggish_log_mel_golden", vggish);
    }

    #[test]
    fn silence_is_zero_in_every_band_of_cnn9() {
        for (n_samples, n_frames) in [(0, 1), (44_100, 44)] {
            assert_eq!(frames(&cnn9_log_mel(), &vec![0.0; n_samples]), vec![0.0; n_frames * 96]);
        }
    }

    #[test]
    fn a_sound_shorter_than_a_frame_of_vggish_has_none() {
        assert_eq!(frames(&vggish_log_mel(), &[0.5; 399]).len(), 0);
        assert_eq!(frames(&vggish_log_mel(), &[0.5; 400]).len(), 64);
    }
}
