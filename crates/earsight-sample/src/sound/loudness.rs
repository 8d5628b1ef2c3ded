//! Normalization of loudness, without clipping.

use super::RATE_HZ;

/// Scales a sound to `level_db` (root mean square of its louder half-seconds, relative to full scale), with soft clipping.
///
/// A mean over all of the time would make sparse sounds too loud.
pub(crate) fn set_level(sound: &mut [f64], level_db: f64) {
    let window = (RATE_HZ / 2.0) as usize;
    let powers = sound
        .chunks(window)
        .map(|part| part.iter().map(|x| x * x).sum::<f64>() / part.len() as f64);
    let mut powers: Vec<f64> = powers.collect();
    powers.sort_by(f64::total_cmp);
    let louder = &powers[powers.len() / 2..];
    let power = louder.iter().sum::<f64>() / louder.len().max(1) as f64;
    let gain = f64::powf(10.0, level_db / 20.0) / power.sqrt().max(1e-9);
    // Linear up to 0.6, then smoothly towards 0.95.
    let (knee, room) = (0.6, 0.35);
    for sample in sound {
        *sample *= gain;
        let over = (sample.abs() - knee).max(0.0);
        *sample = sample.clamp(-knee, knee) + (room * over / (over + room)).copysign(*sample);
    }
}
