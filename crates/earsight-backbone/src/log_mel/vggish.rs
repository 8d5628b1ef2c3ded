//! The log-mel of VGGish (Hershey et al. 2017; Google's `vggish_input.py`).

use std::f64::consts::TAU;

use super::mel_bands::{MelBands, equally_spaced};
use super::{LogMel, transform};

/// Samples per second.
const SAMPLE_RATE_HZ: u32 = 16_000;
/// Samples of a frame: 25 ms.
const WINDOW: usize = 400;
/// Samples from one frame to the next: 10 ms.
const HOP: usize = 160;
const N_FFT: usize = 512;
/// Mel bands of a frame.
const N_BANDS: usize = 64;
/// Frames of the network's input, 0.975 s of sound.
pub(crate) const VGGISH_FRAMES: usize = 96;
/// Frames that start in a second.
pub(crate) const VGGISH_FRAMES_PER_SEC: u64 = 100;
const LOWEST_HZ: f64 = 125.0;
const HIGHEST_HZ: f64 = 7500.0;

/// 64 HTK mel bands of the magnitude spectrum, triangles linear in mel with peak 1, `ln(x + 0.01)`.
///
/// Nothing is padded, so `n` samples become `1 + (n − 400) / 160` frames, and fewer than 400 none.
pub(crate) fn vggish_log_mel() -> LogMel {
    let hann = |idx: usize| 0.5 - 0.5 * (TAU * idx as f64 / WINDOW as f64).cos(); // periodic
    let edges = equally_spaced(mel_of_hz(LOWEST_HZ), mel_of_hz(HIGHEST_HZ), N_BANDS + 2);
    let bands = MelBands::triangles(&edges, N_FFT / 2 + 1, |bin| {
        mel_of_hz(bin as f64 * f64::from(SAMPLE_RATE_HZ) / N_FFT as f64)
    });
    LogMel {
        sample_rate_hz: SAMPLE_RATE_HZ,
        window: (0..WINDOW).map(hann).collect(),
        hop: HOP as f64,
        padding: 0,
        loudness: |bin| bin.norm(),
        bands,
        compress: |sum| (sum + 0.01).ln(),
        transform: transform(N_FFT),
    }
}

fn mel_of_hz(hz: f64) -> f64 {
    1127.0 * (hz / 700.0).ln_1p()
}
