//! The few directions of largest variance of the rows of a part.
//!
//! The output of a decoder of 64 numbers is near a surface of that many dimensions,
//! however wide it is: a short head contains nearly the whole distance.

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis, s};

/// Rows that directions are fitted to, at most.
const N_SAMPLE: usize = 2048;
/// Directions, at most.
const N_AXES: usize = 128;
/// The head grows by this many directions.
const STEP: usize = 16;
/// Iterations towards the directions of the largest variance.
const N_TURNS: usize = 4;
/// The shortest head that leaves at most this share of the variance outside is used.
pub(crate) const SMALL_TAIL: f64 = 0.01;
/// Where none does, the longest is used if it leaves at most this and is half as wide as the part: bounds become an eighth smaller,
/// so that of a million rows thousands are compared and not tens, which is less to read
/// than the codes of all columns would be (`benches/million.rs`).
const LARGE_TAIL: f64 = 0.25;

/// An orthonormal basis of a subspace, and its origin.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Head {
    /// # Shapes: `[c]`
    pub(crate) mean: Array1<f64>,
    /// Orthonormal rows up to [`Head::SLACK`]. # Shapes: `[m, c]`
    pub(crate) axes: Array2<f64>,
}

impl Head {
    /// Tolerance of the axes' orthonormality, and relative tolerance of squared norms.
    ///
    /// `‖BBᵀ − I‖` is checked when a head is fitted; the rest is rounding in f64.
    pub(crate) const SLACK: f64 = 1e-11;

    /// The directions of largest variance, by orthogonal iteration on a sample of the rows;
    /// `None` when the rows are not near a few directions.
    pub(crate) fn fit(rows: ArrayView2<'_, f32>) -> Option<Head> {
        let n_columns = rows.ncols();
        let n_axes = N_AXES.min(n_columns.saturating_sub(1) / STEP * STEP);
        if n_axes == 0 || rows.nrows() < 2 * n_columns.min(N_SAMPLE / 2) {
            return None;
        }
        let sample = sample(rows);
        let mean = sample.mean_axis(Axis(0))?;
        let centred = sample - &mean;
        let variance = centred.iter().map(|x| x * x).sum::<f64>();
        if !(variance > 0.0 && variance.is_finite()) {
            return None;
        }
        let mut axes = scattered(n_axes, n_columns);
        for _ in 0..N_TURNS {
            axes = orthonormal(axes.dot(&centred.t()).dot(&centred));
        }
        let held = centred.dot(&axes.t()).map(|x| x * x).sum_axis(Axis(0));
        let tail = |n: &usize| 1.0 - held.slice(s![..*n]).sum() / variance;
        let n_kept = (1..=n_axes / STEP)
            .map(|n| (n * STEP).min(axes.nrows()))
            .find(|n| tail(n) <= SMALL_TAIL)
            .or(Some(axes.nrows()).filter(|n| 2 * n <= n_columns && tail(n) <= LARGE_TAIL))?;
        let axes = axes.slice(s![..n_kept, ..]).to_owned();
        Head { mean, axes }.checked()
    }

    /// The share of the variance of a sample of rows outside the head; NaN when the variance is 0.
    pub(crate) fn tail_share(&self, rows: ArrayView2<'_, f32>) -> f64 {
        let sample = sample(rows);
        let centre = sample.mean_axis(Axis(0));
        let variance: f64 = centre.map_or(0.0, |centre| (&sample - &centre).map(|x| x * x).sum());
        let tail = self.project(sample).1.iter().map(|tail| tail * tail).sum::<f64>();
        tail / variance
    }

    /// This head, if its axes are orthonormal.
    pub(crate) fn checked(self) -> Option<Head> {
        let mut products = self.axes.dot(&self.axes.t());
        products.diag_mut().map_inplace(|x| *x -= 1.0);
        let excess = products.iter().map(|x| x * x).sum::<f64>().sqrt();
        // Written this way, NaN does not pass.
        let is_whole = self.mean.iter().all(|x| x.is_finite()) && excess <= Self::SLACK;
        is_whole.then_some(self)
    }

    /// Whether the axes have length 1: a fast check of a head that was read.
    pub(crate) fn has_unit_axes(&self) -> bool {
        let is_unit = |axis: ArrayView1<'_, f64>| (axis.dot(&axis) - 1.0).abs() <= Self::SLACK;
        self.mean.iter().all(|x| x.is_finite()) && self.axes.rows().into_iter().all(is_unit)
    }

