//! One second of sound as a log-spectrogram (SPEC §8).

use std::f64::consts::TAU;
use std::sync::Arc;

use realfft::{RealFftPlanner, RealToComplex};

/// The sample rate of a second.
pub const SAMPLE_RATE_HZ: u32 = 48_000;
/// 10 ms.
const WINDOW_SAMPLES: usize = 480;
/// 5 ms: 199 frames a second.
const HOP_SAMPLES: usize = 240;
const FFT_SAMPLES: usize = 512;
/// Frequencies of the full spectrogram.
const N_FREQUENCIES: usize = FFT_SAMPLES / 2 + 1;
/// Frames of the full spectrogram.
const N_FRAMES: usize = 1 + (SAMPLE_RATE_HZ as usize - WINDOW_SAMPLES) / HOP_SAMPLES;
/// Magnitudes below it are silence.
const LEAST_MAGNITUDE: f64 = 1e-12;
/// Logarithms are divided by it, as the public L³ code does.
const LOG_SCALE: f64 = 5.0;

/// Computes spectrograms of one shape: `ln(max(|STFT|, 1e-12)) / 5`, Hann window.
///
/// Smaller than 257×199, it takes the mean magnitude of equal blocks before the logarithm.
pub struct Spectrogram {
    n_frequencies: usize,
    n_frames: usize,
    fft: Arc<dyn RealToComplex<f64>>,
    window: Vec<f64>,
}

impl Spectrogram {
    /// With so many rows and columns, limited to 257 and 199.
    pub fn new(n_frequencies: usize, n_frames: usize) -> Self {
        let window = (0..WINDOW_SAMPLES)
            .map(|n| 0.5 - 0.5 * (TAU * n as f64 / WINDOW_SAMPLES as f64).cos())
            .collect();
        Spectrogram {
            n_frequencies: n_frequencies.clamp(1, N_FREQUENCIES),
            n_frames: n_frames.clamp(1, N_FRAMES),
            fft: RealFftPlanner::new().plan_fft_forward(FFT_SAMPLES),
            window,
        }
    }

    /// The spectrogram of one second at [`SAMPLE_RATE_HZ`]; a shorter one is padded with silence, a longer one is cut.
    ///
    /// # Shapes
    /// - → `[n_frequencies · n_frames]`, frequency by frequency, from low to high
    pub fn row(&self, samples: &[f32]) -> Vec<f32> {
        let mut sums = vec![0.0_f64; self.n_frequencies * self.n_frames];
        let mut counts = vec![0_usize; sums.len()];
        let mut spectrum = self.fft.make_output_vec();
        for frame in 0..N_FRAMES {
            let mut block = self.fft.make_input_vec();
            let frame_samples = samples.iter().skip(frame * HOP_SAMPLES);
            for ((slot, &sample), weight) in block.iter_mut().zip(frame_samples).zip(&self.window) {
                *slot = f64::from(sample) * weight;
            }
            self.fft.process(&mut block, &mut spectrum).expect("blocks have the planned length");
            let column = frame * self.n_frames / N_FRAMES;
            for (bin, value) in spectrum.iter().enumerate() {
                let place = bin * self.n_frequencies / N_FREQUENCIES * self.n_frames + column;
                sums[place] += value.norm();
                counts[place] += 1;
            }
        }
        let level = |(sum, n): (f64, usize)| {
            ((sum / n.max(1) as f64).max(LEAST_MAGNITUDE).ln() / LOG_SCALE) as f32
        };
        sums.into_iter().zip(counts).map(level).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tone(hz: f64) -> Vec<f32> {
        let rate = f64::from(SAMPLE_RATE_HZ);
        (0..SAMPLE_RATE_HZ).map(|n| (TAU * hz * f64::from(n) / rate).sin() as f32).collect()
    }

    #[test]
    fn a_tone_is_loudest_in_its_own_row_all_second_long() {
        // 3 kHz is bin 32 of 512 at 48 kHz.
        for (shape, expected) in [((257, 199), 32), ((64, 49), 32 * 64 / 257)] {
            let row = Spectrogram::new(shape.0, shape.1).row(&tone(3000.0));
            assert_eq!(row.len(), shape.0 * shape.1);
            for column in 0..shape.1 {
                let level = |bin: usize| row[bin * shape.1 + column];
                let loudest = (0..shape.0).max_by(|&a, &b| level(a).total_cmp(&level(b)));
                assert_eq!(loudest, Some(expected));
            }
        }
    }

    #[test]
    fn the_level_is_the_logarithm_of_the_windows_sum() {
        // A tone on a bin's centre has |X| = Σ window / 2 = 120.
        let row = Spectrogram::new(257, 199).row(&tone(3000.0));
        let expected = (120.0_f64.ln() / 5.0) as f32;
        assert!((row[32 * 199 + 100] - expected).abs() < 1e-3, "{}", row[32 * 199 + 100]);
        let silence = Spectrogram::new(257, 199).row(&[]);
        assert!(silence.iter().all(|&x| (x - (1e-12_f64.ln() / 5.0) as f32).abs() < 1e-5));
    }
}
