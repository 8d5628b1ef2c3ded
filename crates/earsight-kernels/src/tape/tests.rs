//! Every operation compared with central differences, and the guarantees of a step.

use super::*;
use crate::adam::{AdamStep, Member};
use crate::{few_rows, wave};

fn parameter(shape: [usize; 2], phase: f32) -> Parameter {
    Parameter { shape, values: Arc::new(wave(shape[0] * shape[1], phase)) }
}

/// Stores gradients unchanged.
struct Gradients(Vec<Vec<f32>>);

impl Gradients {
    fn of(shapes: &[[usize; 2]]) -> Self {
        Gradients(shapes.iter().map(|shape| vec![f32::NAN; shape[0] * shape[1]]).collect())
    }
}

impl GradientSinks for Gradients {
    fn sink(&mut self, parameter: usize) -> GradientSink<'_> {
        let gradient = &mut self.0[parameter];
        assert!(gradient.iter().all(|x| x.is_nan()), "given twice");
        GradientSink::Gradient(gradient)
    }
}

/// Compares gradients of `Σ of(parameters) · weights` with central differences.
fn check(shapes: &[[usize; 2]], of: impl for<'t> Fn(&'t Tape, &[Variable<'t>]) -> Variable<'t>) {
    let mut parameters: Vec<Parameter> = shapes
        .iter()
        .zip(0_u8..)
        .map(|(&shape, idx)| parameter(shape, 0.1 + f32::from(idx)))
        .collect();
    let mut tape = Tape::default();
    let mut run = |parameters: &mut Vec<Parameter>, learns: bool| {
        tape.begin(std::mem::take(parameters));
        let variables: Vec<_> = (0..shapes.len()).map(|idx| tape.parameter(idx)).collect();
        let made = of(&tape, &variables);
        let [rows, columns] = made.shape();
        let weights = wave(rows * columns, 0.3);
        let total = (made * made.constant(&weights, made.shape())).sum();
        let (value, place) = (total.values()[0], total.place());
        let mut gradients = Gradients::of(shapes);
        if learns {
            tape.backward(place, &mut gradients);
        }
        *parameters = tape.end();
        (value, gradients)
    };
    let gradients = run(&mut parameters, true).1.0;
    const STEP: f32 = 1e-2;
    for (idx, gradient) in gradients.iter().enumerate() {
        for (place, &found) in gradient.iter().enumerate() {
            let mut at = |change: f32| {
                let before = parameters[idx].values[place];
                Arc::make_mut(&mut parameters[idx].values)[place] = before + change;
                let value = run(&mut parameters, false).0;
                Arc::make_mut(&mut parameters[idx].values)[place] = before;
                f64::from(value)
            };
            let slope = (at(STEP) - at(-STEP)) / f64::from(2.0 * STEP);
            let off = (slope - f64::from(found)).abs();
            assert!(off < 1e-2 * slope.abs().max(0.2), "{idx}[{place}]: {found}, not {slope}");
        }
    }
}

#[test]
fn linear_layers_and_normalisation() {
    check(&[[3, 4], [5, 4], [1, 5]], |_, v| v[0].linear(v[1], v[2]));
    check(&[[3, 4], [5, 4], [1, 5]], |_, v| {
        let x = v[0].linear(v[1], v[2]);
        x.matmul_transposed(x) + v[0].linear(v[1], v[2]).sum()
    });
    check(&[[3, 19], [1, 19], [1, 19]], |_, v| v[0].layer_norm(v[1], v[2]));
}

#[test]
fn products_and_shapes() {
    check(&[[3, 4], [2, 4]], |_, v| v[0].matmul_transposed(v[1]).transposed());
    check(&[[3, 4], [2, 4]], |_, v| Variable::stack(&[v[0], v[1], v[0]]));
    check(&[[3, 4], [3, 2]], |_, v| Variable::concat(&[v[0], v[1], v[0]]));
    check(&[[5, 4]], |_, v| v[0].rows(1, 3).columns(2, 2));
    check(&[[5, 4]], |_, v| v[0].select(&[3, 0, 3]));
    check(&[[4, 4]], |_, v| v[0].log_softmax().diagonal());
    check(&[[3, 5]], |_, v| v[0].row_sum() * v[0].sum());
}

#[test]
fn functions() {
    for function in [
        Function::Affine(-2.0, 0.5),
        Function::Square,
        Function::Exp,
        Function::ClampMin(0.5),
        Function::Gelu,
        Function::LeakyRelu(0.0),
        Function::LeakyRelu(0.3),
    ] {
        check(&[[3, 7]], |_, v| v[0].map(function));
    }
    check(&[[3, 7]], |_, v| {
        v[0].map(Function::Square).map(Function::Affine(1.0, 0.3)).map(Function::Sqrt)
    });
}

#[test]
fn pairs_of_every_shape() {
    for other in [[3, 4], [1, 4], [3, 1], [1, 1]] {
        check(&[[3, 4], other], |_, v| v[0] + v[1]);
        check(&[[3, 4], other], |_, v| v[1] - v[0]);
        check(&[[3, 4], other], |_, v| v[0] * v[1]);
        check(&[[3, 4], other], |_, v| v[0] / v[1].map(Function::Exp));
    }
    check(&[[3, 1], [1, 4]], |_, v| v[0] * v[1]);
}

#[test]
fn a_parameter_that_nothing_depends_on_has_a_gradient_of_zero() {
    check(&[[2, 2], [3, 3]], |_, v| v[0]);
}

/// One Adam optimiser of some parameters, at its first step.
struct Steps(Vec<[Vec<f32>; 2]>);

impl Steps {
    fn of(shapes: &[[usize; 2]]) -> Self {
        let zeros = |shape: &[usize; 2]| vec![0.0; shape[0] * shape[1]];
        Steps(shapes.iter().map(|shape| [zeros(shape), zeros(shape)]).collect())
    }
}

impl GradientSinks for Steps {
    fn sink(&mut self, parameter: usize) -> GradientSink<'_> {
        let moments = self.0[parameter].each_mut().map(Vec::as_mut_slice);
        let (beta_1, beta_2, epsilon) = (0.9, 0.999, 1e-8);
        let step =
            AdamStep { beta_1, beta_2, epsilon, step_size: 0.1, inverse_root: 30.0, kept: 0.99 };
        GradientSink::Steps(vec![Member { step, moments }])
    }
}

