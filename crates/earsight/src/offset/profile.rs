//! How well onsets and motion agree, lag by lag.

use earsight_core::PerModality;
use earsight_core::change::{PictureStep, STEPS_PER_SEC, SoundStep};
use ndarray::ArrayView2;

/// Shorter clips have no profile.
const MIN_SECS: usize = 3;
/// A curve with a smaller standard deviation is constant.
const FLAT: f64 = 1e-6;
/// Blocks with the most motion, of 64.
const N_STRONGEST: usize = 6;

/// How well the sound's onsets and the picture's motion agree at each lag.
///
/// At lag `k` the sound comes `k` steps after the picture:
/// `Σ_t s(t + k) m(t) / √n` over the `n` steps that overlap, with both curves standardised over the clip.
/// `m` is the sum of the logarithm of the motion and its rise.
/// Unrelated white curves give values of variance 1, whatever the length.
#[derive(Debug, Clone, PartialEq)]
pub struct LagProfile {
    /// From `−max_lag` to `max_lag`.
    values: Vec<f64>,
}

/// The lag profile of a clip over lags up to `max_lag_secs`, but at most a third of the clip.
///
/// `None` where the clip is shorter than three seconds, silent throughout, or still throughout.
///
/// # Shapes
/// - `changes`: rows of change `[T, C]` of both modalities, as [`earsight_core::change`] says
pub fn lag_profile(
    changes: PerModality<ArrayView2<'_, f32>>,
    max_lag_secs: f64,
) -> Option<LagProfile> {
    shifted_profile(&changes, 0, max_lag_secs)
}

/// The same after the sound is delayed by `shift` steps, by cutting steps off both modalities.
pub(super) fn shifted_profile(
    changes: &PerModality<ArrayView2<'_, f32>>,
    shift: isize,
    max_lag_secs: f64,
) -> Option<LagProfile> {
    let n_cut = shift.unsigned_abs();
    // A delayed sound starts earlier than the rest of the picture, and ends earlier.
    let cut = |curves: Vec<Vec<f64>>, starts_late: bool| -> Option<Vec<Vec<f64>>> {
        let n_rest = curves.first()?.len().checked_sub(n_cut)?;
        let start = if starts_late { n_cut } else { 0 };
        let rest = |curve: &Vec<f64>| curve[start..start + n_rest].to_vec();
        (n_rest >= MIN_SECS * STEPS_PER_SEC).then(|| curves.iter().map(rest).collect())
    };
    let onsets = summed(cut(sound_curves(changes.audio), shift < 0)?)?;
    let motions = cut(picture_curves(changes.visual), shift > 0)?;
    let motions: Vec<_> = motions.into_iter().map(compressed).collect();
    let rises = motions.iter().map(|curve| rise(curve));
    let motions = summed(rises.chain(motions.iter().cloned()).collect())?;
    if onsets.len() != motions.len() {
        return None;
    }
    let max_lag = ((max_lag_secs * STEPS_PER_SEC as f64) as usize).min(onsets.len() / 3);
    let max_lag = isize::try_from(max_lag).ok()?;
    let values = (-max_lag..=max_lag).map(|lag| agreement(&onsets, &motions, lag)).collect();
    Some(LagProfile { values })
}

fn agreement(onsets: &[f64], motions: &[f64], lag: isize) -> f64 {
    let (late, early) = (lag.max(0) as usize, (-lag).max(0) as usize);
    let pairs = onsets.iter().skip(late).zip(motions.iter().skip(early));
    let n_overlap = onsets.len() - lag.unsigned_abs();
    pairs.map(|(s, m)| s * m).sum::<f64>() / (n_overlap as f64).sqrt()
}

