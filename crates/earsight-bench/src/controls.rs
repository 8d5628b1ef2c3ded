//! What one gets without listening or looking, beside every score.

use std::collections::BTreeMap;

use earsight_core::Category;
use earsight_metrics::{
    BestStart, always_centre, always_first, always_last, average_precision, discounted_gain_at,
    random_order, recall_at, reciprocal_rank, uniform_chance,
};

use crate::dataset::Labelled;

/// Control's name → its number.
pub type Controls = BTreeMap<String, f64>;

/// Rules that know only lengths, and random orders, on the clips that are asked about.
pub fn event_controls(train: &Labelled, test: &Labelled) -> Controls {
    let events = test.countable();
    let learnt = BestStart::learn(&train.countable());
    let mut controls = Controls::new();
    let mut put = |name: &str, value: f64| controls.insert(name.to_owned(), value);
    put("exact_uniform_chance", uniform_chance(&events));
    put("exact_always_first", always_first(&events));
    put("exact_always_last", always_last(&events));
    put("exact_always_centre", always_centre(&events));
    put("exact_best_start_per_length", learnt.accuracy(&events));
    for (name, items_less, relevant_less) in [("across", 0, 0), ("within", 1, 1)] {
        let orders = class_sizes(test).into_iter().flat_map(|(n_items, n_of_class)| {
            let order = random_order(n_items - items_less, n_of_class - relevant_less);
            std::iter::repeat_n(order, n_of_class)
        });
        let orders: Vec<_> = orders.collect();
        let mut put_mean = |metric: &str, score: &dyn Fn(&[earsight_metrics::TieGroup]) -> f64| {
            let sum: f64 = orders.iter().map(|order| score(order)).sum();
            put(&format!("{metric}_{name}_chance"), sum / orders.len().max(1) as f64);
        };
        put_mean("mrr", &reciprocal_rank);
        put_mean("recall_at_1", &|order| recall_at(order, 1));
        put_mean("recall_at_5", &|order| recall_at(order, 5));
        put_mean("recall_at_10", &|order| recall_at(order, 10));
        put_mean("map", &average_precision);
        put_mean("ndcg_at_5", &|order| discounted_gain_at(order, 5));
        put_mean("ndcg_at_30", &|order| discounted_gain_at(order, 30));
    }
    controls
}

/// Clips in all and clips of the class, for each class.
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

/// Mean over folds of what a random order gives when one of the held-out clips is right.
pub fn own_clip_chance(fold_sizes: &[usize]) -> f64 {
    let clips: usize = fold_sizes.iter().sum();
    let sum: f64 =
        fold_sizes.iter().map(|&n| n as f64 * reciprocal_rank(&random_order(n, 1))).sum();
    sum / clips.max(1) as f64
}
