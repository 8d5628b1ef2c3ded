//! Adam (Kingma & Ba 2015), as PyTorch computes it, in one pass over each array.

use crate::vectorized::vectorized;

/// The constants of one step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AdamStep {
    /// Decay of the mean of gradients.
    pub beta_1: f32,
    /// Decay of the mean of squared gradients.
    pub beta_2: f32,
    /// Added to the root of the latter.
    pub epsilon: f32,
    /// Learning rate over `1 − β₁ᵗ`.
    pub step_size: f32,
    /// One over the root of `1 − β₂ᵗ`.
    pub inverse_root: f32,
    /// Factor of the weight before the step: 1 minus its decay.
    pub kept: f32,
}

/// `m ← m + (1 − β₁)(g − m)`, `v ← β₂ v + (1 − β₂) g²`, `p ← kept · p − step · m / (√v · inverse_root + ε)`.
///
/// Gradients and moments of units that are always off decay into subnormal numbers, which processors compute
/// a hundred times slower: they are flushed to zero.
///
/// # Panics
/// When the four arrays are not equally long.
pub fn update(
    step: AdamStep,
    values: &mut [f32],
    [mean, square]: [&mut [f32]; 2],
    gradient: &[f32],
) {
    let n = values.len();
    assert!(mean.len() == n && square.len() == n && gradient.len() == n, "{n} values");
    update_each(step, values, mean, square, gradient);
}

vectorized! {
    fn update_each<'a>(
        step: AdamStep,
        values: &'a mut [f32],
        mean: &'a mut [f32],
        square: &'a mut [f32],
        gradient: &'a [f32],
    ) {
        let AdamStep { beta_1, beta_2, epsilon, step_size, inverse_root, kept } = step;
        let moments = mean.iter_mut().zip(square);
        for ((value, &gradient), (m, v)) in values.iter_mut().zip(gradient).zip(moments) {
            let gradient = flushed(gradient, NEGLIGIBLE_GRADIENT);
            *m = flushed(*m + (gradient - *m) * (1.0 - beta_1), NEGLIGIBLE_MOMENT);
            *v = flushed(*v * beta_2 + gradient * gradient * (1.0 - beta_2), NEGLIGIBLE_MOMENT);
            *value = *value * kept - step_size * *m / (v.sqrt() * inverse_root + epsilon);
        }
    }
}

/// One optimiser's step of one parameter.
#[derive(Debug)]
pub struct Member<'a> {
    /// The constants, the parameter's decay among them.
    pub step: AdamStep,
    /// Running means of its gradient and of the squares, as long as the parameter.
    pub moments: [&'a mut [f32]; 2],
}

impl<'a> Member<'a> {
    /// The step of the first `n` values, and that of the others.
    pub(crate) fn split_at(self, n: usize) -> [Self; 2] {
        let [mean, square] = self.moments.map(|moments| moments.split_at_mut(n));
        let member = |moments| Member { step: self.step, moments };
        [member([mean.0, square.0]), member([mean.1, square.1])]
    }
}

/// Below these sizes a step moves a weight by less than 1e-10 of the learning rate.
const NEGLIGIBLE_GRADIENT: f32 = 1e-18;
const NEGLIGIBLE_MOMENT: f32 = 1e-30;

/// Zero where the size is negligible.
#[inline(always)]
fn flushed(value: f32, negligible: f32) -> f32 {
    if value.abs() < negligible { 0.0 } else { value }
}
