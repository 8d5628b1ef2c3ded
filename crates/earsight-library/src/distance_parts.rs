//! The summands of a distance.

use earsight_core::Distance;
use ndarray::ArrayView2;
use serde::Serialize;
use utoipa::ToSchema;

/// One summand of a distance.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PartOfDistance {
    /// `latent`, `generated`, or `change`.
    pub part: String,
    /// Its value, weight included; smaller is closer.
    pub distance: f64,
}

/// The summands of the distance of each query row to the item row of the same index, summed over rows, times `factor`.
///
/// # Shapes
/// - `query` and `items`: `[l, E]`
pub fn parts_of(
    distance: &Distance,
    query: ArrayView2<'_, f32>,
    items: ArrayView2<'_, f32>,
    factor: f64,
) -> Vec<PartOfDistance> {
    distance
        .parts
        .iter()
        .map(|part| {
            let rows = query.rows().into_iter().zip(items.rows());
            let sum: f64 = rows.map(|(q, item)| part.between(q, item)).sum();
            PartOfDistance { part: part.name.to_string(), distance: sum * factor }
        })
        .collect()
}
