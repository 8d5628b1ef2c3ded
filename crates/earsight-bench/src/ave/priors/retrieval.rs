//! Random rankings of one segment per clip.

use std::fmt;

use earsight_metrics::{
    TieGroup, average_precision, discounted_gain_at, mean, random_order, recall_at,
    reciprocal_rank, reciprocal_rank_variance,
};
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

/// Rankings drawn to measure how far one ranking that all queries share scatters.
const N_SHARED_RANKINGS: usize = 2000;

/// What a ranking that knows nothing scores on average.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Chance {
    /// Mean reciprocal rank of the first item of the query's class: its exact expectation.
    pub mrr: f64,
    /// Standard deviation of the MRR when each query has its own random ranking, exact.
    pub mrr_sd_independent: f64,
    /// The same when all queries share one, as in a collapsed embedding; from drawn rankings.
    pub mrr_sd_shared: f64,
    /// MRR of a perfect ranking: less than 1 where a query has nothing relevant.
    pub mrr_ceiling: f64,
    /// Whether the first item is relevant.
    pub recall_at_1: f64,
    /// Whether one of the first five is.
    pub recall_at_5: f64,
    /// Whether one of the first ten is.
    pub recall_at_10: f64,
    /// Mean average precision.
    pub mean_average_precision: f64,
    /// Normalised discounted cumulative gain of the first five, binary.
    pub ndcg_at_5: f64,
    /// Of the first thirty.
    pub ndcg_at_30: f64,
}

/// Chance of retrieval with one segment of each clip as query and as item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RetrievalChance {
    /// Items of the database, and queries.
    pub n_items: usize,
    /// From one modality to the other; the query's own pair stays in and is relevant.
    pub cross: Chance,
    /// Within one modality; the query itself is removed from the items.
    pub intra: Chance,
    /// MRR across modalities when only the own pair is relevant.
    pub instance_mrr: f64,
    /// Queries that have nothing relevant within one modality: the only clip of their class.
    pub n_without_relevant: usize,
    /// MRR within one modality as the reference code computes it (SPEC §1.5 D12): chance.
    pub d12_chance: f64,
    /// The same for a perfect embedding: below 1 where neighbours in the file are of other classes.
    pub d12_ceiling: f64,
}

impl RetrievalChance {
    /// For items of these classes, in the order of the split's file.
    pub(super) fn of(classes: &[usize], seed: u64) -> Self {
        let n = classes.len();
        let mut n_of_class = vec![0; classes.iter().max().map_or(0, |last| last + 1)];
        classes.iter().for_each(|&class| n_of_class[class] += 1);
        let orders = |own: usize| -> Vec<TieGroup> {
            let of = |&class: &usize| random_order(n - own, n_of_class[class] - own)[0];
            classes.iter().map(of).collect()
        };
        let (cross, intra) = (orders(0), if n > 0 { orders(1) } else { vec![] });
        let without = n_of_class.iter().filter(|&&of_class| of_class == 1).count();
        let shared = SharedRankings::draw(classes, seed);
        let ceiling = |n_without: usize| 1.0 - n_without as f64 / n.max(1) as f64;
        RetrievalChance {
            n_items: n,
            cross: Chance::of(&cross, shared.cross_sd, ceiling(0)),
            intra: Chance::of(&intra, shared.intra_sd, ceiling(without)),
            instance_mrr: reciprocal_rank(&random_order(n, 1)),
            n_without_relevant: without,
            d12_chance: over(&d12_orders(classes, false)),
            d12_ceiling: over(&d12_orders(classes, true)),
        }
    }
}

impl Chance {
    fn of(queries: &[TieGroup], mrr_sd_shared: f64, mrr_ceiling: f64) -> Self {
        let over = |score: &dyn Fn(&[TieGroup]) -> f64| {
            mean(&queries.iter().map(|query| score(&[*query])).collect::<Vec<f64>>())
        };
        let n = queries.len().max(1) as f64;
        Chance {
            mrr: over(&reciprocal_rank),
            // Variance of a mean of independent queries.
            mrr_sd_independent: (over(&reciprocal_rank_variance) / n).sqrt(),
            mrr_sd_shared,
            mrr_ceiling,
            recall_at_1: over(&|query| recall_at(query, 1)),
            recall_at_5: over(&|query| recall_at(query, 5)),
            recall_at_10: over(&|query| recall_at(query, 10)),
            mean_average_precision: over(&average_precision),
            ndcg_at_5: over(&|query| discounted_gain_at(query, 5)),
            ndcg_at_30: over(&|query| discounted_gain_at(query, 30)),
        }
    }
}

