//! The receivers of gradients.

use rayon::prelude::*;

use crate::adam::{Member, update};

/// Receives the gradients of a backward pass.
pub trait GradientSinks {
    /// The sink of one parameter's gradient; called once per parameter and pass.
    fn sink(&mut self, parameter: usize) -> GradientSink<'_>;
}

/// The receiver of the gradient of one parameter.
#[derive(Debug)]
pub enum GradientSink<'a> {
    /// It is written here, one number for each value of the parameter.
    Gradient(&'a mut [f32]),
    /// Optimisers update the values, one after the other.
    Steps(Vec<Member<'a>>),
}

/// Values of one piece of work.
const SHARED_VALUES: usize = 16 * 1024;

impl<'a> GradientSink<'a> {
    /// Takes the gradient of a whole parameter.
    ///
    /// # Panics
    /// When the arrays are not equally long.
    pub fn take(self, values: &mut [f32], gradient: &[f32]) {
        assert_eq!(values.len(), gradient.len(), "a slope for each value");
        if values.len() <= SHARED_VALUES {
            return self.take_piece(values, gradient);
        }
        let pieces: Vec<_> = self.pieces(values, SHARED_VALUES).collect();
        let pieces = pieces.into_par_iter().zip(gradient.par_chunks(SHARED_VALUES));
        pieces.for_each(|((values, sink), gradient)| sink.take_piece(values, gradient));
    }

    /// The same of a part of it.
    pub(super) fn take_piece(self, values: &mut [f32], gradient: &[f32]) {
        match self {
            GradientSink::Gradient(all) => all.copy_from_slice(gradient),
            GradientSink::Steps(members) => {
                for Member { step, moments } in members {
                    update(step, values, moments, gradient);
                }
            }
        }
    }

    /// Pieces of so many values, the last may be shorter, and the sink of each.
    pub(super) fn pieces<'v>(
        self,
        values: &'v mut [f32],
        n_values: usize,
    ) -> impl Iterator<Item = (&'v mut [f32], GradientSink<'a>)> {
        let mut rest = Some(self);
        values.chunks_mut(n_values.max(1)).map(move |piece| {
            let [own, others] = rest.take().expect("a rest of every piece").split_at(piece.len());
            rest = Some(others);
            (piece, own)
        })
    }

    fn split_at(self, n: usize) -> [Self; 2] {
        match self {
            GradientSink::Gradient(all) => {
                let (own, others) = all.split_at_mut(n);
                [GradientSink::Gradient(own), GradientSink::Gradient(others)]
            }
            GradientSink::Steps(members) => {
                let split = members.into_iter().map(|member| member.split_at(n));
                let (own, others) = split.map(|[own, others]| (own, others)).unzip();
                [GradientSink::Steps(own), GradientSink::Steps(others)]
            }
        }
    }
}
