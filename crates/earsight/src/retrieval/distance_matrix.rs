//! `D(query, item)` of all queries and all items at once, for localization and retrieval.

use earsight_core::{Distance, Part};
use earsight_kernels::matrix_product::{View, multiply};
use ndarray::{Array2, ArrayView2, s};

use crate::{Error, Result};

/// One matrix product per part: `‖q − i‖² = ‖q‖² + ‖i‖² − 2 q·i`, in f64, so that the error by cancellation is
/// below the precision of f32 rows.
///
/// # Shapes
/// - `queries`: `[Q, E]`, `items`: `[N, E]` → `[Q, N]`
///
/// # Errors
/// [`Error::EmbeddingDim`] when the rows cannot be compared.
pub fn all_distances(
    distance: &Distance,
    queries: ArrayView2<'_, f32>,
    items: ArrayView2<'_, f32>,
) -> Result<Array2<f64>> {
    if queries.ncols() != items.ncols() {
        return Err(Error::EmbeddingDim { query: queries.ncols(), items: items.ncols() });
    }
    let mut sum = Array2::zeros((queries.nrows(), items.nrows()));
    let mut products = vec![0.0; sum.len()];
    for part in &distance.parts {
        let [q, i] = [queries, items].map(|rows| PartOfRows::new(part, rows));
        multiply(q.view(), i.view().transposed(), &mut products);
        let (weight, n_columns) = (f64::from(part.weight), part.columns.len());
        let lines = sum.rows_mut().into_iter().zip(products.chunks_exact(items.nrows().max(1)));
        for ((mut line, products), q_square) in lines.zip(&q.squares) {
            for ((total, product), i_square) in line.iter_mut().zip(products).zip(&i.squares) {
                let difference = q_square + i_square - 2.0 * product;
                // A smaller difference is rounding: the rows are equal.
                let rounding = 1e-13 * (q_square + i_square);
                let squared = if difference <= rounding { 0.0 } else { difference };
                *total += weight * part.norm.of_squared(squared, n_columns);
            }
        }
    }
    Ok(sum)
}

/// The columns of one part of the distance.
struct PartOfRows {
    wide: Vec<f64>, // [N, columns]
    shape: [usize; 2],
    squares: Vec<f64>, // [N]
}

impl PartOfRows {
    fn new(part: &Part, rows: ArrayView2<'_, f32>) -> Self {
        let columns = rows.slice(s![.., part.columns.clone()]);
        let wide: Vec<f64> = columns.iter().copied().map(f64::from).collect();
        let square = |row: &[f64]| row.iter().map(|value| value * value).sum();
        let squares = match columns.ncols() {
            0 => vec![0.0; rows.nrows()],
            n_columns => wide.chunks_exact(n_columns).map(square).collect(),
        };
        PartOfRows { wide, shape: [columns.nrows(), columns.ncols()], squares }
    }

    fn view(&self) -> View<'_, f64> {
        View::new(&self.wide, self.shape)
    }
}

#[cfg(test)]
mod tests {
    use earsight_core::Norm;
    use ndarray::Axis;

    use super::*;

    #[test]
    fn all_distances_are_those_one_by_one() {
        let distance = Distance {
            parts: vec![
                Part { name: "a".into(), columns: 0..2, weight: 0.5, norm: Norm::Euclidean },
                Part { name: "b".into(), columns: 2..5, weight: 2.0, norm: Norm::MeanSquare },
            ],
        };
        let rows = |n: usize, phase: f32| {
            Array2::from_shape_fn((n, 5), |(i, j)| ((i * 5 + j) as f32 * 0.9 + phase).sin())
        };
        let (queries, items) = (rows(3, 0.0), rows(4, 0.0));
        let all = all_distances(&distance, queries.view(), items.view()).unwrap();
        for ((q, i), found) in all.indexed_iter() {
            let expected = distance.between(queries.row(q), items.row(i));
            assert!((found - expected).abs() < 1e-7, "{found} {expected}");
        }
        assert_eq!(all[[0, 0]], 0.0);
        assert!(all_distances(&distance, queries.view(), Array2::zeros((2, 4)).view()).is_err());
    }

    /// Localization finds ties by equality.
    #[test]
    fn the_same_rows_have_the_same_distances_wherever_they_stand() {
        let distance = Distance::euclidean("a", 700);
        let rows = Array2::from_shape_fn((3, 700), |(i, j)| ((i * 700 + j) as f32 * 0.37).sin());
        for n in [4, 7, 16, 33, 100] {
            let items = rows.select(Axis(0), &vec![0; n]);
            let queries = rows.select(Axis(0), &vec![1; n]);
            let all = all_distances(&distance, queries.view(), items.view()).unwrap();
            assert!(all.iter().all(|found| *found == all[[0, 0]]), "{n}: {all}");
        }
    }
}
