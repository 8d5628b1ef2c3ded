//! Held-out clips as queries: a clip's own other modality is to be found among those of its fold.

use earsight_core::{Distance, FeatureSet, Modality, Part};
use ndarray::{Array2, ArrayView1};

use super::logit::HeldOutQuery;
use super::{N_PARTS, PartWeights, part_number};
use crate::Result;
use crate::comparison::{Comparison, ConceptMeans};
use crate::evaluation::clip_means;
use crate::model::AudioVisualModel;
use crate::retrieval::distance_matrix::all_distances;

/// A query in each direction for each clip, with the distances of all parts as if their weights were 1.
///
/// # Errors
/// Those of the model.
pub(super) fn queries(
    model: &dyn AudioVisualModel,
    means: Option<&ConceptMeans>,
    held_out: &FeatureSet,
) -> Result<Vec<HeldOutQuery<N_PARTS>>> {
    // With weights of 1, a part is what its weight is multiplied with.
    let unit = PartWeights { latent: 1.0, generated: 1.0, concept: 1.0, change: 1.0 };
    let comparison = Comparison::weighted(model, means, &unit);
    let rows = clip_means(&comparison, held_out)?;
    let parts = &comparison.retrieval_distance().parts;
    let of_part = |part: &Part| {
        let alone = Distance { parts: vec![part.clone()] };
        all_distances(&alone, rows.audio.view(), rows.visual.view())
    };
    let parts: Vec<(usize, Array2<f64>)> = parts
        .iter()
        .map(|part| Ok((part_number(&part.name), of_part(part)?)))
        .collect::<Result<_>>()?;
    let query = |own: usize, from: Modality| {
        let line = |distances: &'_ Array2<f64>| -> Vec<f64> {
            let line: ArrayView1<'_, f64> = match from {
                Modality::Audio => distances.row(own),
                Modality::Visual => distances.column(own),
            };
            line.to_vec()
        };
        let mut distances = vec![[0.0; N_PARTS]; rows.audio.nrows()];
        for (number, of_part) in &parts {
            for (all, distance) in distances.iter_mut().zip(line(of_part)) {
                all[*number] += distance;
            }
        }
        HeldOutQuery { own, distances }
    };
    let own = 0..rows.audio.nrows();
    Ok(own.flat_map(|own| Modality::ALL.map(|from| query(own, from))).collect())
}
