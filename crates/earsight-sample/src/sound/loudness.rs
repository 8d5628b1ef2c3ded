//! Samples of a given loudness, without clipping, in 16 bits.

use super::RATE_HZ;

/// Length of the fade between two sounds at a cut, in seconds.
pub(crate) const FADE_SECS: f64 = 0.010;

/// Scales a sound to `level_db` (root mean square of its louder half-seconds, against full scale), with soft clipping.
///
/// A mean over all of the time would make sparse sounds too loud.
pub(crate) fn level(sound: &mut [f64], level_db: f64) {
    let window = (RATE_HZ / 2.0) as usize;
    let powers = sound
        .chunks(window)
        .map(|part| part.iter().map(|x| x * x).sum::<f64>() / part.len() as f64);
    let mut powers: Vec<f64> = powers.collect();
    powers.sort_by(f64::total_cmp);
    let louder = &powers[powers.len() / 2..];
    let power = louder.iter().sum::<f64>() / louder.len().max(1) as f64;
    let gain = f64::powf(10.0, level_db / 20.0) / power.sqrt().max(1e-9);
    for sample in sound {
        *sample = soft_clipped(*sample * gain);
    }
}

/// Linear up to 0.6, then smoothly towards 0.95.
fn soft_clipped(sample: f64) -> f64 {
    let (knee, room) = (0.6, 0.35);
    let over = sample.abs() - knee;
    if over <= 0.0 { sample } else { (knee + room * over / (over + room)).copysign(sample) }
}

/// The share of the coming sound at `since_cut_secs` after a cut, in 0..=1.
pub(crate) fn fade_in(since_cut_secs: f64) -> f64 {
    (0.5 + since_cut_secs / FADE_SECS).clamp(0.0, 1.0)
}

/// 16-bit samples.
pub(crate) fn quantized(sound: &[f64]) -> Vec<i16> {
    sound.iter().map(|&sample| (sample.clamp(-1.0, 1.0) * 32_767.0).round() as i16).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sound_has_its_level_and_never_clips() {
        let mut sound: Vec<f64> =
            (0..44_100).map(|idx| 30.0 * f64::sin(f64::from(idx) * 0.05)).collect();
        level(&mut sound, -20.0);
        let power = sound.iter().map(|x| x * x).sum::<f64>() / sound.len() as f64;
        assert!((10.0 * power.log10() + 20.0).abs() < 0.1);
        level(&mut sound, 20.0);
        assert!(sound.iter().all(|x| x.abs() < 0.95));
        let mut silence = vec![0.0; 100];
        level(&mut silence, -20.0);
        assert!(silence.iter().all(|&x| x == 0.0));
    }
}
