//! Table 2: by class, in the four directions, averaged over draws of the retrieval set.

use earsight::evaluation::{EmbeddedEvent, EmbeddedEvents};
use earsight::retrieval::distance_matrix::all_distances;
use earsight_core::{Distance, Modality, PerModality};
use earsight_metrics::{
    average_precision, discounted_gain_at, first_relevant_rank, median_rank, recall_at, tie_groups,
};
use ndarray::{Array2, ArrayView1};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::Scores;
use crate::Result;
use crate::as_published::{AsPublished, first_rank_with_index_bug};

/// How a retrieval set is drawn and read.
#[derive(Debug, Clone)]
pub struct RetrievalProtocol {
    /// Draws of one event second per clip, over which everything is averaged; the paper took one (SPEC D14).
    pub n_draws: usize,
    /// Where the draws come from.
    pub seed: u64,
    /// Mistakes of the published evaluation to repeat.
    pub as_published: AsPublished,
}

/// Query modality and database modality, as the columns of Table 2 are called.
const DIRECTIONS: [(Modality, Modality, &str); 4] = [
    (Modality::Audio, Modality::Audio, "aa"),
    (Modality::Audio, Modality::Visual, "av"),
    (Modality::Visual, Modality::Audio, "va"),
    (Modality::Visual, Modality::Visual, "vv"),
];

/// `mrr_…`, `recall_at_1_…`, `_5_`, `_10_`, `map_…`, `ndcg_at_5_…`, `_30_`, `median_rank_…` for `aa`, `av`, `va`, `vv`;
/// across modalities also `mrr_without_own_pair_…` and `instance_mrr_…` (only the own pair is relevant).
///
/// The set holds one event second of each clip (SPEC §1.4). Within one modality the query itself is removed
/// from items *and* labels; across modalities its own pair stays in, as in the paper. A query with nothing
/// relevant counts 0.
///
/// # Errors
/// What the model refuses.
pub fn retrieval_scores(
    events: &EmbeddedEvents<'_>,
    distance: &Distance,
    protocol: &RetrievalProtocol,
) -> Result<Scores> {
    let clips = events.events();
    let mut rng = ChaCha8Rng::seed_from_u64(protocol.seed);
    let mut sums: Vec<DirectionSums> =
        DIRECTIONS.iter().map(|_| DirectionSums::new(clips.len())).collect();
    for _ in 0..protocol.n_draws {
        let seconds: Vec<usize> =
            clips.iter().map(|event| rng.random_range(event.truth.range())).collect();
        let rows = PerModality::from_fn(|modality| drawn(clips, &seconds, modality, distance));
        let across = all_distances(distance, rows.audio.view(), rows.visual.view())?;
        for ((from, to, _), sums) in DIRECTIONS.iter().zip(&mut sums) {
            let distances = match (from, to) {
                (Modality::Audio, Modality::Visual) => across.view(),
                (Modality::Visual, Modality::Audio) => across.t(),
                _ => {
                    let own = all_distances(distance, rows[*from].view(), rows[*to].view())?;
                    sums.add(clips, own.view(), true, protocol);
                    continue;
                }
            };
            sums.add(clips, distances, false, protocol);
        }
    }
    let mut scores = Scores::default();
    for ((from, to, direction), sums) in DIRECTIONS.iter().zip(sums) {
        sums.finish(&mut scores, direction, from != to, protocol.n_draws);
    }
    Ok(scores)
}

/// The drawn second of each clip. `[N, E]`
fn drawn(
    clips: &[EmbeddedEvent],
    seconds: &[usize],
    modality: Modality,
    distance: &Distance,
) -> Array2<f32> {
    let mut rows = Array2::zeros((clips.len(), distance.n_columns()));
    for ((event, &second), mut row) in clips.iter().zip(seconds).zip(rows.rows_mut()) {
        row.assign(&event.rows[modality].row(second));
    }
    rows
}

