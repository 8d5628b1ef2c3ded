//! Table 1: how often an event is found to the second, and the error where it is not.

use std::collections::BTreeMap;

use earsight::evaluation::LocalizedEvent;
use earsight_core::{Modality, PerModality};
use earsight_metrics::{
    Answer, Spread, exact_match, first_exact_match, intersection_over_union, is_interior,
    mean_per_length, start_error_secs, within_secs,
};

use super::{FROM, Scores};

/// Exact match for each length of event, by the modality of the query.
pub type LengthTable = PerModality<BTreeMap<usize, Spread>>;

/// `exact_…`, `exact_first_…` (of tied starts, as published), `within_1s_…`, `iou_…`, `start_error_secs_…`,
/// `exact_interior_…` (events that touch no end of their clip) and `shuffled_…` (the query is another clip's),
/// each for `a2v` and `v2a`.
pub(crate) fn localization_scores(
    found: &[LocalizedEvent],
    shuffled: &[LocalizedEvent],
) -> (Scores, LengthTable) {
    let mut scores = Scores::default();
    let mut lengths = LengthTable::default();
    for from in Modality::ALL {
        let direction = FROM[from];
        let answers = answers(found, from);
        let mut push = |name: &str, score: &dyn Fn(&Answer) -> f64| {
            scores.push_mean(format!("{name}_{direction}"), answers.iter().map(score).collect());
        };
        push("exact", &exact_match);
        push("exact_first", &first_exact_match);
        push("within_1s", &|answer| within_secs(answer, 1));
        push("iou", &intersection_over_union);
        push("start_error_secs", &start_error_secs);
        let interior = answers.iter().filter(|answer| is_interior(answer)).map(exact_match);
        scores.push_mean(format!("exact_interior_{direction}"), interior.collect());
        let shuffled = self::answers(shuffled, from).iter().map(exact_match).collect();
        scores.push_mean(format!("shuffled_{direction}"), shuffled);
        lengths[from] = mean_per_length(&answers, exact_match);
    }
    (scores, lengths)
}

fn answers(events: &[LocalizedEvent], from: Modality) -> Vec<Answer> {
    events.iter().filter(|event| event.from == from).map(LocalizedEvent::answer).collect()
}
