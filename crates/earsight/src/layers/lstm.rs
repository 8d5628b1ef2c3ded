//! LSTM (Hochreiter & Schmidhuber 1997), as PyTorch computes it, and two of them that read both ways.

use burn::tensor::{Tensor, activation};
use rand_chacha::ChaCha8Rng;

use super::rows_of;
use crate::parameters::{Binder, Initialization, Parameters};

/// `i, f, o = σ(·)`, `g = tanh(·)` of `W x + U h + b`; `c ← f c + i g`; `h ← o tanh(c)`.
pub(crate) struct Lstm {
    input: Tensor<2>,  // [4H, in], gates in the order i, f, g, o
    hidden: Tensor<2>, // [4H, H]
    bias: Tensor<1>,   // [4H]
}

/// What an LSTM carries from second to second.
///
/// # Shapes
/// - both: `[B, H]`
#[derive(Clone)]
pub(crate) struct LstmState {
    pub(crate) hidden: Tensor<2>,
    pub(crate) cell: Tensor<2>,
}

/// In which direction a clip is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    Forward,
    Backward,
}

impl Lstm {
    /// Adds `NAME.input` and `NAME.hidden`, weights and one bias, uniform in ±1/√fan_in.
    pub(crate) fn init(
        parameters: &mut Parameters,
        name: &str,
        [n_in, n_hidden]: [usize; 2],
        rng: &mut ChaCha8Rng,
    ) {
        let start = Initialization::FanInUniform;
        parameters.push_weight(&format!("{name}.input"), [n_in, 4 * n_hidden], start, rng);
        parameters.push_linear(&format!("{name}.hidden"), [n_hidden, 4 * n_hidden], start, rng);
    }

    pub(crate) fn bind(binder: &mut Binder<'_>) -> Self {
        Lstm { input: binder.matrix(), hidden: binder.matrix(), bias: binder.vector() }
    }

    /// Reads each clip from its first second to its last, beginning with `start` or with zeros;
    /// gives the hidden state of every second, and the last state.
    ///
    /// # Shapes
    /// - `x`: `[B, T, in]`, `T ≥ 1` → `[B, T, H]`
    pub(crate) fn forward(&self, x: Tensor<3>, start: Option<LstmState>) -> (Tensor<3>, LstmState) {
        self.read(x, start, Order::Forward)
    }

    fn read(&self, x: Tensor<3>, start: Option<LstmState>, order: Order) -> (Tensor<3>, LstmState) {
        let [n_clips, n_segments, _] = x.dims();
        let n_hidden = self.hidden.dims()[1];
        // One product for all seconds, ordered by second so that a step is a run of rows.
        let by_second = rows_of(x.swap_dims(0, 1)); // [T·B, in]
        let bias = self.bias.clone().unsqueeze::<2>();
        let from_input = by_second.matmul(self.input.clone().transpose()) + bias; // [T·B, 4H]
        let recurrent = self.hidden.clone().transpose();
        let mut state = start;
        let mut states = Vec::with_capacity(n_segments);
        for step in 0..n_segments {
            let second = match order {
                Order::Forward => step,
                Order::Backward => n_segments - 1 - step,
            };
            let mut gates = from_input.clone().narrow(0, second * n_clips, n_clips);
            if let Some(state) = &state {
                gates = gates + state.hidden.clone().matmul(recurrent.clone());
            }
            let gate = |k: usize| gates.clone().narrow(1, k * n_hidden, n_hidden);
            let mut cell = activation::sigmoid(gate(0)) * gate(2).tanh();
            if let Some(state) = &state {
                cell = cell + activation::sigmoid(gate(1)) * state.cell.clone();
            }
            let hidden = activation::sigmoid(gate(3)) * cell.clone().tanh();
            states.push(hidden.clone());
            state = Some(LstmState { hidden, cell });
        }
        if order == Order::Backward {
            states.reverse();
        }
        (Tensor::stack(states, 1), state.expect("a clip has a second"))
    }
}

/// One LSTM that reads forward and one that reads backward, side by side.
pub(crate) struct BiLstm {
    forward: Lstm,
    backward: Lstm,
}

impl BiLstm {
    /// Adds `NAME.forward` and `NAME.backward`.
    pub(crate) fn init(
        parameters: &mut Parameters,
        name: &str,
        widths: [usize; 2],
        rng: &mut ChaCha8Rng,
    ) {
        for order in ["forward", "backward"] {
            Lstm::init(parameters, &format!("{name}.{order}"), widths, rng);
        }
    }

