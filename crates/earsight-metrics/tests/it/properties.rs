use earsight_core::{PerModality, Span};
use earsight_metrics::{
    Answer, TieGroup, average_precision, bootstrap_interval, closer_than_true_match,
    discounted_gain_at, exact_match, intersection_over_union, modality_gap,
    nearest_neighbour_modality_accuracy, random_order, recall_at, reciprocal_rank,
    segment_accuracy, start_error_secs, tie_groups, within_secs,
};
use ndarray::Array2;
use proptest::prelude::*;

/// Few different distances, so that ties are common.
fn rankings() -> impl Strategy<Value = Vec<(u8, bool)>> {
    prop::collection::vec((0..6_u8, any::<bool>()), 1..30)
}

fn groups(items: &[(u8, bool)]) -> Vec<TieGroup> {
    let distances: Vec<f64> = items.iter().map(|item| f64::from(item.0)).collect();
    let relevant: Vec<bool> = items.iter().map(|item| item.1).collect();
    tie_groups(&distances, &relevant)
}

fn scores(groups: &[TieGroup]) -> [f64; 6] {
    [
        reciprocal_rank(groups),
        average_precision(groups),
        recall_at(groups, 1),
        recall_at(groups, 5),
        discounted_gain_at(groups, 5),
        discounted_gain_at(groups, 30),
    ]
}

fn answers() -> impl Strategy<Value = Answer> {
    (2..12_usize).prop_flat_map(|n_segments| {
        (1..n_segments).prop_flat_map(move |len| {
            let last = n_segments - len;
            let starts = prop::collection::btree_set(0..=last, 1..=last + 1);
            (0..=last, starts).prop_map(move |(start, starts)| Answer {
                truth: Span::new(start, len),
                n_segments,
                starts: starts.into_iter().collect(),
            })
        })
    })
}

proptest! {
    #[test]
    fn the_order_of_the_items_does_not_matter(items in rankings(), turn in 0..30_usize) {
        let mut turned = items.clone();
        turned.rotate_left(turn % items.len());
        prop_assert_eq!(groups(&items), groups(&turned));
    }

    #[test]
    fn scores_are_shares(items in rankings()) {
        for score in scores(&groups(&items)) {
            prop_assert!((-1e-12..=1.0 + 1e-12).contains(&score), "{score}");
        }
    }

    #[test]
    fn relevant_items_first_score_best(items in rankings()) {
        let found = scores(&groups(&items));
        let best: Vec<(u8, bool)> =
            items.iter().map(|&(_, relevant)| (u8::from(!relevant), relevant)).collect();
        for (found, best) in found.iter().zip(scores(&groups(&best))) {
            prop_assert!(*found <= best + 1e-12);
        }
    }

    /// A random order's expectation is the mean over orders: here over all rotations of any one.
    #[test]
    fn one_relevant_item_by_chance_is_the_mean_over_its_places(n in 1..40_usize) {
        let chance = scores(&random_order(n, 1));
        let mut sums = [0.0; 6];
        for place in 0..n {
            let items: Vec<(u8, bool)> = (0..n).map(|item| (item as u8, item == place)).collect();
            for (sum, score) in sums.iter_mut().zip(scores(&groups(&items))) {
                *sum += score / n as f64;
            }
        }
        for (chance, mean) in chance.iter().zip(sums) {
            prop_assert!((chance - mean).abs() < 1e-9, "{chance} {mean}");
        }
    }

    #[test]
    fn an_exact_answer_is_perfect_in_every_score(answer in answers()) {
        let exact = Answer { starts: vec![answer.truth.start], ..answer.clone() };
        prop_assert_eq!(exact_match(&exact), 1.0);
        prop_assert_eq!(intersection_over_union(&exact), 1.0);
        prop_assert_eq!(start_error_secs(&exact), 0.0);
        prop_assert!(exact_match(&answer) <= within_secs(&answer, 1) + 1e-12);
        prop_assert!(exact_match(&answer) <= intersection_over_union(&answer) + 1e-12);
    }

    #[test]
    fn renaming_the_classes_changes_nothing(
        pairs in prop::collection::vec((0..5_usize, 0..5_usize), 1..40), shift in 0..5_usize,
    ) {
        let (found, truth): (Vec<usize>, Vec<usize>) = pairs.into_iter().unzip();
        let renamed = |classes: &[usize]| -> Vec<usize> {
            classes.iter().map(|class| (class + shift) % 5).collect()
        };
        prop_assert_eq!(
            segment_accuracy(&found, &truth),
            segment_accuracy(&renamed(&found), &renamed(&truth))
        );
    }

    #[test]
    fn overlap_is_symmetric_in_the_modalities(values in prop::collection::vec(-3_i8..3, 24)) {
        let rows = |half: &[i8]| {
            Array2::from_shape_fn((4, 3), |(i, j)| f32::from(half[3 * i + j]))
        };
        let (a, b) = (rows(&values[..12]), rows(&values[12..]));
        let there = PerModality { audio: a.view(), visual: b.view() };
        let back = PerModality { audio: b.view(), visual: a.view() };
        for measure in
            [modality_gap, closer_than_true_match, nearest_neighbour_modality_accuracy]
        {
            prop_assert!((measure(there) - measure(back)).abs() < 1e-12);
        }
    }

    #[test]
    fn an_interval_contains_the_mean(
        values in prop::collection::vec(0.0..1.0_f64, 2..40),
    ) {
        let found = bootstrap_interval(&values, 400, 3);
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        prop_assert!(found.low <= mean + 1e-9 && mean - 1e-9 <= found.high);
    }
}
