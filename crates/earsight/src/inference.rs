//! Rows through a network when it is asked, so many at a time that memory stays flat.

use burn::tensor::Tensor;
use earsight_kernels::{Variable, on_tapes};
use ndarray::{Array2, ArrayView2, Axis, s};

use crate::matrix::{Lender as _, TapeLender};
use crate::parameters::{Parameters, values};
use crate::training::batch::matrix;
use crate::training::inference_device;

/// Rows that go through a network of plain layers at once: what it makes of them stays in a core's cache.
const CHUNK_ROWS: usize = 256;

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
    let chunk = |idx: usize| {
        let start = idx * CHUNK_ROWS;
        rows.slice(s![start..(start + CHUNK_ROWS).min(rows.nrows()), ..])
    };
    let pieces = on_tapes(rows.nrows().div_ceil(CHUNK_ROWS), |tape, idx| {
        tape.lend(parameters.lent_at_rest());
        let mut lender = TapeLender::new(tape);
        let seen = lender.constant(&chunk(idx).to_owned());
        let made = forward(&mut lender, seen).map(|made| made.values());
        tape.take_back();
        made
    });
    let mut made = n_columns.map(|width| Array2::zeros((rows.nrows(), width)));
    for (idx, piece) in pieces.into_iter().enumerate() {
        for (all, of_piece) in made.iter_mut().zip(piece) {
            let n = chunk(idx).nrows();
            let of_piece = Array2::from_shape_vec((n, all.ncols()), of_piece);
            let of_piece = of_piece.expect("a row is made of each row");
            all.slice_mut(s![idx * CHUNK_ROWS..idx * CHUNK_ROWS + n, ..]).assign(&of_piece);
        }
    }
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
