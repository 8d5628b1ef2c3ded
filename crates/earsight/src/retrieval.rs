//! §3.3: retrieval of similar items from a collection.

pub mod distance_matrix;

use earsight_core::Distance;
use earsight_metrics::{TieGroup, tie_groups};
use ndarray::{ArrayView1, ArrayView2, Axis};

use crate::{Error, Result};

/// One row of the database and its distance from the query.
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
    Ok(nearest_first(items.axis_iter(Axis(0)).map(|row| distance.between(query, row))))
}

/// The ranking by the distances of all items.
pub(crate) fn nearest_first(distances: impl Iterator<Item = f64>) -> Ranking {
    let numbered = distances.enumerate();
    let mut ranking: Ranking = numbered.map(|(item, distance)| Ranked { item, distance }).collect();
    ranking.sort_by(|a, b| a.distance.total_cmp(&b.distance)); // stable: ties keep their order
    ranking
}

/// The ranking in tie groups, for scores: which items are relevant, and which are tied.
pub fn ties_of(ranking: &[Ranked], relevant: impl Fn(usize) -> bool) -> Vec<TieGroup> {
    let distances: Vec<f64> = ranking.iter().map(|ranked| ranked.distance).collect();
    let relevant: Vec<bool> = ranking.iter().map(|ranked| relevant(ranked.item)).collect();
    tie_groups(&distances, &relevant)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    fn distance() -> Distance {
        Distance::euclidean("latent", 1)
    }

    #[test]
    fn nearest_comes_first_and_ties_keep_their_order() {
        let items = array![[5.0_f32], [1.0], [-1.0], [0.5]];
        let ranking = rank(&distance(), array![0.0_f32].view(), items.view()).unwrap();
        let order: Vec<usize> = ranking.iter().map(|ranked| ranked.item).collect();
        assert_eq!(order, [3, 1, 2, 0]);
    }
}
