//! The best alignment of two sequences of any length: §3.2's sliding window, with the shorter along the longer.

use earsight_core::{Distance, Span};
use ndarray::ArrayView2;

use crate::retrieval::distance_matrix::all_distances;
use crate::{Error, Result};

/// The best alignment of two sequences.
#[derive(Debug, Clone, PartialEq)]
pub struct Alignment {
    /// Aligned seconds of the query; all of them when the item is as long or longer.
    pub query: Span,
    /// Aligned seconds of the item, as many.
    pub item: Span,
    /// Mean of `D` over the aligned seconds, comparable between short and long items; smaller is closer.
    pub distance: f64,
}

/// Slides the shorter of two embedded sequences along the longer:
/// `t* = argmin_t 1/s · Σ_i D(short_i, long_{t+i})`, `s` the length of the shorter; of ties the first.
///
/// With a query that is not longer than the item, `t*` is that of [`crate::localization::slide`].
/// All pairs come from one matrix product, which makes an hour fast to search.
///
/// # Shapes
/// - `query`: `[l, E]`, `item`: `[T, E]`, `l ≥ 1`, `T ≥ 1`
///
/// # Errors
/// [`Error::QueryLength`] when one has no seconds, [`Error::EmbeddingDim`] when rows cannot be compared.
pub fn align(
    distance: &Distance,
    query: ArrayView2<'_, f32>,
    item: ArrayView2<'_, f32>,
) -> Result<Alignment> {
    let (query_len, item_len) = (query.nrows(), item.nrows());
    let pairs = all_distances(distance, query, item)?;
    let overlap = query_len.min(item_len);
    // One of both starts is 0: only that in the longer sequence moves.
    let starts = (0..=query_len - overlap)
        .flat_map(|query| (0..=item_len - overlap).map(move |item| (query, item)));
    let mean = |(query, item): (usize, usize)| {
        let sum: f64 = (0..overlap).map(|i| pairs[[query + i, item + i]]).sum();
        sum / overlap as f64
    };
    starts
        .filter(|_| overlap > 0)
        .map(|(query, item)| Alignment {
            query: Span::new(query, overlap),
            item: Span::new(item, overlap),
            distance: mean((query, item)),
        })
        .min_by(|a, b| a.distance.total_cmp(&b.distance))
        .ok_or(Error::QueryLength { query: query_len, sequence: item_len })
}

#[cfg(test)]
mod tests {
    use earsight_core::{Norm, Part};
    use ndarray::{Array2, array, s};
    use proptest::prelude::*;

    use super::*;
    use crate::localization::slide;

    fn distance() -> Distance {
        let part = |name: &'static str, columns, norm| Part {
            name: name.into(),
            columns,
            weight: 0.5,
            norm,
        };
        Distance {
            parts: vec![
                part("latent", 0..1, Norm::Euclidean),
                part("generated", 1..3, Norm::MeanSquare),
            ],
        }
    }

    /// Rows that all differ.
    fn rows(n: usize, phase: f32) -> Array2<f32> {
        Array2::from_shape_fn((n, 3), |(i, j)| ((i * 3 + j) as f32 * 1.7 + phase).sin() * 3.0)
    }

    #[test]
    fn of_ties_the_first_is_taken_and_empty_sequences_are_rejected() {
        let same = Array2::ones((5, 3));
        let found = align(&distance(), same.slice(s![..2, ..]), same.view()).unwrap();
        assert_eq!(found.item, Span::new(0, 2));
        for (query, item) in [(0, 5), (5, 0), (0, 0)] {
            let rejected =
                align(&distance(), same.slice(s![..query, ..]), same.slice(s![..item, ..]));
            assert!(matches!(rejected, Err(Error::QueryLength { .. })), "{query} {item}");
        }
        assert!(align(&distance(), array![[1.0_f32]].view(), same.view()).is_err());
    }

    proptest! {
        #[test]
        fn it_is_the_localization_where_the_query_is_shorter(l in 1_usize..6, more in 0_usize..6, phase in 0.0_f32..6.0) {
            let (query, item) = (rows(l, phase), rows(l + more, 0.0));
            let found = align(&distance(), query.view(), item.view()).unwrap();
            let slid = slide(&distance(), query.view(), item.view()).unwrap();
            prop_assert_eq!(found.item, slid.span());
            let mean = slid.distances[slid.start] / l as f64;
            prop_assert!((found.distance - mean).abs() < 1e-6 * (1.0 + mean));
            let swapped = align(&distance(), item.view(), query.view()).unwrap();
            prop_assert_eq!((swapped.query, swapped.item), (found.item, found.query));
        }
    }
}
