//! Table 2: retrieval by class, in the four directions, averaged over draws of the retrieval set.

use std::collections::BTreeMap;

use earsight::evaluation::{EmbeddedEvent, EmbeddedEvents};
use earsight::retrieval::distance_matrix::all_distances;
use earsight_core::{Distance, Modality, PerModality};
use earsight_metrics::{
    TieGroup, average_precision, discounted_gain_at, first_relevant_rank, median_rank, recall_at,
    tie_groups,
};
use ndarray::{Array2, ArrayView1};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::Scores;
use crate::Result;
use crate::as_published::{AsPublished, first_rank_with_index_bug};

/// Draws of one event second per clip, over which everything is averaged; the paper took one (SPEC D14).
const N_DRAWS: usize = 20;

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
/// Those of the model.
pub(crate) fn retrieval_scores(
    events: &EmbeddedEvents<'_>,
    distance: &Distance,
    seed: u64,
    as_published: AsPublished,
) -> Result<Scores> {
    let clips = events.events();
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut sums = vec![DirectionSums::default(); DIRECTIONS.len()];
    for _ in 0..N_DRAWS {
        let seconds: Vec<usize> =
            clips.iter().map(|event| rng.random_range(event.truth.range())).collect();
        let rows = PerModality::from_fn(|modality| drawn(clips, &seconds, modality, distance));
        let across = all_distances(distance, rows.audio.view(), rows.visual.view())?;
        for ((from, to, _), sums) in DIRECTIONS.iter().zip(&mut sums) {
            let within;
            let distances = match (from, to) {
                (Modality::Audio, Modality::Visual) => across.view(),
                (Modality::Visual, Modality::Audio) => across.t(),
                _ => {
                    within = all_distances(distance, rows[*from].view(), rows[*to].view())?;
                    within.view()
                }
            };
            sums.add(clips, distances, from == to, as_published);
        }
    }
    let mut scores = Scores::default();
    for ((_, _, direction), sums) in DIRECTIONS.iter().zip(sums) {
        sums.finish(&mut scores, direction);
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

/// One direction's scores, summed over draws.
#[derive(Clone, Default)]
struct DirectionSums {
    /// By score: the sum of each clip's values.
    of_clips: BTreeMap<&'static str, Vec<f64>>,
    first_ranks: Vec<f64>,
    /// Queries that count: as published, the last may be dropped.
    n_queries: usize,
}

/// A score of a ranking.
pub(crate) type RankingScore = fn(&[TieGroup]) -> f64;

/// Scores of a ranking other than the reciprocal rank, by name.
pub(crate) const RANKING_SCORES: [(&str, RankingScore); 6] = [
    ("recall_at_1", |groups| recall_at(groups, 1)),
    ("recall_at_5", |groups| recall_at(groups, 5)),
    ("recall_at_10", |groups| recall_at(groups, 10)),
    ("map", average_precision),
    ("ndcg_at_5", |groups| discounted_gain_at(groups, 5)),
    ("ndcg_at_30", |groups| discounted_gain_at(groups, 30)),
];

impl DirectionSums {
    fn add(
        &mut self,
        clips: &[EmbeddedEvent],
        distances: ndarray::ArrayView2<'_, f64>,
        is_within: bool,
        as_published: AsPublished,
    ) {
        self.n_queries = as_published.n_queries(clips.len(), is_within);
        for own in 0..self.n_queries {
            let row = distances.row(own);
            let relevant = |item: usize| clips[item].category == clips[own].category;
            let groups =
                tie_groups_of(row, |item| (item != own || !is_within).then(|| relevant(item)));
            let rank = if is_within && as_published.d12 {
                first_rank_with_index_bug(row, own, relevant)
            } else {
                first_relevant_rank(&groups)
            };
            let mut add = |score, value: f64| {
                let sums = self.of_clips.entry(score).or_insert_with(|| vec![0.0; clips.len()]);
                sums[own] += value;
            };
            add("mrr", reciprocal(rank));
            for (name, score) in RANKING_SCORES {
                add(name, score(&groups));
            }
            if !is_within {
                let others = tie_groups_of(row, |item| (item != own).then(|| relevant(item)));
                add("mrr_without_own_pair", reciprocal(first_relevant_rank(&others)));
                let instance = tie_groups_of(row, |item| Some(item == own));
                add("instance_mrr", reciprocal(first_relevant_rank(&instance)));
            }
            self.first_ranks.extend(rank);
        }
    }

    fn finish(self, scores: &mut Scores, direction: &str) {
        for (name, sums) in self.of_clips {
            let means = sums.into_iter().take(self.n_queries).map(|sum| sum / N_DRAWS as f64);
            scores.push_mean(format!("{name}_{direction}"), means.collect());
        }
        scores.push(format!("median_rank_{direction}"), median_rank(&self.first_ranks));
    }
}

fn reciprocal(rank: Option<f64>) -> f64 {
    rank.map_or(0.0, f64::recip)
}

/// The ranking of the items for which `relevance` is not `None`.
fn tie_groups_of(
    distances: ArrayView1<'_, f64>,
    relevance: impl Fn(usize) -> Option<bool>,
) -> Vec<TieGroup> {
    let items = distances.iter().enumerate();
    let items = items.filter_map(|(item, &distance)| Some((distance, relevance(item)?)));
    let (distances, relevant): (Vec<f64>, Vec<bool>) = items.unzip();
    tie_groups(&distances, &relevant)
}
