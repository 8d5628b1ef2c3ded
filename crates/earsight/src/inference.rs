//! Rows through a network when it is asked, so many at a time that memory stays flat.

use burn::tensor::Tensor;
use ndarray::{Array2, ArrayView2, Axis};

use crate::parameters::values;
use crate::training::batch::matrix;
use crate::training::inference_device;

/// Rows that go through a network of plain layers at once.
pub(crate) const CHUNK_ROWS: usize = 2048;

/// What `forward` makes of `rows`, `chunk_rows` at a time; it may give several matrices.
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
