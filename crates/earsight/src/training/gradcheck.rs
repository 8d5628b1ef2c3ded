//! Gradients compared with central differences, as PyTorch's function of that name does.

use super::batches::Batches;
use super::noise::Noise;
use super::trainer::{Trainable, gradients};
use crate::parameters::Parameters;

/// How far a value is moved each way.
const STEP: f32 = 2e-3;

/// Compares the gradient of every parameter array, at its middle and where it is largest, with
/// `(loss(p + h) − loss(p − h)) / 2h`; for tests of a model, on networks with few units.
///
/// Near a kink (of ReLU, of a margin) or a strong curvature, a one-sided quotient, or that of
/// an eighth of `h`, counts too. Allowed are 2 % and the rounding error of the loss in a quotient.
///
/// # Errors
/// The parameter, its gradient and the quotients, where they disagree; and where no gradient is large enough to
/// compare.
pub fn gradcheck<T: Trainable>(
    trainable: &T,
    parameters: &mut Parameters,
    batch: &<T::Data as Batches>::Batch,
    seed: u64,
) -> Result<(), String> {
    let run = |parameters: &mut Parameters| {
        gradients(trainable, parameters, batch, &mut Noise::of_epoch(seed, 0), 0)
    };
    let (losses, gradients) = run(parameters);
    let rounding = 8.0 * f64::from(f32::EPSILON) * losses.total.abs() / f64::from(STEP);
    let mut largest_of_all = 0.0_f32;
    for (idx, gradient) in gradients.iter().enumerate() {
        let largest = (0..gradient.len())
            .max_by(|&a, &b| gradient[a].abs().total_cmp(&gradient[b].abs()))
            .unwrap_or_default();
        largest_of_all = largest_of_all.max(gradient[largest].abs());
        for place in [gradient.len() / 2, largest] {
            let mut at = |change: f32| {
                let before = parameters.entries()[idx].values[place];
                parameters.entries_mut()[idx].values_mut()[place] = before + change;
                let total = run(parameters).0.total;
                parameters.entries_mut()[idx].values_mut()[place] = before;
                total
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
            if !agrees {
                let name = &parameters.entries()[idx].name;
                return Err(format!(
                    "{name}[{place}]: gradient {found}, difference quotients {quotients:?}"
                ));
            }
        }
    }
    match f64::from(largest_of_all) > 10.0 * rounding {
        true => Ok(()),
        false => Err("no gradient is large enough to be compared".to_owned()),
    }
}
