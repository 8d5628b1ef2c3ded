//! Strength of onsets of a sound and of motion of a picture, one number a step.

use std::ops::Range;

use earsight_core::change::{PictureStep, SoundStep};
use ndarray::{Array1, Array2, Axis, s};

/// Some columns of every step.
pub(super) fn columns(steps: &Array2<f64>, columns: Range<usize>) -> Array2<f64> {
    steps.slice(s![.., columns]).to_owned()
}

/// The mean of every step, as one column.
pub(super) fn row_means(steps: &Array2<f64>) -> Array2<f64> {
    let n_columns = steps.ncols().max(1) as f64;
    (steps.sum_axis(Axis(1)) / n_columns).insert_axis(Axis(1))
}

/// The mean onset of the bands, the sharpest onset and the rise in energy, added up.
pub(super) fn of_onsets(steps: &Array2<f64>) -> Vec<f64> {
    let onsets = row_means(&columns(steps, SoundStep::ONSETS)).remove_axis(Axis(1));
    let [sharpest, rise] =
        [SoundStep::SHARPEST, SoundStep::RISE].map(|column| steps.column(column).to_owned());
    sum_of([onsets, sharpest, rise])
}

/// The motion of the strongest block, and by how much the strongest tenth moves more than the whole picture:
/// a panning camera moves everything.
pub(super) fn of_motion(steps: &Array2<f64>) -> Vec<f64> {
    let (mut most, mut own) = (Array1::zeros(steps.nrows()), Array1::zeros(steps.nrows()));
    for (step, row) in steps.rows().into_iter().enumerate() {
        let mut blocks = row.slice(s![PictureStep::MOTIONS]).to_vec();
        blocks.sort_by(|a, b| b.total_cmp(a));
        let n_strongest = (blocks.len() / 10).max(1);
        let strongest = blocks[..n_strongest].iter().sum::<f64>() / n_strongest as f64;
        most[step] = blocks[0];
        own[step] = (strongest - 2.0 * blocks[blocks.len() / 2]).max(0.0);
    }
    sum_of([most, own])
}

/// The sum of signals on one scale: `ln(x − min x + sd / 10)`, standardised, so that neither the loudest
/// step nor the unit decides.
fn sum_of<const N: usize>(signals: [Array1<f64>; N]) -> Vec<f64> {
    let n_steps = signals.first().map_or(0, Array1::len);
    let mut sum = Array1::zeros(n_steps);
    for signal in signals {
        let least = signal.iter().copied().fold(f64::INFINITY, f64::min);
        let spread = signal.std(0.0);
        if spread > 0.0 {
            let compressed = signal.mapv(|x| (x - least + 0.1 * spread).ln());
            let mean = compressed.mean().unwrap_or(0.0);
            sum += &((&compressed - mean) / compressed.std(0.0).max(f64::MIN_POSITIVE));
        }
    }
    sum.to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_unit_of_a_signal_does_not_matter() {
        let signal = Array1::from(vec![0.0, 1.0, 0.2, 0.1, 3.0]);
        let (a, b) = (sum_of([signal.clone()]), sum_of([signal * 1000.0 + 5.0]));
        assert!(a.iter().zip(&b).all(|(a, b)| (a - b).abs() < 1e-9));
        assert_eq!(sum_of([Array1::ones(3)]), [0.0; 3]);
    }

    #[test]
    fn a_pan_is_weaker_than_one_moving_block() {
        let mut steps = Array2::zeros((3, PictureStep::WIDTH));
        steps.slice_mut(s![0, PictureStep::MOTIONS]).fill(0.5);
        steps[[1, 7]] = 0.5;
        let motion = of_motion(&steps);
        assert!(motion[1] > motion[0] && motion[0] > motion[2], "{motion:?}");
    }
}
