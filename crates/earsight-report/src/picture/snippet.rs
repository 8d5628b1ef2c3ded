//! A sound as WAV, to be listened to.

/// Rates above this are halved until they are not: enough for a person to know a sound, half the bytes.
const MAX_RATE_HZ: u32 = 24_000;
/// RIFF head, `fmt ` and the head of `data`.
const N_HEAD_BYTES: usize = 44;

/// Bytes that [`wav`] will need.
pub(crate) fn n_wav_bytes(n_samples: usize, sample_rate_hz: u32) -> usize {
    N_HEAD_BYTES + 2 * (n_samples >> n_halvings(sample_rate_hz))
}

/// 16-bit mono WAV.
pub(crate) fn wav(samples: &[f32], sample_rate_hz: u32) -> Vec<u8> {
    let mut samples: Vec<f32> = samples
        .iter()
        .map(|sample| if sample.is_finite() { sample.clamp(-1.0, 1.0) } else { 0.0 })
        .collect();
    for _ in 0..n_halvings(sample_rate_hz) {
        samples = half_rate(&samples);
    }
    let rate_hz = sample_rate_hz >> n_halvings(sample_rate_hz);
    let n_data_bytes = u32::try_from(2 * samples.len()).expect("a snippet is seconds, not hours");
    let mut bytes = Vec::with_capacity(N_HEAD_BYTES + 2 * samples.len());
    bytes.extend_from_slice(b"RIFF");
    bytes.extend_from_slice(&(n_data_bytes + 36).to_le_bytes());
    bytes.extend_from_slice(b"WAVEfmt ");
    bytes.extend_from_slice(&16_u32.to_le_bytes());
    bytes.extend_from_slice(&1_u16.to_le_bytes()); // PCM
    bytes.extend_from_slice(&1_u16.to_le_bytes()); // mono
    bytes.extend_from_slice(&rate_hz.to_le_bytes());
    bytes.extend_from_slice(&(rate_hz * 2).to_le_bytes()); // bytes per second
    bytes.extend_from_slice(&2_u16.to_le_bytes()); // bytes per frame
    bytes.extend_from_slice(&16_u16.to_le_bytes()); // bits
    bytes.extend_from_slice(b"data");
    bytes.extend_from_slice(&n_data_bytes.to_le_bytes());
    for sample in samples {
        bytes.extend_from_slice(&((sample * 32_767.0).round() as i16).to_le_bytes());
    }
    bytes
}

fn n_halvings(sample_rate_hz: u32) -> u32 {
    (0..).find(|&n| sample_rate_hz >> n <= MAX_RATE_HZ).expect("0 is below any rate")
}

/// Every second sample after a half-band low-pass (Hann-windowed sinc of 31 taps).
fn half_rate(samples: &[f32]) -> Vec<f32> {
    const REACH: isize = 15;
    let taps: Vec<f32> = (-REACH..=REACH)
        .map(|tap| {
            let angle = std::f32::consts::PI * tap as f32;
            let sinc = if tap == 0 { 0.5 } else { (angle / 2.0).sin() / angle };
            sinc * (0.5 + 0.5 * (angle / (REACH + 1) as f32).cos())
        })
        .collect();
    let gain: f32 = taps.iter().sum();
    (0..samples.len() / 2)
        .map(|index| {
            let convolved: f32 = (-REACH..=REACH)
                .zip(&taps)
                .filter_map(|(tap, weight)| {
                    let at = usize::try_from(2 * index as isize + tap).ok()?;
                    Some(samples.get(at)? * weight)
                })
                .sum();
            (convolved / gain).clamp(-1.0, 1.0)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tone(frequency_hz: f32, sample_rate_hz: u32) -> Vec<f32> {
        let step = std::f32::consts::TAU * frequency_hz / sample_rate_hz as f32;
        (0..sample_rate_hz).map(|index| 0.5 * (step * index as f32).sin()).collect()
    }

    fn loudness(wav: &[u8]) -> f32 {
        let squares = wav[N_HEAD_BYTES..]
            .as_chunks::<2>()
            .0
            .iter()
            .map(|&bytes| (f32::from(i16::from_le_bytes(bytes)) / 32_767.0).powi(2));
        (squares.sum::<f32>() / ((wav.len() - N_HEAD_BYTES) / 2) as f32).sqrt()
    }

    #[test]
    fn the_head_says_what_follows() {
        for rate_hz in [8_000, 16_000, 44_100, 48_000, 96_000] {
            let wav = wav(&tone(440.0, rate_hz), rate_hz);
            let field = |at: usize| u32::from_le_bytes(wav[at..at + 4].try_into().unwrap());
            assert_eq!((&wav[..4], &wav[8..16]), (&b"RIFF"[..], &b"WAVEfmt "[..]));
            assert_eq!(field(4) as usize, wav.len() - 8);
            assert_eq!(field(40) as usize, wav.len() - N_HEAD_BYTES);
            assert!(field(24) <= MAX_RATE_HZ);
            assert_eq!(field(28), 2 * field(24));
            assert_eq!(n_wav_bytes(rate_hz as usize, rate_hz), wav.len());
        }
    }

    #[test]
    fn halving_keeps_what_is_heard_and_drops_what_would_fold_back() {
        assert!((loudness(&wav(&tone(440.0, 44_100), 44_100)) - 0.5 / 2_f32.sqrt()).abs() < 0.01);
        assert!(loudness(&wav(&tone(18_000.0, 44_100), 44_100)) < 0.01);
    }

    #[test]
    fn odd_samples_are_made_sound() {
        let wav = wav(&[f32::NAN, 3.0, -3.0, f32::INFINITY], 8_000);
        assert_eq!(wav[N_HEAD_BYTES..], [0, 0, 0xff, 0x7f, 0x01, 0x80, 0, 0]);
    }
}
