//! Random rankings of one segment per clip.

use std::fmt;

use earsight_metrics::{
    Spread, TieGroup, average_precision, discounted_gain_at, mean, random_order, recall_at,
    reciprocal_rank, reciprocal_rank_variance,
};
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

/// Rankings drawn to estimate the spread of the MRR of one ranking that all queries share.
const N_SHARED_RANKINGS: usize = 2000;

/// The expected scores of a random ranking.
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
    /// Probability that the first item is relevant.
    pub recall_at_1: f64,
    /// Probability that one of the first five is.
    pub recall_at_5: f64,
    /// Probability that one of the first ten is.
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
    /// Queries without a relevant item within one modality: the only clip of their class.
    pub n_without_relevant: usize,
    /// MRR within one modality as the reference code computes it (SPEC §1.5 D12): chance.
    pub d12_chance: f64,
    /// The same for a perfect embedding: below 1 where neighbours in the file are of other classes.
    pub d12_ceiling: f64,
}

impl RetrievalChance {
    /// For items of these classes, in the order of the split's file.
    pub(super) fn of(classes: &[usize]) -> Self {
        let (n, n_classes) = (classes.len(), classes.iter().max().map_or(0, |last| last + 1));
        let mut n_of_class = vec![0; n_classes];
        classes.iter().for_each(|&class| n_of_class[class] += 1);
        let orders = |own: usize| -> Vec<TieGroup> {
            let of = |&class: &usize| random_order(n - own, n_of_class[class] - own)[0];
            classes.iter().map(of).collect()
        };
        let (cross, intra) = (orders(0), if n > 0 { orders(1) } else { vec![] });
        let without = n_of_class.iter().filter(|&&of_class| of_class == 1).count();
        let [cross_sd, intra_sd] = shared_ranking_sds(classes, n_classes);
        let ceiling = |n_without: usize| 1.0 - n_without as f64 / n.max(1) as f64;
        let over = |queries: Vec<Vec<TieGroup>>| {
            mean(&queries.iter().map(|query| reciprocal_rank(query)).collect::<Vec<f64>>())
        };
        RetrievalChance {
            n_items: n,
            cross: Chance::of(&cross, cross_sd, ceiling(0)),
            intra: Chance::of(&intra, intra_sd, ceiling(without)),
            instance_mrr: reciprocal_rank(&random_order(n, 1)),
            n_without_relevant: without,
            d12_chance: over(d12_orders(classes, false)),
            d12_ceiling: over(d12_orders(classes, true)),
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

/// The evaluation of the reference code (D12): the query is removed from the distances but not from the labels,
/// so the `j`-th of the other items gets the label of the `j`-th of all.
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

/// Standard deviations of the MRR over random rankings that all queries share: across modalities, and within one.
fn shared_ranking_sds(classes: &[usize], n_classes: usize) -> [f64; 2] {
    let mut rng = ChaCha8Rng::seed_from_u64(0);
    let mut ranking: Vec<usize> = classes.to_vec();
    let (mut cross, mut intra) = (Vec::new(), Vec::new());
    for _ in 0..N_SHARED_RANKINGS {
        ranking.shuffle(&mut rng);
        let mut ranks: Vec<Vec<usize>> = vec![vec![]; n_classes];
        for (place, &class) in ranking.iter().enumerate() {
            ranks[class].push(place + 1);
        }
        let n = classes.len().max(1) as f64;
        let of = |score: &dyn Fn(&[usize]) -> f64| {
            let per_class = ranks.iter().filter(|ranks| !ranks.is_empty());
            per_class.map(|ranks| score(ranks)).sum::<f64>() / n
        };
        cross.push(of(&|ranks| ranks.len() as f64 / ranks[0] as f64));
        // The first of a class finds the second, which has moved up by the removed query; all others find the first.
        intra.push(of(&|ranks| {
            let second = ranks.get(1).map_or(0.0, |&rank| 1.0 / (rank - 1) as f64);
            second + (ranks.len() - 1) as f64 / ranks[0] as f64
        }));
    }
    [cross, intra].map(|mrrs| Spread::of(&mrrs).sd)
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
