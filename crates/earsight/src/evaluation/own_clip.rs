//! Own-clip retrieval: the rank of a clip's own picture among all, for its sound as the query. Needs no label.

use earsight_core::{FeatureSet, Modality, PerModality};
use earsight_metrics::first_relevant_rank;
use ndarray::{Array1, Array2, Axis};

use crate::Result;
use crate::model::AudioVisualModel;
use crate::retrieval::{rank, ties_of};

/// For each clip with both modalities: the rank of its own other modality among all, counted from 1.
///
/// A clip is the mean of its embedded seconds. The result is indexed by the query's modality.
///
/// # Errors
/// Those of the model.
pub fn own_clip_ranks(
    model: &dyn AudioVisualModel,
    features: &FeatureSet,
) -> Result<PerModality<Vec<f64>>> {
    let means = PerModality::try_from_fn(|modality| mean_embeddings(model, features, modality))?;
    PerModality::try_from_fn(|from| {
        let items = means[from.other()].view();
        let queries = means[from].axis_iter(Axis(0)).enumerate();
        queries
            .map(|(own, query)| {
                let ranking = rank(model.retrieval_distance(), query, items)?;
                let found = first_relevant_rank(&ties_of(&ranking, |item| item == own));
                Ok(found.expect("a clip's other modality is among the items"))
            })
            .collect()
    })
}

/// # Shapes
/// - → `[n_paired_clips, E]`
fn mean_embeddings(
    model: &dyn AudioVisualModel,
    features: &FeatureSet,
    modality: Modality,
) -> Result<Array2<f32>> {
    let columns = model.retrieval_distance().n_columns();
    let mut means = Array2::zeros((0, columns));
    for (_, pair) in features.paired().filter(|(_, pair)| pair.audio.nrows() > 0) {
        let embedded = model.embed(modality, pair[modality].view())?;
        let mean: Array1<f32> = embedded.mean_axis(Axis(0)).expect("a clip has seconds");
        means.push_row(mean.view()).expect("embedded rows are equally wide");
    }
    Ok(means)
}
