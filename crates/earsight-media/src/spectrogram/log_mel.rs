//! The log-mel spectrogram that is drawn; backbones have their own.

use realfft::RealFftPlanner;

/// Number of mel bands.
pub(super) const N_BANDS: usize = 64;
/// Lowest and highest frequency drawn.
const LOWEST_HZ: f32 = 50.0;
const HIGHEST_HZ: f32 = 11_025.0;
/// Approximate length of a window: long enough to resolve pitch, short enough to resolve a knock.
const WINDOW_SECS: f32 = 0.04;
/// Power added before the logarithm, 100 dB below a full-scale sine.
const FLOOR: f32 = 1e-10;

/// Log-mel spectrogram in dB of `n_frames` windows spread evenly over the sound; `None` without samples.
///
/// Hann window, HTK mel scale `2595 · log10(1 + f / 700)`.
///
/// # Shapes
/// - → `[n_frames, N_BANDS]`, lowest band first
pub(super) fn log_mel(
    samples: &[f32],
    sample_rate_hz: u32,
    n_frames: usize,
) -> Option<Vec<[f32; N_BANDS]>> {
    if samples.is_empty() || sample_rate_hz == 0 || n_frames == 0 {
        return None;
    }
    let n_window = ((sample_rate_hz as f32 * WINDOW_SECS) as usize).next_power_of_two().max(64);
    let transform = RealFftPlanner::<f32>::new().plan_fft_forward(n_window);
    let (mut windowed, mut spectrum) = (transform.make_input_vec(), transform.make_output_vec());
    let filters = mel_filters(n_window, sample_rate_hz);
    let mut bands = vec![[0.0; N_BANDS]; n_frames];
    for (frame, row) in bands.iter_mut().enumerate() {
        // The centre of this column.
        let centre = (2 * frame + 1) as f64 * samples.len() as f64 / (2 * n_frames) as f64;
        let start = centre as isize - (n_window / 2) as isize;
        for (offset, value) in windowed.iter_mut().enumerate() {
            let sample = usize::try_from(start + offset as isize)
                .ok()
                .and_then(|index| samples.get(index))
                .filter(|sample| sample.is_finite())
                .map_or(0.0, |sample| sample.clamp(-1.0, 1.0));
            let phase = std::f32::consts::TAU * offset as f32 / n_window as f32;
            *value = sample * (0.5 - 0.5 * phase.cos());
        }
        transform.process(&mut windowed, &mut spectrum).ok()?;
        let full_scale = (n_window as f32 / 4.0).powi(2);
        for (band, filter) in row.iter_mut().zip(&filters) {
            let power: f32 = filter
                .iter()
                .map(|&(bin, weight)| weight * spectrum[bin].norm_sqr() / full_scale)
                .sum();
            *band = 10.0 * (power + FLOOR).log10();
        }
    }
    Some(bands)
}

/// Triangular filters evenly spaced in mel: bins and weights of each band, lowest band first.
fn mel_filters(n_window: usize, sample_rate_hz: u32) -> Vec<Vec<(usize, f32)>> {
    let mel = |hz: f32| 2595.0 * (1.0 + hz / 700.0).log10();
    let hz = |mel: f32| 700.0 * (10_f32.powf(mel / 2595.0) - 1.0);
    let nyquist_hz = sample_rate_hz as f32 / 2.0;
    let (lowest, highest) = (mel(LOWEST_HZ.min(nyquist_hz / 4.0)), mel(HIGHEST_HZ.min(nyquist_hz)));
    let edge = |index: usize| hz(lowest + (highest - lowest) * index as f32 / (N_BANDS + 1) as f32);
    let bin_hz = sample_rate_hz as f32 / n_window as f32;
    (0..N_BANDS)
        .map(|band| {
            let (from, peak, to) = (edge(band), edge(band + 1), edge(band + 2));
            let triangle: Vec<(usize, f32)> = (0..=n_window / 2)
                .map(|bin| {
                    let frequency = bin as f32 * bin_hz;
                    let weight = ((frequency - from) / (peak - from))
                        .min((to - frequency) / (to - peak))
                        .max(0.0);
                    (bin, weight)
                })
                .filter(|&(_, weight)| weight > 0.0)
                .collect();
            if triangle.is_empty() {
                // A low band narrower than a bin gets the bin that it lies in.
                vec![(((peak / bin_hz).round() as usize).min(n_window / 2), 1.0)]
            } else {
                triangle
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn loudest_band(frequency_hz: f32) -> usize {
        let samples: Vec<f32> = (0..16_000)
            .map(|index| (std::f32::consts::TAU * frequency_hz * index as f32 / 16_000.0).sin())
            .collect();
        let bands = log_mel(&samples, 16_000, 10).unwrap();
        let row = bands[5];
        (0..N_BANDS).max_by(|&a, &b| row[a].total_cmp(&row[b])).unwrap()
    }

    #[test]
    fn a_higher_tone_is_in_a_higher_band() {
        let bands: Vec<usize> = [120.0, 440.0, 1500.0, 5000.0].map(loudest_band).to_vec();
        assert!(bands.windows(2).all(|pair| pair[0] < pair[1]), "{bands:?}");
        assert!(bands[0] < 6 && bands[3] > 45, "{bands:?}");
    }

    #[test]
    fn levels_are_finite_for_any_samples() {
        assert!(log_mel(&[], 16_000, 10).is_none());
        assert!(log_mel(&[0.1], 0, 10).is_none());
        for samples in [vec![f32::NAN; 100], vec![f32::INFINITY; 3], vec![0.0; 50_000]] {
            let bands = log_mel(&samples, 8_000, 7).unwrap();
            assert_eq!(bands.len(), 7);
            assert!(bands.iter().flatten().all(|value| value.is_finite()));
        }
    }
}
