//! For tests: the kernels say what the tensor library says, of every term and of every gradient.

use earsight_kernels::{Learner, Sink, Tape};
use earsight_testing::assert_close;

use super::TapeLender;
use crate::noise::Noise;
use crate::parameters::Parameters;
use crate::training::Trainable;
use crate::training::batch::Batches;

/// Relative to the largest value of each array.
const TOLERANCE: f64 = 1e-4;

/// Keeps gradients as they are.
pub(crate) struct Kept<'a>(pub(crate) &'a mut [Vec<f32>]);

impl Learner for Kept<'_> {
    fn sink(&mut self, parameter: usize) -> Sink<'_> {
        Sink::Gradient(&mut self.0[parameter])
    }
}

/// Holds the kernels' terms and gradients against the tensor library's, with equal noise.
pub(crate) fn assert_both_sides_agree<T: Trainable>(
    trainable: &T,
    parameters: &mut Parameters,
    batch: &<T::Data as Batches>::Batch,
) {
    let noise = || Noise::of_epoch(5, 2);
    let (losses, bound) = trainable.losses(parameters, batch, &mut noise(), 0);
    let expected = bound.gradients(&losses.total().backward());
    let mut found: Vec<Vec<f32>> = expected.iter().map(|all| vec![f32::NAN; all.len()]).collect();
    let mut tape = Tape::default();
    // Twice, so that buffers are used again.
    for _ in 0..2 {
        tape.lend(parameters.lend());
        let mut lender = TapeLender::new(&tape);
        let on_tape = trainable.losses_on_tape(&mut lender, batch, &mut noise(), 0);
        let on_tape = on_tape.expect("the kernels can run this model");
        lender.finish();
        for ((name, found), (same_name, expected)) in
            on_tape.values().into_iter().zip(losses.values())
        {
            assert_eq!(name, same_name);
            assert_close(&name, &[found as f32], [expected as f32].iter(), TOLERANCE);
        }
        let total = on_tape.total().place();
        tape.backward(total, &mut Kept(&mut found));
        parameters.take_back(tape.take_back());
    }
    for (entry, (found, expected)) in parameters.entries().iter().zip(found.iter().zip(&expected)) {
        assert_close(&format!("gradient of {}", entry.name), found, expected.iter(), TOLERANCE);
    }
}
