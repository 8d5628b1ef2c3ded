//! The log-mel of CNN9 (Ma and Lerch 2022, with the settings of their `aisfx`).

use std::f64::consts::TAU;

use super::mel_bands::{MelBands, hz_edges, triangle};
use super::{LogMel, transform};

/// Mel bands of a frame.
const N_BANDS: usize = 96;
/// Samples per second.
pub(crate) const SAMPLE_RATE_HZ: u32 = 44_100;
/// Samples of a frame.
const WINDOW: usize = 2048;
/// Samples from one frame to the next.
pub(crate) const HOP: usize = 1024;
const NYQUIST_HZ: f64 = 22_050.0;
/// `log10(1e4 x + 1)` of the loudest sound that the authors found; keeps the input within 0..=1.
const LOUDEST: f64 = 9.457798957824707;

/// 96 HTK mel bands of the power spectrum, `log10(1e4 x + 1) / 9.4578`.
///
/// Frames are centred: 1,024 zeros stand before and after the sound, and frame `k` is centred on sample `1024 k`.
/// Triangles are linear in Hz and sum to 1.
pub(crate) fn cnn9_log_mel() -> LogMel {
    let hann = |idx: usize| 0.5 - 0.5 * (TAU * idx as f64 / (WINDOW as f64 - 1.0)).cos(); // symmetric
    let edges = hz_edges(0.0, NYQUIST_HZ, N_BANDS);
    let hz_of_bin = f64::from(SAMPLE_RATE_HZ) / WINDOW as f64;
    let bands = MelBands::from_fn(N_BANDS, WINDOW / 2 + 1, |band, bin| {
        triangle([edges[band], edges[band + 1], edges[band + 2]], bin as f64 * hz_of_bin)
    });
    LogMel {
        sample_rate_hz: SAMPLE_RATE_HZ,
        window: (0..WINDOW).map(hann).collect(),
        hop: HOP as f64,
        padding: WINDOW / 2,
        loudness: |bin| bin.norm_sqr(),
        bands: bands.normalized(),
        compress: |sum| (1e4 * sum + 1.0).log10() / LOUDEST,
        transform: transform(WINDOW),
    }
}

#[cfg(test)]
mod tests {
    use super::super::mel_bands::mel_of_hz;
    use super::*;

    fn log_mel(sound: &[f32]) -> Vec<f32> {
        let (recipe, mut frames) = (cnn9_log_mel(), Vec::new());
        let mut sound_frames = recipe.frames();
        sound_frames.push(sound, &mut frames);
        sound_frames.finish(&mut frames);
        frames
    }

    #[test]
    fn golden() {
        let golden = earsight_testing::Golden::read("golden/backbones_golden.safetensors");
        for (sound, expected) in [("waveform_44100", "mel"), ("tone_44100", "tone_mel")] {
            let found = log_mel(golden.tensor(sound).as_slice().unwrap());
            let expected = golden.tensor(expected);
            assert_eq!(found.len(), expected.len());
            let worst = found.iter().zip(&expected).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
            println!("log-mel of {sound}: largest error {worst:.1e}");
            assert!(worst <= 1e-5, "{sound}: {worst:e}");
        }
    }

    #[test]
    fn a_tone_of_1_khz_is_loudest_in_the_band_around_1_khz() {
        let tone: Vec<f32> =
            (0..44_100).map(|n| (TAU * 1000.0 * f64::from(n) / 44_100.0).sin() as f32).collect();
        let frames = log_mel(&tone);
        let frame = &frames[20 * N_BANDS..21 * N_BANDS];
        let loudest = (0..N_BANDS).max_by(|&a, &b| frame[a].total_cmp(&frame[b])).unwrap();
        let step = mel_of_hz(NYQUIST_HZ) / (N_BANDS as f64 + 1.0);
        let expected = (mel_of_hz(1000.0) / step).round() as usize - 1;
        assert_eq!(loudest, expected);
    }

    #[test]
    fn silence_is_zero_in_every_band() {
        let frames = log_mel(&[0.0; 44_100]);
        assert_eq!(frames.len(), 44 * N_BANDS);
        assert!(frames.iter().all(|&value| value == 0.0));
    }

    #[test]
    fn no_sound_is_one_frame_of_silence() {
        assert_eq!(log_mel(&[]), [0.0; N_BANDS]);
    }
}
