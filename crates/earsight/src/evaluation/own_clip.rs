//! Own-clip retrieval: the reciprocal rank of a clip's own picture among all, for its sound as the query. Needs no
//! label.

use earsight_core::{ClipFeatures, FeatureSet, PerModality};
use earsight_metrics::reciprocal_rank;
use ndarray::{Array2, Axis};

use crate::Result;
use crate::comparison::Comparison;
use crate::retrieval::{rank, ties_of};

/// For each clip with both modalities: the reciprocal rank of its own other modality among all, expected over ties.
///
/// Chance is the same function of a random order, so that a model that cannot tell clips apart is at chance.
///
/// A clip is the mean of its embedded seconds. The result is indexed by the query's modality.
///
/// # Errors
/// Those of the model.
pub fn own_clip_scores(
    comparison: &Comparison<'_>,
    features: &FeatureSet,
) -> Result<PerModality<Vec<f64>>> {
    let distance = comparison.retrieval_distance();
    let means = clip_means(comparison, features)?;
    PerModality::try_from_fn(|from| {
        let items = means[from.other()].view();
        let queries = means[from].axis_iter(Axis(0)).enumerate();
        queries
            .map(|(own, query)| {
                let ties = ties_of(&rank(distance, query, items)?, |item| item == own);
                Ok(reciprocal_rank(&ties))
            })
            .collect()
    })
}

/// For each clip with both modalities the mean of its embedded seconds, which stands for it.
///
/// # Shapes
/// - `[clips, E]` each
///
/// # Errors
/// Those of the model.
pub(crate) fn clip_means(
    comparison: &Comparison<'_>,
    features: &FeatureSet,
) -> Result<PerModality<Array2<f32>>> {
    PerModality::try_from_fn(|modality| {
        let mut means = Array2::zeros((0, comparison.retrieval_distance().n_columns()));
        let pairs = features.clips().iter().filter_map(ClipFeatures::both_rows);
        for pair in pairs.filter(|pair| pair.audio.n_secs() > 0) {
            let embedded = comparison.embed(modality, pair[modality])?;
            let mean = embedded.mean_axis(Axis(0)).expect("a clip has seconds");
            means.push_row(mean.view()).expect("embedded rows are equally wide");
        }
        Result::Ok(means)
    })
}