    pub(crate) fn bind(binder: &mut Binder<'_>) -> Self {
        BiLstm { forward: Lstm::bind(binder), backward: Lstm::bind(binder) }
    }

    /// # Shapes
    /// - `x`: `[B, T, in]`, `T ≥ 1` → `[B, T, 2H]`, forward first
    pub(crate) fn forward(&self, x: Tensor<3>) -> Tensor<3> {
        let (there, _) = self.forward.read(x.clone(), None, Order::Forward);
        let (back, _) = self.backward.read(x, None, Order::Backward);
        Tensor::cat(vec![there, back], 2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finite_differences::{assert_gradients_agree, wave};
    use crate::parameters::values;
    use crate::training::losses::Losses;
    use crate::training::{inference_device, training_device};
    use burn::tensor::{Device, TensorData};
    use rand::SeedableRng;

    fn push_small(parameters: &mut Parameters) {
        parameters.push("input", vec![4, 1], vec![0.5, -0.3, 0.8, 0.2]);
        parameters.push("hidden", vec![4, 1], vec![0.1, 0.4, -0.6, 0.7]);
        parameters.push("bias", vec![4], vec![0.0, 1.0, 0.1, -0.2]);
    }

    fn sequence(seconds: &[f32], device: &Device) -> Tensor<3> {
        Tensor::from_data(TensorData::new(seconds.to_vec(), [1, seconds.len(), 1]), device)
    }

    fn assert_near(found: Tensor<3>, expected: &[f32]) {
        for (found, expected) in values(found).iter().zip(expected) {
            assert!((found - expected).abs() < 1e-6, "{found} is not {expected}");
        }
    }

    /// One unit over three seconds, computed by hand in f64.
    #[test]
    fn three_seconds_by_hand() {
        let mut parameters = Parameters::default();
        push_small(&mut parameters);
        push_small(&mut parameters);
        let device = inference_device();
        let both = BiLstm::bind(&mut Binder::new(&parameters, &device));
        let x = sequence(&[1.0, -2.0, 0.5], &device);
        let (states, last) = both.forward.forward(x.clone(), None);
        assert_near(states, &[0.209_247_6, 0.047_675_06, 0.155_859_2]);
        assert!((values(last.cell)[0] - 0.334_386_5).abs() < 1e-6);
        assert_near(
            both.forward(x.clone()),
            &[0.209_247_6, 0.200_614, 0.047_675_06, -0.011_600_93, 0.155_859_2, 0.120_703],
        );
        let state = |value: f32| Tensor::<2>::from_data([[value]], &device);
        let start = LstmState { hidden: state(0.3), cell: state(-0.5) };
        let (states, last) = both.forward.forward(x, Some(start));
        assert_near(states, &[0.022_750_94, -0.074_144_07, 0.060_752_6]);
        assert!((values(last.cell)[0] - 0.132_236_8).abs() < 1e-6);
    }

    /// Two clips of four seconds through both directions, the last state of one beginning the next.
    #[test]
    fn gradients_agree_with_finite_differences() {
        let mut parameters = Parameters::default();
        let rng = &mut ChaCha8Rng::seed_from_u64(5);
        Lstm::init(&mut parameters, "first", [3, 4], rng);
        BiLstm::init(&mut parameters, "both", [3, 4], rng);
        Lstm::init(&mut parameters, "second", [8, 4], rng);
        let device = training_device();
        let x = Tensor::<2>::from_data(
            TensorData::new(wave([8, 3], 0.3).into_raw_vec_and_offset().0, [8, 3]),
            &device,
        )
        .reshape([2, 4, 3]);
        assert_gradients_agree(&mut parameters, |parameters| {
            let mut binder = Binder::new(parameters, &device);
            let first = Lstm::bind(&mut binder);
            let both = BiLstm::bind(&mut binder);
            let second = Lstm::bind(&mut binder);
            let (_, last) = first.forward(x.clone(), None);
            let (states, _) = second.forward(both.forward(x.clone()), Some(last));
            let mut losses = Losses::default();
            losses.push("squares", (states - 0.3).powi_scalar(2).sum(), 1.0);
            (losses, binder.finish())
        });
    }
}
