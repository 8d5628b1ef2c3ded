//! The log-mel that is drawn.

use super::mel_bands::MelBands;
use super::{LogMel, sine_window, transform};

/// Samples per second of the sound that is drawn: enough for speech and birds.
pub const DRAWN_SOUND_HZ: u32 = 16_000;
/// Mel bands of a drawn frame.
pub const DRAWN_BANDS: usize = 64;
/// 64 ms: long enough to resolve pitch, short enough to resolve a knock.
const WINDOW: usize = 1024;
const LOWEST_HZ: f64 = 50.0;
/// Power added before the logarithm, 100 dB below a full-scale sine.
const FLOOR: f64 = 1e-10;

/// Levels in dB, of a full-scale sine near 0, of `n_frames` windows spread evenly over a sound at [`DRAWN_SOUND_HZ`];
/// none without samples.
///
/// Hann window, HTK mel scale. Samples are clamped to −1..=1; one that is not a number is silent.
///
/// # Shapes
/// - → `[n_frames · DRAWN_BANDS]`, frame by frame, lowest band first
pub fn drawn_log_mel(samples: &[f32], n_frames: usize) -> Vec<f32> {
    if samples.is_empty() || n_frames == 0 {
        return Vec::new();
    }
    let mut levels = computed(samples, n_frames);
    levels.truncate(n_frames * DRAWN_BANDS);
    levels
}

/// These frames, and a few after them where a frame begins less than a sample after the one before.
fn computed(samples: &[f32], n_frames: usize) -> Vec<f32> {
    let hop = samples.len() as f64 / n_frames as f64;
    // The first frame is centred on half a hop.
    let start = (hop / 2.0).round() as isize - (WINDOW / 2) as isize;
    let recipe = log_mel(hop, usize::try_from(-start).unwrap_or(0));
    let heard = samples.get(usize::try_from(start).unwrap_or(0)..).unwrap_or_default();
    let clean = |sample: &f32| if sample.is_finite() { sample.clamp(-1.0, 1.0) } else { 0.0 };
    let (mut frames, mut levels) = (recipe.frames(), Vec::new());
    // Second by second, so that a long sound is not copied whole.
    for second in heard.chunks(DRAWN_SOUND_HZ as usize) {
        frames.push(&second.iter().map(clean).collect::<Vec<_>>(), &mut levels);
    }
    // As far as the last frame reaches and no farther: of a few samples every zero would be many frames.
    let end = ((n_frames - 1) as f64 * hop).round() as usize + WINDOW;
    frames.push(&vec![0.0; end.saturating_sub(recipe.padding + heard.len())], &mut levels);
    levels
}

fn log_mel(hop: f64, padding: usize) -> LogMel {
    let rate_hz = f64::from(DRAWN_SOUND_HZ);
    LogMel {
        sample_rate_hz: DRAWN_SOUND_HZ,
        window: sine_window(WINDOW),
        hop,
        padding,
        loudness: |bin| bin.norm_sqr(),
        bands: MelBands::htk([LOWEST_HZ, rate_hz / 2.0], DRAWN_BANDS, WINDOW, rate_hz),
        compress: |power| 10.0 * (power + FLOOR).log10(),
        transform: transform(WINDOW),
    }
}

#[cfg(test)]
mod tests {
    use std::f64::consts::TAU;

    use super::*;

    fn tone(hz: f64, n: usize) -> Vec<f32> {
        let sample = |idx: usize| (TAU * hz * idx as f64 / f64::from(DRAWN_SOUND_HZ)).sin();
        (0..n).map(|idx| sample(idx) as f32).collect()
    }

    #[test]
    fn a_higher_tone_is_in_a_higher_band_at_its_level() {
        let loudest_band = |hz: f64| {
            let levels = drawn_log_mel(&tone(hz, 16_000), 10);
            let frame = &levels[5 * DRAWN_BANDS..6 * DRAWN_BANDS];
            let band = (0..DRAWN_BANDS).max_by(|&a, &b| frame[a].total_cmp(&frame[b])).unwrap();
            assert!(frame[band].abs() < 4.0, "{hz} Hz: {} dB", frame[band]);
            band
        };
        let bands = [120.0, 440.0, 1500.0, 5000.0].map(loudest_band);
        assert!(bands.is_sorted() && bands[0] < 6 && bands[3] > 45, "{bands:?}");
    }

    #[test]
    fn every_frame_is_drawn_from_its_own_time() {
        // The second half sounds, at lengths and widths that do not divide each other.
        for (n_samples, n_frames) in [(16_000, 8), (16_001, 7), (900, 100), (3_000_017, 30)] {
            let mut late = tone(1000.0, n_samples);
            late[..n_samples / 2].fill(0.0);
            let levels = drawn_log_mel(&late, n_frames);
            assert_eq!(levels.len(), n_frames * DRAWN_BANDS);
            let loudest = |frame: usize| {
                let levels = &levels[frame * DRAWN_BANDS..][..DRAWN_BANDS];
                levels.iter().copied().fold(f32::MIN, f32::max)
            };
            let last = loudest(n_frames - 1);
            assert!(last > -40.0 && last > loudest(0) + 20.0, "{n_samples} {n_frames}: {last}");
        }
    }

    #[test]
    fn few_samples_are_drawn_wide_without_many_more_frames() {
        for n_samples in [1, 2, 3, 30, 1000] {
            let n_computed = computed(&vec![0.5; n_samples], 1200).len() / DRAWN_BANDS;
            assert!((1200..=1800).contains(&n_computed), "{n_samples}: {n_computed}");
        }
    }

    #[test]
    fn levels_are_finite_for_any_samples() {
        assert_eq!(drawn_log_mel(&[], 10), [0.0; 0]);
        assert_eq!(drawn_log_mel(&[0.1], 0), [0.0; 0]);
        for samples in [vec![f32::NAN; 100], vec![f32::INFINITY; 3], vec![0.0; 50_000]] {
            let levels = drawn_log_mel(&samples, 7);
            assert_eq!(levels.len(), 7 * DRAWN_BANDS);
            assert!(levels.iter().all(|level| level.is_finite()));
        }
    }
}
