//! Scores of a ranking (§3.3), one per query; larger is better, except for ranks.
//!
//! Expectations over ties follow McSherry & Najork (ECIR 2008).

use crate::TieGroup;

/// Rank of the first relevant item, counted from 1; items at one distance share their average rank.
///
/// Among `n` tied items of which `r` are relevant the first has rank `(n + 1) / (r + 1)` on average.
/// `None` when nothing is relevant.
pub fn first_relevant_rank(groups: &[TieGroup]) -> Option<f64> {
    let (closer, TieGroup { n_items, n_relevant }) = first_relevant_group(groups)?;
    Some(closer as f64 + (n_items as f64 + 1.0) / (n_relevant as f64 + 1.0))
}

/// The first group with a relevant item, and the number of items before it.
fn first_relevant_group(groups: &[TieGroup]) -> Option<(usize, TieGroup)> {
    let place = groups.iter().position(|group| group.n_relevant > 0)?;
    Some((groups[..place].iter().map(|group| group.n_items).sum(), groups[place]))
}

/// `E[1 / rank]` of the first relevant item; 0 when nothing is relevant.
///
/// Of a random order this is the chance level of the mean reciprocal rank.
pub fn reciprocal_rank(groups: &[TieGroup]) -> f64 {
    expected_over_first_rank(groups, f64::recip)
}

/// `Var[1 / rank]` of the first relevant item over all ways to break ties; 0 when nothing is relevant.
///
/// Of a random order, `√(mean over queries / Q)` is the standard deviation of a chance-level MRR.
pub fn reciprocal_rank_variance(groups: &[TieGroup]) -> f64 {
    let squared = expected_over_first_rank(groups, |rank| rank.powi(-2));
    (squared - reciprocal_rank(groups).powi(2)).max(0.0)
}

/// `E[score(rank)]` of the first relevant item; 0 when nothing is relevant.
fn expected_over_first_rank(groups: &[TieGroup], score: impl Fn(f64) -> f64) -> f64 {
    let Some((closer, TieGroup { n_items, n_relevant })) = first_relevant_group(groups) else {
        return 0.0;
    };
    let mut expected = 0.0;
    let mut none_before = 1.0; // P(no relevant item at the ranks before)
    for place in 0..=n_items - n_relevant {
        let here = n_relevant as f64 / (n_items - place) as f64;
        expected += none_before * here * score((closer + place + 1) as f64);
        none_before *= 1.0 - here;
    }
    expected
}

/// The median of the ranks; `NaN` of none.
pub fn median_rank(first_ranks: &[f64]) -> f64 {
    let mut sorted = first_ranks.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let n = sorted.len();
    match n {
        0 => f64::NAN,
        n if n % 2 == 1 => sorted[n / 2],
        n => 0.5 * (sorted[n / 2 - 1] + sorted[n / 2]),
    }
}

/// Whether one of the first `k` items is relevant, 0..=1: the probability of it where the `k`-th is tied.
pub fn recall_at(groups: &[TieGroup], k: usize) -> f64 {
    let mut left = k;
    for &TieGroup { n_items, n_relevant } in groups {
        if left == 0 {
            return 0.0;
        }
        let seen = left.min(n_items);
        // P(none of `seen` drawn of `n_items` is one of `n_relevant`)
        let missed: f64 = (0..seen)
            .map(|drawn| {
                (n_items - n_relevant).saturating_sub(drawn) as f64 / (n_items - drawn) as f64
            })
            .product();
        if n_relevant > 0 {
            return if seen == n_items { 1.0 } else { 1.0 - missed };
        }
        left -= seen;
    }
    0.0
}

/// Mean over the relevant items of the precision at their place, 0..=1; 0 when nothing is relevant.
pub fn average_precision(groups: &[TieGroup]) -> f64 {
    let all: usize = groups.iter().map(|group| group.n_relevant).sum();
    let (mut closer, mut relevant_closer, mut sum) = (0, 0, 0.0);
    for &TieGroup { n_items, n_relevant } in groups {
        let (n, r) = (n_items as f64, n_relevant as f64);
        // Of two places of the tie, given that the later is relevant, the earlier is with this probability.
        let given = if n_items > 1 { (r - 1.0).max(0.0) / (n - 1.0) } else { 0.0 };
        for place in 0..n_items {
            let hits = relevant_closer as f64 + 1.0 + place as f64 * given;
            sum += r / n * hits / (closer + place + 1) as f64;
        }
        closer += n_items;
        relevant_closer += n_relevant;
    }
    sum / all.max(1) as f64
}