fn over(queries: &[Vec<TieGroup>]) -> f64 {
    mean(&queries.iter().map(|query| reciprocal_rank(query)).collect::<Vec<f64>>())
}

/// How the reference code judges (D12): the query is taken out of the distances but not out of the labels,
/// so the item at place `j` of the others is judged by the label at place `j` of all.
///
/// The ranking is random, or perfect: all items of the query's class before all others.
fn d12_orders(classes: &[usize], is_perfect: bool) -> Vec<Vec<TieGroup>> {
    (0..classes.len())
        .map(|query| {
            let mut tied = [TieGroup { n_items: 0, n_relevant: 0 }; 2];
            let others = (0..classes.len()).filter(|&item| item != query);
            for (item, judged_as) in others.zip(classes) {
                let is_far = is_perfect && classes[item] != classes[query];
                let group = &mut tied[usize::from(is_far)];
                group.n_items += 1;
                group.n_relevant += usize::from(*judged_as == classes[query]);
            }
            tied.to_vec()
        })
        .collect()
}

/// Spread of the MRR over rankings that all queries share.
struct SharedRankings {
    cross_sd: f64,
    intra_sd: f64,
}

impl SharedRankings {
    fn draw(classes: &[usize], seed: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let mut ranking: Vec<usize> = classes.to_vec();
        let n_classes = classes.iter().max().map_or(0, |last| last + 1);
        let (mut cross, mut intra) = (Vec::new(), Vec::new());
        for _ in 0..N_SHARED_RANKINGS {
            ranking.shuffle(&mut rng);
            let mut places: Vec<Vec<usize>> = vec![vec![]; n_classes];
            for (place, &class) in ranking.iter().enumerate() {
                places[class].push(place + 1);
            }
            let n = classes.len().max(1) as f64;
            let of = |score: &dyn Fn(&[usize]) -> f64| {
                let per_class = places.iter().filter(|places| !places.is_empty());
                per_class.map(|places| score(places)).sum::<f64>() / n
            };
            cross.push(of(&|places| places.len() as f64 / places[0] as f64));
            // The first of a class finds the second, which has moved up by the removed query; all others find the first.
            intra.push(of(&|places| {
                let second = places.get(1).map_or(0.0, |&place| 1.0 / (place - 1) as f64);
                second + (places.len() - 1) as f64 / places[0] as f64
            }));
        }
        let sd = |values: &[f64]| earsight_metrics::Spread::of(values).sd;
        SharedRankings { cross_sd: sd(&cross), intra_sd: sd(&intra) }
    }
}

impl fmt::Display for RetrievalChance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "  retrieval, {} segments, one a clip", self.n_items)?;
        writeln!(f, "    {:<34}{:>8} {:>8}", "random ranking", "cross", "intra")?;
        type Column = (&'static str, fn(&Chance) -> f64);
        let columns: [Column; 10] = [
            ("MRR", |chance| chance.mrr),
            ("  sd, each query its own ranking", |chance| chance.mrr_sd_independent),
            ("  sd, one ranking for all", |chance| chance.mrr_sd_shared),
            ("  ceiling", |chance| chance.mrr_ceiling),
            ("R@1", |chance| chance.recall_at_1),
            ("R@5", |chance| chance.recall_at_5),
            ("R@10", |chance| chance.recall_at_10),
            ("mAP", |chance| chance.mean_average_precision),
            ("nDCG@5", |chance| chance.ndcg_at_5),
            ("nDCG@30", |chance| chance.ndcg_at_30),
        ];
        for (name, of) in columns {
            writeln!(f, "    {name:<34}{:>8.4} {:>8.4}", of(&self.cross), of(&self.intra))?;
        }
        writeln!(f, "    {:<34}{:>8.4}", "MRR of the own pair", self.instance_mrr)?;
        writeln!(f, "    {:<34}{:>8} {:>8.4}", "MRR as published (D12)", "", self.d12_chance)?;
        writeln!(f, "    {:<34}{:>8} {:>8.4}", "  ceiling", "", self.d12_ceiling)
    }
}
