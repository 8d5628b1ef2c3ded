//! For tests: gradients against central differences, on networks small enough to wiggle.

use earsight_core::PerModality;
use ndarray::Array2;

use crate::parameters::{Bound, Parameters};
use crate::training::losses::Losses;
use crate::training::pairs::PairBatch;

/// How far a parameter is moved each way.
const STEP: f32 = 2e-3;

/// Holds the gradient of every parameter array, at its middle and where it is largest, against
/// `(loss(p + h) − loss(p − h)) / 2h`; `loss` must draw the same noise each time.
///
/// Where a kink (of ReLU, of a margin) or a strong curvature lies within `h`, the quotient of one side, or of
/// an eighth of `h`, counts too. Allowed are 2 % and what the rounding of the loss makes of a quotient.
pub(crate) fn assert_gradients_agree(
    parameters: &mut Parameters,
    loss: impl Fn(&Parameters) -> (Losses, Bound),
) {
    let value = |parameters: &Parameters| -> f64 {
        f64::from(loss(parameters).0.total().into_scalar::<f32>())
    };
    let (losses, bound) = loss(parameters);
    let gradients = bound.gradients(&losses.total().backward());
    let rounding = 8.0 * f64::from(f32::EPSILON) * value(parameters).abs() / f64::from(STEP);
    let mut largest_of_all = 0.0_f32;
    for (idx, gradient) in gradients.iter().enumerate() {
        let largest = (0..gradient.len())
            .max_by(|&a, &b| gradient[a].abs().total_cmp(&gradient[b].abs()))
            .expect("no parameter is empty");
        largest_of_all = largest_of_all.max(gradient[largest].abs());
        for place in [gradient.len() / 2, largest] {
            let mut at = |change: f32| {
                let before = parameters.entries()[idx].values[place];
                parameters.entries_mut()[idx].values[place] = before + change;
                let value = value(parameters);
                parameters.entries_mut()[idx].values[place] = before;
                value
            };
            let here = at(0.0);
            let mut quotient = |ahead: f32, behind: f32| {
                let [ahead_of, behind_of] =
                    [ahead, behind].map(|change| if change == 0.0 { here } else { at(change) });
                (ahead_of - behind_of) / f64::from(ahead - behind)
            };
            let fine = STEP / 8.0;
            let quotients = [
                quotient(STEP, -STEP),
                quotient(STEP, 0.0),
                quotient(0.0, -STEP),
                quotient(fine, -fine),
            ];
            let found = f64::from(gradient[place]);
            let agrees = quotients.iter().zip([1.0, 2.0, 2.0, 8.0]).any(|(slope, rounds)| {
                let allowed = 2e-2 * slope.abs().max(found.abs()) + rounds * rounding;
                (slope - found).abs() <= allowed
            });
            assert!(
                agrees,
                "{}[{place}]: gradient {found}, difference quotients {quotients:?}",
                parameters.entries()[idx].name
            );
        }
    }
    assert!(f64::from(largest_of_all) > 10.0 * rounding, "no gradient is large enough to be held");
}

/// A batch of such numbers, each row of a clip of its own.
pub(crate) fn wavy_batch(n_rows: usize, dims: PerModality<usize>) -> PairBatch {
    let PerModality { audio, visual } = dims;
    let rows =
        PerModality { audio: wave([n_rows, audio], 0.0), visual: wave([n_rows, visual], 1.0) };
    PairBatch::new(rows, (0..n_rows).collect())
}

/// Numbers without a pattern that a network could hide behind.
///
/// # Shapes
/// - → `[rows, columns]`
pub(crate) fn wave([rows, columns]: [usize; 2], phase: f32) -> Array2<f32> {
    Array2::from_shape_fn((rows, columns), |(i, j)| ((i * columns + j) as f32 * 0.7 + phase).sin())
}
