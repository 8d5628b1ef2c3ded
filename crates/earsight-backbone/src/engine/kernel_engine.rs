//! Networks on the kernels of `earsight-kernels`.
//!
//! An example (a picture, a window of log-mel) passes through all layers on one thread, so its row has the same bits
//! whatever else is in the batch and however many threads there are.

use std::sync::{Mutex, PoisonError};

use earsight_kernels::MapShape;
use ndarray::{Array2, Array4, ArrayView4};

use super::Engine;
use super::workspace::Workspace;
use crate::Result;
use crate::network::Network;
use crate::work_queue::{WorkQueue, on_each_thread};

/// A network and the memory that its runs use.
pub(super) struct KernelEngine {
    network: Network,
    threads: usize,
    /// Of earlier runs, to be used again.
    workspaces: Mutex<Vec<Workspace>>,
}

impl KernelEngine {
    pub(super) fn new(network: Network, threads: usize) -> Self {
        KernelEngine { network, threads, workspaces: Mutex::default() }
    }

    /// The part before the dense layers: a row for each example, which threads share.
    fn rows(&self, input: ArrayView4<'_, f32>) -> Array2<f32> {
        let (n, channels, height, width) = input.dim();
        let shapes = self.network.map_shapes([channels, height, width]);
        let n_columns = self.network.readout.n_columns(shapes[shapes.len() - 1]);
        let mut rows = Array2::zeros((n, n_columns));
        let examples = WorkQueue::new(input.outer_iter().zip(rows.outer_iter_mut()));
        on_each_thread(self.threads.min(n), || {
            let mut workspace = self.workspace(&shapes);
            while let Some((example, row)) = examples.next() {
                let row = row.into_slice().expect("rows of a new array are contiguous");
                workspace.run(&self.network, example, row);
            }
            self.workspaces.lock().unwrap_or_else(PoisonError::into_inner).push(workspace);
        });
        rows
    }

    /// A workspace for maps of these shapes.
    fn workspace(&self, shapes: &[MapShape]) -> Workspace {
        let mut free = self.workspaces.lock().unwrap_or_else(PoisonError::into_inner);
        match free.iter().position(|workspace| workspace.shapes() == shapes) {
            Some(place) => free.swap_remove(place),
            None => Workspace::new(&self.network.layers, shapes.to_vec()),
        }
    }
}

impl Engine for KernelEngine {
    fn run(&self, input: Array4<f32>) -> Result<Array2<f32>> {
        let rows = self.rows(input.view());
        let dense = self.network.dense.iter();
        Ok(dense.fold(rows, |rows, layer| layer.apply(&rows, self.threads)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::cnn9;
    use crate::weights::{CNN9, Weights};

    fn engine(threads: usize) -> KernelEngine {
        let weights = Weights::read(CNN9.0).unwrap();
        KernelEngine::new(cnn9(&weights).unwrap(), threads)
    }

    fn noise(shape: (usize, usize, usize, usize)) -> Array4<f32> {
        let mut state = 7_u32;
        Array4::from_shape_simple_fn(shape, || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / (1 << 23) as f32 - 1.0
        })
    }

    #[test]
    fn the_number_of_threads_changes_no_bit() {
        let input = noise((3, 1, 43, 96));
        let one = engine(1).run(input.clone()).unwrap();
        assert_eq!(one.dim(), (3, 512));
        for threads in [0, 2, 3, 8] {
            assert_eq!(engine(threads).run(input.clone()).unwrap(), one, "{threads} threads");
        }
    }

    #[test]
    fn a_workspace_of_another_size_is_not_taken() {
        let engine = engine(1);
        let (short, long) = (noise((1, 1, 43, 96)), noise((1, 1, 100, 96)));
        let first = engine.run(short.clone()).unwrap();
        engine.run(long).unwrap();
        assert_eq!(engine.run(short).unwrap(), first);
    }

    #[test]
    fn an_empty_batch_has_no_rows() {
        let rows = engine(2).run(noise((0, 1, 43, 96))).unwrap();
        assert_eq!(rows.dim(), (0, 512));
    }
}
