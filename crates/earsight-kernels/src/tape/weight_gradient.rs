//! `dW = dyᵀ x` of a linear layer, each piece consumed while it is in a core's cache.

use rayon::prelude::*;

use super::gradient_sink::GradientSink;
use crate::arithmetic::count_product;
use crate::few_rows;
use crate::matrix_view::View;
use crate::packed_product::{Onto, Packed, TILE_ROWS};
use crate::pieces::Workers;

/// Numbers of a piece where `x` has many rows: it and the optimisers' moments of it fit into the second cache.
const PIECE: usize = 64 * 1024;
/// The same where `x` has few rows: it fits into the first cache.
const SMALL_PIECE: usize = 4 * 1024;
/// A weight is cut into at least so many pieces, if it has as many rows.
const FEWEST_PIECES: usize = 6;
/// Rows of weights in one thread's task where `x` has few rows.
const ROWS_OF_A_TASK: usize = 64;
/// Below so many multiplications one thread is faster than two.
const SMALLEST_SHARED_WORK: usize = 512 * 1024;

/// Passes the gradient of the weight with these values to the sink.
///
/// # Shapes
/// - `dy`: `[n, n_out]`, `x`: `[n, n_in]`, `values`: `[n_out, n_in]`
pub(super) fn learn(
    dy: &[f32],
    x: &[f32],
    [n, n_out, n_in]: [usize; 3],
    values: &mut [f32],
    sink: GradientSink<'_>,
) {
    // Enough pieces for all threads, each of whole tiles of the product.
    let n_rows = (n_out / FEWEST_PIECES).min(PIECE / n_in.max(1));
    let n_rows = n_rows.max(1).next_multiple_of(TILE_ROWS);
    let is_shared = n * n_out * n_in >= SMALLEST_SHARED_WORK;
    let workers = if is_shared { Workers::All } else { Workers::This };
    // Packed once, and read by all pieces.
    let packed = Packed::new(workers, View::new(x, [n, n_in]));
    count_product([n_out, n, n_in]);
    let of_piece =
        |buffer: &mut Vec<f32>, (idx, (values, sink)): (usize, (&mut [f32], GradientSink<'_>))| {
            buffer.resize(values.len(), 0.0);
            let dy = View::new(dy, [n, n_out]).columns(idx * n_rows, values.len() / n_in.max(1));
            packed.multiply(Workers::This, dy.transposed(), buffer, Onto::Zero);
            sink.take_piece(values, buffer);
        };
    let pieces: Vec<_> = sink.pieces(values, n_rows * n_in).enumerate().collect();
    if is_shared {
        pieces.into_par_iter().for_each_init(Vec::new, of_piece);
    } else {
        let mut buffer = Vec::new();
        pieces.into_iter().for_each(|piece| of_piece(&mut buffer, piece));
    }
    packed.put_back();
}

/// The same where `x` has few rows, together with `dx ← dx + dy W`: weights, gradient and the optimisers' moments
/// are read once.
///
/// # Shapes
/// - `dy`: `[n, n_out]`, `x` and `dx`: `[n, n_in]`, `values`: `[n_out, n_in]`
pub(super) fn learn_from_few_rows(
    dy: &[f32],
    (x, dx): (&[f32], Option<&mut [f32]>),
    [n, n_out, n_in]: [usize; 3],
    values: &mut [f32],
    sink: GradientSink<'_>,
) {
    let wants_dx = dx.is_some();
    let of_task = |(idx, (values, sink)): (usize, (&mut [f32], GradientSink<'_>))| -> Vec<f32> {
        let mut dx = vec![0.0; if wants_dx { n * n_in } else { 0 }];
        let n_rows = (SMALL_PIECE / n_in.max(1)).max(1);
        let mut gradient = vec![0.0; values.len().min(n_rows * n_in)];
        for (piece, (values, sink)) in sink.pieces(values, n_rows * n_in).enumerate() {
            let (first, n_rows) = (idx * ROWS_OF_A_TASK + piece * n_rows, values.len() / n_in);
            let dy = View::new(dy, [n, n_out]).columns(first, n_rows);
            if wants_dx {
                few_rows::add_product(dy, values, &mut dx, n_in);
            }
            let gradient = &mut gradient[..values.len()];
            gradient.fill(0.0);
            few_rows::add_product(dy.transposed(), x, gradient, n_in);
            sink.take_piece(values, gradient);
        }
        dx
    };
    if values.is_empty() || n == 0 {
        sink.take_piece(values, &vec![0.0; values.len()]);
        return;
    }
    let tasks: Vec<_> = sink.pieces(values, ROWS_OF_A_TASK * n_in).enumerate().collect();
    let parts: Vec<Vec<f32>> = match n * n_out * n_in < SMALLEST_SHARED_WORK {
        true => tasks.into_iter().map(of_task).collect(),
        false => tasks.into_par_iter().map(of_task).collect(),
    };
    // In the order of tasks, so that the threads do not matter.
    if let Some(dx) = dx {
        for part in &parts {
            dx.iter_mut().zip(part).for_each(|(dx, part)| *dx += part);
        }
    }
}