    /// Coordinates of rows in the head, and norms of the rest outside.
    ///
    /// # Shapes
    /// - `rows`: `[n, c]` → `[n, m]`, `[n]`
    pub(crate) fn project(&self, rows: Array2<f64>) -> (Array2<f64>, Vec<f64>) {
        let centred = rows - &self.mean;
        let coordinates = centred.dot(&self.axes.t());
        let tail = |(row, head): (ArrayView1<'_, f64>, ArrayView1<'_, f64>)| {
            (row.dot(&row) - head.dot(&head)).max(0.0).sqrt()
        };
        let tails = centred.rows().into_iter().zip(coordinates.rows()).map(tail).collect();
        (coordinates, tails)
    }
}

/// Evenly spaced rows of the whole stretch.
fn sample(rows: ArrayView2<'_, f32>) -> Array2<f64> {
    let step = rows.nrows().div_ceil(N_SAMPLE).max(1);
    rows.slice(s![..;step, ..]).mapv(f64::from)
}

/// Pseudorandom directions, the same each time.
fn scattered(n_axes: usize, n_columns: usize) -> Array2<f64> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    Array2::from_shape_simple_fn((n_axes, n_columns), || {
        // Marsaglia's xorshift: any directions but those of the columns are suitable.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / (1_u64 << 53) as f64 - 0.5
    })
}

/// Gram-Schmidt, each row against those before it, twice; without rows that depend linearly on others.
fn orthonormal(directions: Array2<f64>) -> Array2<f64> {
    let mut axes = Array2::zeros(directions.raw_dim());
    let mut n_axes = 0;
    for direction in directions.rows() {
        let before = axes.slice(s![..n_axes, ..]);
        let mut axis = direction.to_owned();
        for _ in 0..2 {
            axis -= &before.dot(&axis).dot(&before);
        }
        let (length, left) = (direction.dot(&direction).sqrt(), axis.dot(&axis).sqrt());
        if left > 1e-9 * length {
            axes.row_mut(n_axes).assign(&(axis / left));
            n_axes += 1;
        }
    }
    axes.slice_move(s![..n_axes, ..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on_a_plane(n_rows: usize, n_columns: usize) -> Array2<f32> {
        Array2::from_shape_fn((n_rows, n_columns), |(row, column)| {
            let (a, b) = ((row as f32 * 0.7).sin(), (row as f32 * 1.3).cos());
            let noise = ((row * 31 + column * 17) % 13) as f32 * 1e-3;
            3.0 + a * (column as f32).sin() + b * (column as f32 * 0.5).cos() + noise
        })
    }

    #[test]
    fn rows_near_a_plane_have_a_short_head() {
        let rows = on_a_plane(400, 128);
        let head = Head::fit(rows.view()).expect("two directions are few");
        assert!(head.axes.nrows() <= STEP, "{:?}", head.axes.dim());
        assert!(head.tail_share(rows.view()) <= SMALL_TAIL);
        let (coordinates, tails) = head.project(rows.mapv(f64::from));
        let mean = sample(rows.view()).mean_axis(Axis(0)).expect("rows");
        for (row, (head, tail)) in
            rows.rows().into_iter().zip(coordinates.rows().into_iter().zip(tails))
        {
            let whole = (row.mapv(f64::from) - &mean).map(|x| x * x).sum();
            let parts = head.dot(&head) + tail * tail;
            assert!((whole - parts).abs() < 1e-6 * whole, "{whole} {parts}");
        }
    }

    #[test]
    fn rows_without_structure_have_none() {
        let rows = scattered(600, 64).mapv(|x| x as f32);
        assert_eq!(Head::fit(rows.view()), None);
        assert_eq!(Head::fit(Array2::zeros((600, 64)).view()), None);
        assert_eq!(Head::fit(on_a_plane(10, 128).view()), None, "too few rows to know");
    }

    #[test]
    fn axes_that_are_not_orthonormal_are_refused() {
        let head = |axes: Array2<f64>| Head { mean: Array1::zeros(4), axes }.checked();
        assert!(head(Array2::eye(4)).is_some());
        assert!(head(Array2::eye(4) * 1.001).is_none());
        assert!(head(Array2::from_elem((2, 4), f64::NAN)).is_none());
        let read = |axes: Array2<f64>| Head { mean: Array1::zeros(4), axes }.has_unit_axes();
        assert!(read(Array2::eye(4)));
        assert!(!read(Array2::eye(4) * 1.001));
        assert!(!read(Array2::from_elem((2, 4), f64::NAN)));
    }
}
