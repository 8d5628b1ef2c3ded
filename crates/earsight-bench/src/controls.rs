//! Scores of rules and random rankings that use neither sound nor image, for comparison with every score.

use std::collections::BTreeMap;

use earsight_core::Category;
use earsight_metrics::{
    BestStart, always_centre, always_first, always_last, random_order, reciprocal_rank,
    uniform_chance,
};

use crate::dataset::Labelled;
use crate::scores::{RANKING_SCORES, RankingScore};

/// Numbers by the names of their scores and rules.
pub type Controls = BTreeMap<String, f64>;

/// Rules that use only lengths, and random orders, on the test clips.
pub(crate) fn event_controls(train: &Labelled, test: &Labelled) -> Controls {
    let events = test.countable();
    let mut levels = Controls::new();
    let mut put = |name: &str, value: f64| levels.insert(name.to_owned(), value);
    put("exact_uniform_chance", uniform_chance(&events));
    put("exact_always_first", always_first(&events));
    put("exact_always_last", always_last(&events));
    put("exact_always_centre", always_centre(&events));
    put("exact_best_start_per_length", BestStart::learn(&train.countable()).accuracy(&events));
    for (name, items_less, relevant_less) in [("across", 0, 0), ("within", 1, 1)] {
        let orders = class_sizes(test).into_iter().flat_map(|(n_items, n_of_class)| {
            let order = random_order(n_items - items_less, n_of_class - relevant_less);
            std::iter::repeat_n(order, n_of_class)
        });
        let orders: Vec<_> = orders.collect();
        let mrr: (&str, RankingScore) = ("mrr", reciprocal_rank);
        for (score, of_order) in std::iter::once(mrr).chain(RANKING_SCORES) {
            let sum: f64 = orders.iter().map(|order| of_order(order)).sum();
            put(&format!("{score}_{name}_chance"), sum / orders.len().max(1) as f64);
        }
    }
    levels
}

/// For each class: the number of all clips, and of those of the class.
fn class_sizes(test: &Labelled) -> Vec<(usize, usize)> {
    let mut sizes: BTreeMap<&Category, usize> = BTreeMap::new();
    for (place, _) in test.features.paired() {
        let event = test.annotations.event(&test.features.clips()[place].id);
        if let Some(event) = event.filter(|event| !event.span.is_empty()) {
            *sizes.entry(&event.category).or_default() += 1;
        }
    }
    let all = sizes.values().sum();
    sizes.into_values().map(|size| (all, size)).collect()
}

/// Mean reciprocal rank, over folds, of a random order when one of the held-out clips is right.
pub(crate) fn own_clip_chance(fold_sizes: &[usize]) -> f64 {
    let clips: usize = fold_sizes.iter().sum();
    let sum: f64 =
        fold_sizes.iter().map(|&n| n as f64 * reciprocal_rank(&random_order(n, 1))).sum();
    sum / clips.max(1) as f64
}
