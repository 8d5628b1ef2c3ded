//! Rows through a network when it is asked, so many at a time that memory stays flat.

use burn::tensor::Tensor;
use earsight_kernels::{Variable, on_tapes};
use ndarray::{Array2, ArrayView2, Axis};

use crate::matrix::{Lender as _, TapeLender};
use crate::parameters::{Parameters, values};
use crate::training::batch::matrix;
use crate::training::inference_device;

/// Rows that go through a network of plain layers at once: what it makes of them stays in a core's second cache,
/// and weights are copied into the order of products once for all of them.
const CHUNK_ROWS: usize = 512;

/// What `forward` makes of `rows` by the kernels, a piece on each thread; it may give several matrices.
///
/// # Shapes
/// - `rows`: `[N, D]` → `[N, n_columns[i]]` each
pub(crate) fn by_kernels<const K: usize>(
    parameters: &Parameters,
    rows: ArrayView2<'_, f32>,
    n_columns: [usize; K],
    forward: impl for<'t> Fn(&mut TapeLender<'t>, Variable<'t>) -> [Variable<'t>; K] + Sync,
) -> [Array2<f32>; K] {
    let mut made = n_columns.map(|width| Array2::zeros((rows.nrows(), width)));
    let mut outputs = made.each_mut().map(|all| all.axis_chunks_iter_mut(Axis(0), CHUNK_ROWS));
    let chunks = rows.axis_chunks_iter(Axis(0), CHUNK_ROWS);
    let pieces = chunks.map(|rows| {
        (rows, outputs.each_mut().map(|chunks| chunks.next().expect("as many chunks as of rows")))
    });
    on_tapes(pieces.collect(), |tape, (rows, outputs)| {
        tape.lend(parameters.lent_at_rest());
        let mut lender = TapeLender::new(tape);
        let seen = lender.constant(&rows.to_owned());
        for (made, mut output) in forward(&mut lender, seen).into_iter().zip(outputs) {
            let output = output.as_slice_mut().expect("whole rows of a matrix lie together");
            made.copy_values(output);
        }
        tape.take_back();
    });
    made
}

/// What `forward` makes of `rows` by the tensor library, `chunk_rows` at a time; it may give several matrices.
///
/// # Shapes
/// - `rows`: `[N, D]` → `[N, n_columns[i]]` each
pub(crate) fn in_chunks<const K: usize>(
    rows: ArrayView2<'_, f32>,
    chunk_rows: usize,
    n_columns: [usize; K],
    forward: impl Fn(Tensor<2>) -> [Tensor<2>; K],
) -> [Array2<f32>; K] {
    let device = inference_device();
    let mut made: [Vec<f32>; K] = std::array::from_fn(|_| Vec::new());
    for chunk in rows.axis_chunks_iter(Axis(0), chunk_rows) {
        for (all, tensor) in made.iter_mut().zip(forward(matrix(&chunk.to_owned(), &device))) {
            all.extend(values(tensor));
        }
    }
    let mut widths = n_columns.into_iter();
    made.map(|all| {
        let width = widths.next().expect("as many widths as matrices");
        Array2::from_shape_vec((rows.nrows(), width), all).expect("a row is made of each row")
    })
}