/// One direction's scores, per clip, summed over draws.
struct DirectionSums {
    by_score: Vec<Vec<f64>>,
    without_own_pair: Vec<f64>,
    instance: Vec<f64>,
    first_ranks: Vec<f64>,
    /// Queries that count: as published, the last may be dropped.
    n_queries: usize,
}

/// What is summed for each query.
const SUMMED: [&str; 7] =
    ["mrr", "recall_at_1", "recall_at_5", "recall_at_10", "map", "ndcg_at_5", "ndcg_at_30"];

impl DirectionSums {
    fn new(n_clips: usize) -> Self {
        DirectionSums {
            by_score: vec![vec![0.0; n_clips]; SUMMED.len()],
            without_own_pair: vec![0.0; n_clips],
            instance: vec![0.0; n_clips],
            first_ranks: Vec::new(),
            n_queries: n_clips,
        }
    }

    fn add(
        &mut self,
        clips: &[EmbeddedEvent],
        distances: ndarray::ArrayView2<'_, f64>,
        is_within: bool,
        protocol: &RetrievalProtocol,
    ) {
        self.n_queries = protocol.as_published.n_queries(clips.len(), is_within);
        for own in 0..self.n_queries {
            let row = distances.row(own);
            let relevant = |item: usize| clips[item].category == clips[own].category;
            let groups =
                tie_groups_of(row, |item| (item != own || !is_within).then(|| relevant(item)));
            let rank = if is_within && protocol.as_published.d12 {
                first_rank_with_index_bug(row, own, relevant)
            } else {
                first_relevant_rank(&groups)
            };
            let scores = [
                reciprocal(rank),
                recall_at(&groups, 1),
                recall_at(&groups, 5),
                recall_at(&groups, 10),
                average_precision(&groups),
                discounted_gain_at(&groups, 5),
                discounted_gain_at(&groups, 30),
            ];
            for (sum, score) in self.by_score.iter_mut().zip(scores) {
                sum[own] += score;
            }
            self.first_ranks.extend(rank);
            if !is_within {
                let others = tie_groups_of(row, |item| (item != own).then(|| relevant(item)));
                self.without_own_pair[own] += reciprocal(first_relevant_rank(&others));
                let instance = tie_groups_of(row, |item| Some(item == own));
                self.instance[own] += reciprocal(first_relevant_rank(&instance));
            }
        }
    }

    fn finish(self, scores: &mut Scores, direction: &str, is_across: bool, n_draws: usize) {
        let n_draws = n_draws.max(1) as f64;
        let per_clip = |sums: Vec<f64>| -> Vec<f64> {
            sums.into_iter().take(self.n_queries).map(|sum| sum / n_draws).collect()
        };
        for (name, sums) in SUMMED.iter().zip(self.by_score) {
            scores.push_mean(format!("{name}_{direction}"), per_clip(sums));
        }
        scores.push(format!("median_rank_{direction}"), median_rank(&self.first_ranks));
        if is_across {
            let without = per_clip(self.without_own_pair);
            scores.push_mean(format!("mrr_without_own_pair_{direction}"), without);
            scores.push_mean(format!("instance_mrr_{direction}"), per_clip(self.instance));
        }
    }
}

fn reciprocal(rank: Option<f64>) -> f64 {
    rank.map_or(0.0, f64::recip)
}

/// The items that `relevance` does not leave out.
fn tie_groups_of(
    distances: ArrayView1<'_, f64>,
    relevance: impl Fn(usize) -> Option<bool>,
) -> Vec<earsight_metrics::TieGroup> {
    let (mut kept, mut relevant) = (Vec::new(), Vec::new());
    for (item, &distance) in distances.iter().enumerate() {
        if let Some(is_relevant) = relevance(item) {
            kept.push(distance);
            relevant.push(is_relevant);
        }
    }
    tie_groups(&kept, &relevant)
}