/// Updating a weight as soon as its gradient is known must not change any other gradient, and the number of
/// threads must not change any bit.
#[test]
fn updates_within_the_backward_pass_are_those_after_it() {
    for n in [3, few_rows::MOST_ROWS + 8] {
        let shapes = [[200, 300], [1, 200], [40, 200], [1, 40]];
        let fresh = || -> Vec<Parameter> {
            let make = |(&shape, idx): (&[usize; 2], u8)| parameter(shape, f32::from(idx));
            shapes.iter().zip(0_u8..).map(make).collect()
        };
        let run = |is_at_once: bool| {
            let mut tape = Tape::default();
            tape.begin(fresh());
            let v: Vec<_> = (0..4).map(|idx| tape.parameter(idx)).collect();
            let x = tape.constant(&wave(n * 300, 0.1), [n, 300]);
            let hidden = x.linear(v[0], v[1]).map(Function::Gelu);
            let total = hidden.linear(v[2], v[3]).map(Function::Square).sum().place();
            let mut steps = Steps::of(&shapes);
            if is_at_once {
                tape.backward(total, &mut steps);
                return tape.end();
            }
            let mut gradients = Gradients::of(&shapes);
            tape.backward(total, &mut gradients);
            let mut parameters = tape.end();
            for (idx, gradient) in gradients.0.into_iter().enumerate() {
                let values: &mut Vec<f32> = Arc::make_mut(&mut parameters[idx].values);
                steps.sink(idx).take(values, &gradient);
            }
            parameters
        };
        let expected = run(false);
        assert!(expected != fresh());
        assert_eq!(run(true), expected, "{n} rows");
        assert_eq!(crate::on_threads(1, || run(true)), expected, "{n} rows");
    }
}
