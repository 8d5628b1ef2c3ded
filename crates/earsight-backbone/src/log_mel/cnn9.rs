//! The log-mel of CNN9 (Ma and Lerch 2022, with the settings of their `aisfx`).

use std::f64::consts::TAU;

use super::mel_bands::MelBands;
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
/// `log10(1e4 x + 1)` of the loudest sound of the authors' data; keeps the input within 0..=1.
const LOUDEST: f64 = 9.457798957824707;

/// 96 HTK mel bands of the power spectrum, `log10(1e4 x + 1) / 9.4578`.
///
/// Frames are centred: 1,024 zeros stand before and after the sound, and frame `k` is centred on sample `1024 k`.
/// Triangles are linear in Hz and sum to 1.
pub(crate) fn cnn9_log_mel() -> LogMel {
    let hann = |idx: usize| 0.5 - 0.5 * (TAU * idx as f64 / (WINDOW as f64 - 1.0)).cos(); // symmetric
    let bands = MelBands::htk([0.0, NYQUIST_HZ], N_BANDS, WINDOW, f64::from(SAMPLE_RATE_HZ));
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
