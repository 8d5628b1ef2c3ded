//! Forward passes of a fitted network, in chunks of rows for constant memory.

use earsight_kernels::{Variable, on_tapes};
use ndarray::{Array2, ArrayView2, Axis};

use crate::parameters::{Parameters, Weights};

/// Rows of one forward pass: their activations fit the second-level cache of a core, and weights are packed
/// for products once for all of them.
const CHUNK_ROWS: usize = 512;

/// The outputs of `forward` for `rows`, a chunk on each thread; it may have several.
///
/// # Shapes
/// - `rows`: `[N, D]` → `[N, n_columns[i]]` each
pub fn infer<const K: usize>(
    parameters: &Parameters,
    rows: ArrayView2<'_, f32>,
    n_columns: [usize; K],
    forward: impl for<'t> Fn(&Weights<'t>, Variable<'t>) -> [Variable<'t>; K] + Sync,
) -> [Array2<f32>; K] {
    let mut results = n_columns.map(|width| Array2::zeros((rows.nrows(), width)));
    let mut outputs = results.each_mut().map(|all| all.axis_chunks_iter_mut(Axis(0), CHUNK_ROWS));
    let chunks = rows.axis_chunks_iter(Axis(0), CHUNK_ROWS);
    let pieces = chunks.map(|rows| {
        (rows, outputs.each_mut().map(|chunks| chunks.next().expect("as many chunks as of rows")))
    });
    on_tapes(pieces.collect(), |tape, (rows, outputs)| {
        parameters.share_with(tape);
        let weights = parameters.variables(tape);
        let inputs = weights.constant(&rows.to_owned());
        for (result, mut output) in forward(&weights, inputs).into_iter().zip(outputs) {
            let output = output.as_slice_mut().expect("whole rows of a matrix lie together");
            result.copy_values(output);
        }
        tape.end();
    });
    results
}
