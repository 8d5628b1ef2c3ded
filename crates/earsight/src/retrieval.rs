//! §3.3: what else in the collection is like this.

use earsight_core::Distance;
use ndarray::{ArrayView1, ArrayView2, Axis};

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

/// Rank of the first relevant item, counted from 1; items at one distance share their average rank.
///
/// `None` when nothing is relevant.
pub fn first_relevant_rank(ranking: &[Ranked], relevant: impl Fn(usize) -> bool) -> Option<f64> {
    let first = ranking.iter().find(|ranked| relevant(ranked.item))?.distance;
    let closer = ranking.iter().filter(|ranked| ranked.distance < first).count();
    let tied = ranking.iter().filter(|ranked| ranked.distance == first).count();
    let tied_relevant =
        ranking.iter().filter(|ranked| ranked.distance == first && relevant(ranked.item)).count();
    // The expected place of the first of r relevant among n tied items is (n + 1) / (r + 1).
    Some(closer as f64 + (tied as f64 + 1.0) / (tied_relevant as f64 + 1.0))
}

/// `(1/Q) Σ_q 1 / rank_q`, in 0..=1; larger is better. A query with nothing relevant counts 0.
pub fn mean_reciprocal_rank(first_ranks: &[Option<f64>]) -> f64 {
    let sum: f64 = first_ranks.iter().flatten().map(|rank| rank.recip()).sum();
    sum / first_ranks.len().max(1) as f64
}

/// What [`mean_reciprocal_rank`] is on average when one of `n` items is relevant and the order is random: `H_n / n`.
pub fn chance_of_one_relevant(n: usize) -> f64 {
    (1..=n).map(|rank| (rank as f64).recip()).sum::<f64>() / n.max(1) as f64
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
    fn tied_items_share_their_rank() {
        let items = array![[1.0_f32], [1.0], [1.0]];
        let ranking = rank(&distance(), array![0.0_f32].view(), items.view()).unwrap();
        assert_eq!(first_relevant_rank(&ranking, |item| item == 0), Some(2.0));
        assert_eq!(first_relevant_rank(&ranking, |item| item == 2), Some(2.0));
        assert_eq!(first_relevant_rank(&ranking, |_| true), Some(1.0));
        assert_eq!(first_relevant_rank(&ranking, |_| false), None);
    }

    #[test]
    fn reciprocal_ranks_are_averaged_over_all_queries() {
        let found = mean_reciprocal_rank(&[Some(1.0), Some(4.0), None]);
        assert!((found - 1.25 / 3.0).abs() < 1e-12);
        assert!((chance_of_one_relevant(3) - (1.0 + 0.5 + 1.0 / 3.0) / 3.0).abs() < 1e-12);
    }
}
