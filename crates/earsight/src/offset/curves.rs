//! What is correlated: curves of the sound and of the picture, one number a step.

use std::ops::Range;

use earsight_core::change::{PictureStep, STEPS_PER_SEC, SoundStep};
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis, concatenate, s};

/// Standard deviation of the Gaussian that is subtracted, in steps: half a second.
/// What changes more slowly agrees at many lags.
const SMOOTHING: f64 = STEPS_PER_SEC as f64 / 2.0;
/// Motion that is as small as noise: half a grey level of 256.
const MOTION_FLOOR: f64 = 0.002;
/// A column with a smaller standard deviation is constant.
const FLAT: f64 = 1e-6;

/// Groups of the columns of [`of_sound`]: levels of bands, their onsets, strength of onsets, loudness.
pub(super) const SOUND_GROUPS: [Range<usize>; 4] = [0..8, 8..16, 16..17, 17..18];

/// One row a step, from one row a second. `[T, 12 · D]` → `[12 · T, D]`
pub(super) fn steps(rows: ArrayView2<'_, f32>, width: usize) -> Array2<f64> {
    let values: Vec<f64> = rows.iter().map(|&x| f64::from(x)).collect();
    let n_steps = values.len() / width;
    Array2::from_shape_fn((n_steps, width), |(step, column)| values[step * width + column])
}

/// Curves of the sound; `None` where it is silent throughout.
///
/// Strength is the sum of three curves of onsets: the sharpest as `ln(x − min x + sd / 10)`,
/// the rise of the loudness, and the mean of the bands; loudness is the mean level of the bands.
///
/// # Shapes
/// - `steps`: `[N, 18]` → `[N, 18]`, grouped as [`SOUND_GROUPS`]
pub(super) fn of_sound(steps: &Array2<f64>) -> Option<Array2<f64>> {
    let steps = without_silent_ends(steps)?;
    let loudness = steps.slice(s![.., SoundStep::LEVELS]).mean_axis(Axis(1))?;
    let onset = steps.slice(s![.., SoundStep::ONSETS]).mean_axis(Axis(1))?;
    let sharpest = compressed(steps.column(SoundStep::SHARPEST));
    let strength = [sharpest, rise(&loudness), onset].map(|curve| curve.insert_axis(Axis(1)));
    let strength = strength.map(|curve| standardised(detrended(&curve).view()));
    let strength = standardised((&strength[0] + &strength[1] + &strength[2]).view());
    let bands = steps.slice(s![.., SoundStep::LEVELS.start..SoundStep::ONSETS.end]).to_owned();
    let (bands, loudness) = (detrended(&bands), detrended(&loudness.insert_axis(Axis(1))));
    concatenate(Axis(1), &[bands.view(), strength.view(), loudness.view()]).ok()
}

/// The logarithm of the motion of each block, `ln(m + sd / 10 + 0.002)`.
///
/// # Shapes
/// - `steps`: `[N, 80]` → `[N, 64]`
pub(super) fn of_picture(steps: &Array2<f64>) -> Array2<f64> {
    let mut motions = steps.slice(s![.., PictureStep::MOTIONS]).to_owned();
    for mut block in motions.columns_mut() {
        let floor = 0.1 * block.std(0.0) + MOTION_FLOOR;
        block.mapv_inplace(|motion| (motion.max(0.0) + floor).ln());
    }
    detrended(&motions)
}

/// Each column less its mean, scaled to standard deviation 1, or all 0 if it is constant.
pub(super) fn standardised(columns: ArrayView2<'_, f64>) -> Array2<f64> {
    let mut columns = columns.to_owned();
    for mut column in columns.columns_mut() {
        let (mean, deviation) = (column.mean().unwrap_or(0.0), column.std(0.0));
        let scale = if deviation > FLAT { deviation.recip() } else { 0.0 };
        column.mapv_inplace(|x| (x - mean) * scale);
    }
    columns
}

/// A late sound is often padded with silence, whose end is louder than any event, and an early one is followed
/// by silence: neither is evidence, so these steps get the mean of the others.
fn without_silent_ends(steps: &Array2<f64>) -> Option<Array2<f64>> {
    let is_heard = |row: ArrayView1<'_, f64>| {
        row.slice(s![SoundStep::LEVELS]).iter().any(|&x| x >= f64::from(SoundStep::SILENT_LEVEL))
    };
    let heard: Vec<bool> = steps.rows().into_iter().map(is_heard).collect();
    let first = heard.iter().position(|&heard| heard)?;
    let end = heard.iter().rposition(|&heard| heard)? + 1;
    // The step in which the sound begins holds the end of the silence, and so does the next one.
    let first = if first > 0 { (first + 2).min(end) } else { 0 };
    let mut steps = steps.clone();
    let mean = steps.slice(s![first..end, ..]).mean_axis(Axis(0))?;
    steps.slice_mut(s![..first, ..]).assign(&mean);
    steps.slice_mut(s![end.., ..]).assign(&mean);
    Some(steps)
}

/// Each column less its Gaussian average; beyond the ends the first and last values go on.
fn detrended(columns: &Array2<f64>) -> Array2<f64> {
    let reach = (4.0 * SMOOTHING) as isize;
    let weight = |distance: isize| (-0.5 * (distance as f64 / SMOOTHING).powi(2)).exp();
    let weights: Array1<f64> = (-reach..=reach).map(weight).collect();
    let weights = &weights / weights.sum();
    let Some(last) = columns.nrows().checked_sub(1) else { return columns.clone() };
    let smooth = |step: usize| {
        let mut sum = Array1::zeros(columns.ncols());
        for (distance, &weight) in (-reach..=reach).zip(&weights) {
            let neighbour = step.saturating_add_signed(distance).min(last);
            sum.scaled_add(weight, &columns.row(neighbour));
        }
        sum
    };
    let mut rest = columns.clone();
    for (step, mut row) in rest.rows_mut().into_iter().enumerate() {
        row -= &smooth(step);
    }
    rest
}

fn compressed(curve: ArrayView1<'_, f64>) -> Array1<f64> {
    let least = curve.iter().copied().fold(f64::INFINITY, f64::min);
    let floor = (0.1 * curve.std(0.0)).max(f64::MIN_POSITIVE);
    curve.mapv(|x| (x - least + floor).ln())
}

/// The increase since the step before, 0 or more.
fn rise(curve: &Array1<f64>) -> Array1<f64> {
    let rises = curve.windows(2).into_iter().map(|pair| (pair[1] - pair[0]).max(0.0));
    std::iter::once(0.0).chain(rises).take(curve.len()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slow_trend_is_removed_and_a_jerk_stays() {
        let mut columns = Array2::from_shape_fn((96, 1), |(step, _)| step as f64 / 10.0);
        columns[[71, 0]] += 1.0;
        let rest = detrended(&columns);
        assert!(rest.slice(s![24..47, 0]).iter().all(|x| x.abs() < 1e-9));
        assert!(rest[[71, 0]] > 0.9);
    }

    #[test]
    fn steps_keep_their_order_and_constant_columns_become_zero() {
        let rows = Array2::from_shape_fn((2, 24), |(second, column)| (second * 24 + column) as f32);
        let steps = steps(rows.view(), 2);
        assert_eq!((steps.dim(), steps[[13, 1]]), ((24, 2), 27.0));
        assert_eq!(standardised(Array2::ones((5, 2)).view()), Array2::<f64>::zeros((5, 2)));
    }
}
