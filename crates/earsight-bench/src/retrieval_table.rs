//! The paper's Table 2: mean reciprocal rank by class in the four directions.

use earsight::AudioVisualModel;
use earsight::retrieval::{rank, ties_of};
use earsight_core::{Annotations, Category, FeatureSet, Modality, PerModality};
use earsight_metrics::{first_relevant_rank, mean_reciprocal_rank};
use ndarray::{Array2, Axis};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::Result;

/// Query sense → database sense → MRR.
pub type Directions = PerModality<PerModality<f64>>;

/// One event second of each clip, drawn by the seed, as query and as database (SPEC §1.4).
///
/// Within one sense the query itself is removed from items *and* labels;
/// across senses its own pair stays in, as in the paper.
///
/// # Errors
/// What the model refuses.
pub fn mean_reciprocal_ranks(
    model: &dyn AudioVisualModel,
    features: &FeatureSet,
    annotations: &Annotations,
    seed: u64,
) -> Result<Directions> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let columns = model.retrieval_distance().n_columns();
    let mut rows: PerModality<Array2<f32>> = PerModality::from_fn(|_| Array2::zeros((0, columns)));
    let mut categories: Vec<&Category> = Vec::new();
    for (place, pair) in features.paired() {
        let Some(event) = annotations.event(&features.clips()[place].id) else { continue };
        if event.span.is_empty() {
            continue;
        }
        let second = rng.random_range(event.span.range());
        for modality in Modality::ALL {
            // Embedded within its clip, so that models that look around a second fit too.
            let embedded = model.embed(modality, pair[modality].view())?;
            let row = embedded.row(second);
            rows[modality].push_row(row).expect("embedded rows are equally wide");
        }
        categories.push(&event.category);
    }
    PerModality::try_from_fn(|from| {
        PerModality::try_from_fn(|to| direction(model, &rows, &categories, from, to))
    })
}

fn direction(
    model: &dyn AudioVisualModel,
    rows: &PerModality<Array2<f32>>,
    categories: &[&Category],
    from: Modality,
    to: Modality,
) -> Result<f64> {
    let mut ranks = Vec::with_capacity(categories.len());
    for (own, query) in rows[from].axis_iter(Axis(0)).enumerate() {
        let mut ranking = rank(model.retrieval_distance(), query, rows[to].view())?;
        if from == to {
            ranking.retain(|ranked| ranked.item != own);
        }
        let ties = ties_of(&ranking, |item| categories[item] == categories[own]);
        ranks.push(first_relevant_rank(&ties));
    }
    Ok(mean_reciprocal_rank(&ranks))
}