impl LagProfile {
    /// The sum, lag by lag, of profiles that are equally long.
    pub(super) fn sum_of<'a>(profiles: impl Iterator<Item = &'a [f64]>) -> Self {
        let mut values = Vec::new();
        for profile in profiles {
            values.resize(profile.len(), 0.0);
            values.iter_mut().zip(profile).for_each(|(sum, value)| *sum += value);
        }
        LagProfile { values }
    }

    /// Its values at lags up to this, which it must reach.
    pub(super) fn up_to(&self, max_lag: isize) -> &[f64] {
        let beyond = (self.max_lag() - max_lag).unsigned_abs();
        &self.values[beyond..self.values.len() - beyond]
    }

    pub(super) fn max_lag(&self) -> isize {
        (self.values.len() / 2) as isize
    }

    /// All lags in steps, most negative first.
    pub fn lags(&self) -> impl Iterator<Item = isize> {
        -self.max_lag()..=self.max_lag()
    }

    /// The value at a lag; `None` beyond `max_lag`.
    pub fn at(&self, lag: isize) -> Option<f64> {
        self.values.get(usize::try_from(lag + self.max_lag()).ok()?).copied()
    }

    /// The largest value.
    pub fn best(&self) -> f64 {
        self.values.iter().copied().fold(f64::NEG_INFINITY, f64::max)
    }

    /// The lag of the largest value, to fractions of a step by the parabola through its neighbours.
    pub fn best_lag(&self) -> f64 {
        let best = self.best();
        let Some(lag) = self.lags().find(|&lag| self.at(lag) == Some(best)) else { return 0.0 };
        let fraction = match (self.at(lag - 1), self.at(lag + 1)) {
            (Some(before), Some(after)) => {
                let bend = before - 2.0 * best + after;
                if bend < 0.0 { 0.5 * (before - after) / bend } else { 0.0 }
            }
            _ => 0.0,
        };
        lag as f64 + fraction
    }

    /// The largest value less the value at a lag or next to it.
    pub(super) fn gap(&self, lag: isize) -> Option<f64> {
        self.at(lag)?;
        let near = (lag - 1..=lag + 1).filter_map(|near| self.at(near));
        Some(self.best() - near.fold(f64::NEG_INFINITY, f64::max))
    }
}

/// Mean onset of the bands, the sharpest onset, and the rise of the whole power, step by step.
fn sound_curves(rows: ArrayView2<'_, f32>) -> Vec<Vec<f64>> {
    let steps = steps(rows, SoundStep::WIDTH);
    let n_bands = SoundStep::ONSETS.len() as f64;
    let onset = |step: &Vec<f32>| widened(&step[SoundStep::ONSETS]).sum::<f64>() / n_bands;
    let column = |column: usize| steps.iter().map(|step| f64::from(step[column])).collect();
    let mut curves: Vec<Vec<f64>> = vec![
        steps.iter().map(onset).collect(),
        column(SoundStep::SHARPEST),
        column(SoundStep::RISE),
    ];
    // A late sound is often padded with silence, whose end is louder than any event: it is no evidence.
    let n_silent = steps.iter().take_while(|step| SoundStep::is_silent(step)).count();
    if n_silent > 0 {
        curves.iter_mut().for_each(|curve| level_out(curve, n_silent + 1));
    }
    curves
}

/// Sets the first steps of a curve to the mean of the others.
fn level_out(curve: &mut [f64], n_first: usize) {
    let (first, others) = curve.split_at_mut(n_first.min(curve.len()));
    let (mean, _) = mean_and_deviation(others);
    first.fill(mean);
}

/// The mean of the blocks with the most motion, and the strongest less the median: a moving camera moves all blocks.
fn picture_curves(rows: ArrayView2<'_, f32>) -> Vec<Vec<f64>> {
    let mut curves = vec![vec![]; 2];
    for step in steps(rows, PictureStep::WIDTH) {
        let mut motions: Vec<f64> = widened(&step[PictureStep::MOTIONS]).collect();
        motions.sort_by(|a, b| b.total_cmp(a));
        curves[0].push(motions[..N_STRONGEST].iter().sum::<f64>() / N_STRONGEST as f64);
        curves[1].push(motions[0] - motions[motions.len() / 2]);
    }
    curves
}

/// The steps of all seconds, each `width` wide.
fn steps(rows: ArrayView2<'_, f32>, width: usize) -> Vec<Vec<f32>> {
    let values: Vec<f32> = rows.iter().copied().collect();
    values.chunks_exact(width).map(<[f32]>::to_vec).collect()
}

fn widened(values: &[f32]) -> impl Iterator<Item = f64> {
    values.iter().map(|&value| f64::from(value))
}

/// The rise of a curve since the step before, 0 or more: a movement begins with its sound, and continues after it.
fn rise(curve: &[f64]) -> Vec<f64> {
    let steps = curve.windows(2).map(|pair| (pair[1] - pair[0]).max(0.0));
    std::iter::once(0.0).chain(steps).take(curve.len()).collect()
}

/// `ln(x − min + sd / 10)`: a cut of the video should not outweigh every movement.
fn compressed(curve: Vec<f64>) -> Vec<f64> {
    let (_, deviation) = mean_and_deviation(&curve);
    let smallest = curve.iter().copied().fold(f64::INFINITY, f64::min);
    // A constant curve becomes another constant, which `standardised` drops.
    let floor = (0.1 * deviation).max(f64::MIN_POSITIVE);
    curve.into_iter().map(|x| (x - smallest + floor).ln()).collect()
}