/// Normalised discounted cumulative gain of the first `k` items with binary relevance, 0..=1
/// (Järvelin & Kekäläinen 2002); 0 when nothing is relevant.
pub fn discounted_gain_at(groups: &[TieGroup], k: usize) -> f64 {
    let all: usize = groups.iter().map(|group| group.n_relevant).sum();
    let discount = |place: usize| ((place + 2) as f64).log2().recip();
    let best: f64 = (0..k.min(all)).map(discount).sum();
    if best == 0.0 {
        return 0.0;
    }
    let (mut closer, mut gain) = (0, 0.0);
    for &TieGroup { n_items, n_relevant } in groups {
        let share = n_relevant as f64 / n_items.max(1) as f64;
        let places = closer..(closer + n_items).min(k.max(closer));
        gain += share * places.map(discount).sum::<f64>();
        closer += n_items;
    }
    gain / best
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{random_order, tie_groups};

    fn order(relevant: &[bool]) -> Vec<TieGroup> {
        let distances: Vec<f64> = (0..relevant.len()).map(|place| place as f64).collect();
        tie_groups(&distances, relevant)
    }

    fn close(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-12, "{found} is not {expected}");
    }

    #[test]
    fn scores_of_an_order_without_ties_are_the_textbooks() {
        let groups = order(&[false, true, false, true]);
        assert_eq!(first_relevant_rank(&groups), Some(2.0));
        close(reciprocal_rank(&groups), 0.5);
        close(average_precision(&groups), (0.5 + 0.5) / 2.0);
        assert_eq!((recall_at(&groups, 1), recall_at(&groups, 2)), (0.0, 1.0));
        let best = 1.0 + 1.0 / 3.0_f64.log2();
        close(discounted_gain_at(&groups, 2), 1.0 / 3.0_f64.log2() / best);
        close(discounted_gain_at(&order(&[true, true, false]), 5), 1.0);
    }

    /// Tied items, two of them relevant, behind one that is not.
    #[test]
    fn ties_are_the_mean_over_all_ways_to_break_them() {
        let groups =
            [TieGroup { n_items: 1, n_relevant: 0 }, TieGroup { n_items: 4, n_relevant: 2 }];
        let mut ways = Vec::new();
        for a in 1..5 {
            for b in a + 1..5 {
                let relevant: Vec<bool> = (0..5).map(|place| place == a || place == b).collect();
                ways.push(order(&relevant));
            }
        }
        let over_ways = |score: &dyn Fn(&[TieGroup]) -> f64| {
            ways.iter().map(|way| score(way)).sum::<f64>() / ways.len() as f64
        };
        let first_rank = over_ways(&|way| first_relevant_rank(way).unwrap());
        close(first_relevant_rank(&groups).unwrap(), first_rank);
        close(reciprocal_rank(&groups), over_ways(&|way| reciprocal_rank(way)));
        let squared = over_ways(&|way| reciprocal_rank(way).powi(2));
        close(reciprocal_rank_variance(&groups), squared - reciprocal_rank(&groups).powi(2));
        close(average_precision(&groups), over_ways(&|way| average_precision(way)));
        for k in 1..6 {
            close(recall_at(&groups, k), over_ways(&|way| recall_at(way, k)));
            close(discounted_gain_at(&groups, k), over_ways(&|way| discounted_gain_at(way, k)));
        }
    }

    #[test]
    fn nothing_relevant_scores_nothing() {
        let groups = random_order(5, 0);
        assert_eq!(first_relevant_rank(&groups), None);
        for score in [reciprocal_rank(&groups), average_precision(&groups), recall_at(&groups, 3)] {
            assert_eq!(score, 0.0);
        }
        assert_eq!(discounted_gain_at(&groups, 3), 0.0);
        assert_eq!(median_rank(&[4.0, 1.0, 3.0, 2.0]), 2.5);
        assert!(median_rank(&[]).is_nan());
    }
}
