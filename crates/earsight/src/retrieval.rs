//! §3.3: what else in the collection is like this.

use earsight_core::Distance;
use earsight_metrics::{TieGroup, tie_groups};
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis, s};

use crate::{Error, Result};

/// One row of the database and how far it is from the query.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked {
    /// Place in the database.
    pub item: usize,
    /// `D(query, item)`; smaller is closer.
    pub distance: f64,
}

/// The database in order of distance; ties in the order of the database.
pub type Ranking = Vec<Ranked>;

/// All items, nearest first.
///
/// # Shapes
/// - `query`: `[E]`, `items`: `[N, E]`
///
/// # Errors
/// [`Error::EmbeddingDim`] when the rows cannot be compared.
pub fn rank(
    distance: &Distance,
    query: ArrayView1<'_, f32>,
    items: ArrayView2<'_, f32>,
) -> Result<Ranking> {
    if query.len() != items.ncols() {
        return Err(Error::EmbeddingDim { query: query.len(), items: items.ncols() });
    }
    let mut ranking: Ranking = items
        .axis_iter(Axis(0))
        .enumerate()
        .map(|(item, row)| Ranked { item, distance: distance.between(query, row) })
        .collect();
    ranking.sort_by(|a, b| a.distance.total_cmp(&b.distance)); // stable: ties keep their order
    Ok(ranking)
}

/// The ranking as a score sees it: which items are relevant, and which are tied.
pub fn ties_of(ranking: &[Ranked], relevant: impl Fn(usize) -> bool) -> Vec<TieGroup> {
    let distances: Vec<f64> = ranking.iter().map(|ranked| ranked.distance).collect();
    let relevant: Vec<bool> = ranking.iter().map(|ranked| relevant(ranked.item)).collect();
    tie_groups(&distances, &relevant)
}

/// `D(query, item)` of all queries and all items at once, as one matrix product per part:
/// `‖q − i‖² = ‖q‖² + ‖i‖² − 2 q·i`, in f64, so that what is lost to cancellation is below what f32 rows hold.
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
    for part in &distance.parts {
        let of_part = |rows: ArrayView2<'_, f32>| {
            let wide = rows.slice(s![.., part.columns.clone()]).mapv(f64::from);
            let squares: Array1<f64> = wide.rows().into_iter().map(|row| row.dot(&row)).collect();
            (wide, squares)
        };
        let (q, q_squares) = of_part(queries);
        let (i, i_squares) = of_part(items);
        let mut squared = q.dot(&i.t());
        for ((row, column), value) in squared.indexed_iter_mut() {
            let apart = (q_squares[row] + i_squares[column] - 2.0 * *value).max(0.0);
            // Below this the difference of the rows is rounding: they are the same.
            let rounding = 1e-13 * (q_squares[row] + i_squares[column]);
            *value = if apart <= rounding { 0.0 } else { apart };
        }
        let (weight, n_columns) = (f64::from(part.weight), part.columns.len());
        squared.mapv_inplace(|squared| weight * part.norm.of_squared(squared, n_columns));
        sum += &squared;
    }
    Ok(sum)
}

#[cfg(test)]
mod tests {
    use super::*;
    use earsight_core::{Norm, Part};
    use ndarray::array;

    fn distance() -> Distance {
        let part =
            Part { name: "latent".into(), columns: 0..1, weight: 1.0, norm: Norm::Euclidean };
        Distance { parts: vec![part] }
    }

    #[test]
    fn nearest_comes_first_and_ties_keep_their_order() {
        let items = array![[5.0_f32], [1.0], [-1.0], [0.5]];
        let ranking = rank(&distance(), array![0.0_f32].view(), items.view()).unwrap();
        let order: Vec<usize> = ranking.iter().map(|ranked| ranked.item).collect();
        assert_eq!(order, [3, 1, 2, 0]);
    }

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
}
