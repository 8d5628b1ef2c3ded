//! The sliding window of §3.2.

use earsight_core::{Distance, Span};
use ndarray::ArrayView2;

use crate::retrieval::distance_matrix::all_distances;
use crate::{Error, Result};

/// The localization of a query in a sequence.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Localization {
    /// First of the starts with the smallest distance, as the reference code takes it.
    pub start: usize,
    /// Every start with that same distance, in order; more than one means a tie.
    pub tied: Vec<usize>,
    /// Seconds of the query.
    pub query_len: usize,
    /// `Σ D` over the query for each start, smaller is closer. `[T − l + 1]`
    pub distances: Vec<f64>,
}

impl Localization {
    pub(crate) fn of(distances: Vec<f64>, query_len: usize) -> Self {
        let smallest = distances.iter().copied().fold(f64::INFINITY, f64::min);
        let tied: Vec<usize> = (0..distances.len()).filter(|&t| distances[t] == smallest).collect();
        Localization { start: tied.first().copied().unwrap_or(0), tied, query_len, distances }
    }

    /// With changes as one more part: `D_t + w d_t`, with their disagreement `d_t`, see
    /// [`super::synchrony::ChangeSequence::disagreement`], and the weight `w` of a second.
    ///
    /// # Shapes
    /// - `disagreement`: `[T − l + 1]`
    #[must_use]
    pub fn with_changes(self, disagreement: &[f64], weight: f64) -> Self {
        let both = self.distances.iter().zip(disagreement);
        let distances = both.map(|(content, changes)| content + weight * changes).collect();
        Localization::of(distances, self.query_len)
    }

    /// The seconds of the first best start.
    pub fn span(&self) -> Span {
        Span::new(self.start, self.query_len)
    }
}

/// Slides the query over the sequence: `t* = argmin_t Σ_i D(query_i, sequence_{t+i})`.
///
/// All pairs of seconds come from one matrix product per part; a window is a diagonal of them.
///
/// # Shapes
/// - `query`: `[l, E]`, `sequence`: `[T, E]`, `1 ≤ l ≤ T`
///
/// # Errors
/// [`Error::QueryLength`] and [`Error::EmbeddingDim`].
pub fn slide(
    distance: &Distance,
    query: ArrayView2<'_, f32>,
    sequence: ArrayView2<'_, f32>,
) -> Result<Localization> {
    let (query_len, sequence_len) = (query.nrows(), sequence.nrows());
    if query_len == 0 || query_len > sequence_len {
        return Err(Error::QueryLength { query: query_len, sequence: sequence_len });
    }
    let pairs = all_distances(distance, query, sequence)?;
    let at = |start: usize| (0..query_len).map(|i| pairs[[i, start + i]]).sum();
    let distances = (0..=sequence_len - query_len).map(at).collect();
    Ok(Localization::of(distances, query_len))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array2, s};

    #[test]
    fn a_constant_score_is_a_tie_of_all_starts() {
        let rows = Array2::ones((10, 3));
        let distance = Distance::euclidean("latent", 3);
        let found = slide(&distance, rows.slice(s![..4, ..]), rows.view()).unwrap();
        assert_eq!(found.tied, (0..=6).collect::<Vec<_>>());
    }

    #[test]
    fn changes_decide_where_contents_are_alike() {
        let found = Localization::of(vec![1.0, 0.9, 1.0], 1);
        assert_eq!(found.start, 1);
        let found = found.with_changes(&[1.0, 1.0, 0.5], 2.0);
        assert_eq!((found.start, found.tied.len()), (2, 1));
        assert_eq!(found.distances[2], 1.0 + 2.0 * 0.5);
    }

    #[test]
    fn a_query_that_does_not_fit_is_rejected() {
        let (distance, rows) = (Distance::euclidean("latent", 2), Array2::zeros((4, 2)));
        for (query_len, sequence_len) in [(4, 3), (0, 3)] {
            let [query, sequence] = [query_len, sequence_len].map(|n| rows.slice(s![..n, ..]));
            assert!(slide(&distance, query, sequence).is_err(), "{query_len}");
        }
    }
}
