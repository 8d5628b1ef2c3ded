//! What is heard and seen in a query: its concepts.

use earsight_core::{Modality, PerModality, Span};
use earsight_store::ConceptRecord;
use ndarray::ArrayView2;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{OpenLibrary, Query, Result};

/// A concept and its probability.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ScoredConcept {
    /// Its name.
    pub name: String,
    /// From 0 to 1, of all concepts of its list together. It is not calibrated.
    pub probability: f64,
}

/// The concepts of a query in both modalities.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct QueryConcepts {
    /// The file: its name in the library, or as it was typed.
    pub file: String,
    /// Whether the library contains it.
    pub in_library: bool,
    /// Its seconds, whose probabilities are averaged.
    pub span: Span,
    /// What is heard.
    #[schema(required)]
    pub audio: Option<Vec<ScoredConcept>>,
    /// What is seen.
    #[schema(required)]
    pub visual: Option<Vec<ScoredConcept>>,
}

impl QueryConcepts {
    /// The `k` concepts of each modality that are most above their means in other recordings: the largest `√p̄ − mean`,
    /// where p̄ is the mean probability in the query's seconds. `None` for a modality that the query lacks.
    ///
    /// # Errors
    /// [`crate::Error::NoConcepts`].
    pub fn of(query: &Query, library: &OpenLibrary, k: usize) -> Result<Self> {
        let (list, records) = library.concepts()?;
        let names: Vec<&str> = list.concepts().map(|concept| concept.name).collect();
        let PerModality { audio, visual } = PerModality::from_fn(|modality: Modality| {
            let rows = query.rows(modality).ok()?.concepts?;
            let most = above_mean(rows, &records[modality])?;
            Some(strongest(most.into_iter().zip(&names).map(|((x, p), name)| (x, p, *name)), k))
        });
        let (file, in_library) = (query.name.clone(), query.clip.is_some());
        Ok(QueryConcepts { file, in_library, span: query.span, audio, visual })
    }
}

/// For each concept `√p̄ − mean`, and p̄; `None` for rows of other concepts.
///
/// # Shapes
/// - `roots`: `[T, C]` → `[C]`
fn above_mean(roots: ArrayView2<'_, f32>, record: &ConceptRecord) -> Option<Vec<(f64, f32)>> {
    if roots.ncols() != record.means.len() || roots.nrows() == 0 {
        return None;
    }
    let mean = |column: usize| {
        let sum: f32 = roots.column(column).iter().map(|root| root * root).sum();
        sum / roots.nrows() as f32
    };
    let of_concept = |(column, mean_root): (usize, &f32)| {
        let p = mean(column);
        (f64::from(p.sqrt() - mean_root), p)
    };
    Some(record.means.iter().enumerate().map(of_concept).collect())
}

/// The `k` with the largest values, each with its value, probability and name; equal ones in their order.
pub(crate) fn strongest<'a>(
    concepts: impl Iterator<Item = (f64, f32, &'a str)>,
    k: usize,
) -> Vec<ScoredConcept> {
    let mut concepts: Vec<_> = concepts.collect();
    concepts.sort_by(|a, b| b.0.total_cmp(&a.0));
    let scored = |(_, p, name): (f64, f32, &str)| ScoredConcept {
        name: name.to_owned(),
        probability: f64::from(p).min(1.0),
    };
    concepts.into_iter().take(k).map(scored).collect()
}

#[cfg(test)]
mod tests {
    use earsight_core::FeatureSpace;
    use ndarray::array;

    use super::*;

    #[test]
    fn concepts_are_ordered_by_what_is_above_the_mean() {
        let record = ConceptRecord {
            space: FeatureSpace { backbone: "x".into(), fingerprint: "y".into(), dim: 3 },
            means: vec![0.7, 0.1, 0.1],
        };
        let roots = array![[0.8_f32, 0.6, 0.0], [0.8, 0.0, 0.6]];
        let above = above_mean(roots.view(), &record).unwrap();
        let names = ["common", "b", "c"];
        let named = above.iter().zip(names).map(|(&(above, p), name)| (above, p, name));
        let found = strongest(named, 2);
        assert_eq!(found.iter().map(|found| &*found.name).collect::<Vec<_>>(), ["b", "c"]);
        assert!((found[0].probability - 0.18).abs() < 1e-6, "{found:?}");
        assert_eq!(above_mean(roots.slice(ndarray::s![.., ..2]), &record), None);
        assert_eq!(above_mean(roots.slice(ndarray::s![..0, ..]), &record), None);
    }
}
