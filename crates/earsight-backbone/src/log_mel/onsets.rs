//! The log-mel for onsets: coarse in frequency, fine in time.

use super::mel_bands::MelBands;
use super::{LogMel, sine_window, transform};

/// Frames of a second: four for each step of [`earsight_core::change`].
pub(crate) const ONSET_FRAMES_PER_SEC: usize = 48;
/// Mel bands of a frame; the value after them is the whole power.
pub(crate) const ONSET_BANDS: usize = 32;
const WINDOW_SECS: f64 = 0.043;
const LOWEST_HZ: f64 = 60.0;
const HIGHEST_HZ: f64 = 12_000.0;
/// Power of silence, −110 dB.
const SILENT: f64 = 1e-11;

/// 32 mel bands and the whole of the power spectrum, `ln(x + 1e-11)`; a full-scale sine has a power near 1.
///
/// Frame `k` is centred on sample `k × rate / 48`, with zeros before and after the sound.
/// Triangles are linear in Hz with peak 1; bands above what the rate can hold are silent.
pub(crate) fn onset_log_mel(sample_rate_hz: u32) -> LogMel {
    let rate_hz = f64::from(sample_rate_hz);
    let half = (WINDOW_SECS * rate_hz / 2.0).round() as usize;
    let window = sine_window(2 * half);
    let n_fft = window.len().next_power_of_two();
    let bands = MelBands::htk([LOWEST_HZ, HIGHEST_HZ], ONSET_BANDS, n_fft, rate_hz);
    LogMel {
        sample_rate_hz,
        window,
        hop: rate_hz / ONSET_FRAMES_PER_SEC as f64,
        padding: half,
        loudness: |bin| bin.norm_sqr(),
        bands: bands.with_total(n_fft / 2 + 1),
        compress: |power| (power + SILENT).ln(),
        transform: transform(n_fft),
    }
}

#[cfg(test)]
mod tests {
    use std::f64::consts::TAU;

    use super::*;

    #[test]
    fn frames_keep_their_time_where_a_hop_is_no_whole_number_of_samples() {
        for rate_hz in [16_000, 44_100] {
            let recipe = onset_log_mel(rate_hz);
            // A click in the middle of frame 20 × 48 + 7 is louder there than in its neighbours.
            let click = 20 * 48 + 7;
            let mut sound = vec![0.0; 21 * rate_hz as usize];
            sound[click * rate_hz as usize / 48] = 1.0;
            let (mut frames, mut sound_frames) = (Vec::new(), recipe.frames());
            sound.chunks(997).for_each(|chunk| sound_frames.push(chunk, &mut frames));
            sound_frames.finish(&mut frames);
            let power: Vec<f32> =
                frames.chunks(ONSET_BANDS + 1).map(|frame| frame[ONSET_BANDS]).collect();
            assert!(power.len() >= 21 * 48);
            let loudest = (0..power.len()).max_by(|&a, &b| power[a].total_cmp(&power[b]));
            assert_eq!(loudest, Some(click), "{rate_hz} Hz");
        }
    }

    #[test]
    fn a_full_scale_sine_has_a_power_near_1() {
        let tone: Vec<f32> =
            (0..44_100).map(|n| (TAU * 1000.0 * f64::from(n) / 44_100.0).sin() as f32).collect();
        let (recipe, mut frames) = (onset_log_mel(44_100), Vec::new());
        recipe.frames().push(&tone, &mut frames);
        let frame = &frames[20 * (ONSET_BANDS + 1)..][..ONSET_BANDS];
        let loudest = frame.iter().copied().fold(f32::MIN, f32::max);
        assert!(loudest.abs() < 1.0, "{loudest}");
    }
}