/// The sum of the curves that vary, each standardised, and standardised again; `None` when none does.
fn summed(curves: Vec<Vec<f64>>) -> Option<Vec<f64>> {
    let mut sum = vec![0.0; curves.first()?.len()];
    for curve in curves.iter().filter_map(|curve| standardised(curve)) {
        sum.iter_mut().zip(curve).for_each(|(sum, x)| *sum += x);
    }
    standardised(&sum)
}

fn standardised(curve: &[f64]) -> Option<Vec<f64>> {
    let (mean, deviation) = mean_and_deviation(curve);
    (deviation > FLAT).then(|| curve.iter().map(|x| (x - mean) / deviation).collect())
}

fn mean_and_deviation(curve: &[f64]) -> (f64, f64) {
    let n = curve.len().max(1) as f64;
    let mean = curve.iter().sum::<f64>() / n;
    let variance = curve.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n;
    (mean, variance.sqrt())
}

/// Clips with a known shift.
#[cfg(test)]
pub(super) mod planted {
    use super::*;
    use ndarray::Array2;
    use rand::{RngExt as _, SeedableRng as _};
    use rand_chacha::ChaCha8Rng;

    /// Noise, and events whose sound comes `late` steps after their picture.
    pub fn clip(n_secs: usize, late: isize, seed: u64) -> PerModality<Array2<f32>> {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let n_steps = n_secs * STEPS_PER_SEC;
        let mut sound: Vec<f32> =
            (0..n_steps * SoundStep::WIDTH).map(|_| random.random_range(0.0..0.3)).collect();
        let mut picture: Vec<f32> =
            (0..n_steps * PictureStep::WIDTH).map(|_| random.random_range(0.0..0.02)).collect();
        for event in 0..2 * n_secs {
            let seen = random.random_range(0..n_steps);
            picture[seen * PictureStep::WIDTH + event % 60..][..4].fill(0.5);
            if let Some(heard) = seen.checked_add_signed(late).filter(|&heard| heard < n_steps) {
                sound[heard * SoundStep::WIDTH..][SoundStep::ONSETS.start..]
                    .iter_mut()
                    .take(10)
                    .for_each(|x| *x += 1.0);
            }
        }
        let rows = |values: Vec<f32>, width| {
            Array2::from_shape_vec((n_secs, STEPS_PER_SEC * width), values).unwrap()
        };
        PerModality {
            audio: rows(sound, SoundStep::WIDTH),
            visual: rows(picture, PictureStep::WIDTH),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::planted::clip;
    use super::*;
    use ndarray::Array2;

    fn profile(clip: &PerModality<Array2<f32>>, shift: isize) -> Option<LagProfile> {
        shifted_profile(&clip.as_ref().map(|rows| rows.view()), shift, 2.0)
    }

    #[test]
    fn a_known_shift_moves_the_peak_by_as_much() {
        for shift in [-12, -6, 0, 6, 12] {
            let found = profile(&clip(12, 0, 5), shift).unwrap();
            assert!((found.best_lag() - shift as f64).abs() < 0.5, "{shift}: {}", found.best_lag());
            assert_eq!(found.gap(shift), Some(0.0));
            assert_eq!(found.lags().count(), 49);
            assert_eq!((found.at(25), found.gap(-25)), (None, None));
        }
    }

    /// A sound that begins late is silent before, as after an edit.
    #[test]
    fn the_end_of_silence_is_ignored() {
        let mut padded = clip(12, 9, 7);
        let mut steps: Vec<f32> = padded.audio.iter().copied().collect();
        for step in steps.chunks_exact_mut(SoundStep::WIDTH).take(9) {
            step.fill(0.0);
            step[SoundStep::LEVELS].fill(-40.0);
        }
        // Its beginning is much louder than any event.
        steps[9 * SoundStep::WIDTH..][SoundStep::CHANGES].fill(500.0);
        padded.audio = Array2::from_shape_vec(padded.audio.dim(), steps).unwrap();
        let found = profile(&padded, 0).unwrap();
        assert!((found.best_lag() - 9.0).abs() < 0.5, "{}", found.best_lag());
    }

    #[test]
    fn silent_still_and_short_clips_have_no_profile() {
        let mut silent = clip(6, 0, 1);
        silent.audio.fill(2.0 * SoundStep::SILENT_LEVEL);
        let mut still = clip(6, 0, 2);
        still.visual.fill(0.25);
        for clip in [silent, still, clip(2, 0, 3), clip(0, 0, 4)] {
            assert_eq!(profile(&clip, 0), None);
        }
        assert_eq!(profile(&clip(3, 0, 5), 12), None, "too short to be shifted");
    }

    #[test]
    fn lags_are_at_most_a_third_of_the_clip() {
        assert_eq!(profile(&clip(3, 0, 1), 0).unwrap().lags().count(), 2 * 12 + 1);
    }
}
