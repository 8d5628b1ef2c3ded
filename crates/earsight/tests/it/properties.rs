//! Properties of tasks and metrics.

use earsight::evaluation::{Recordings, folds};
use earsight::localization::slide;
use earsight::retrieval::{rank, ties_of};
use earsight_core::{Distance, Norm, Part};
use earsight_metrics::first_relevant_rank;
use ndarray::{Array2, Axis, s};
use proptest::prelude::*;

use crate::toy;

fn two_parts(columns: usize) -> Distance {
    let part = |name: &'static str, columns, weight| Part {
        name: name.into(),
        columns,
        weight,
        norm: Norm::Euclidean,
    };
    let half = columns / 2;
    Distance { parts: vec![part("latent", 0..half, 1.0), part("generated", half..columns, 0.5)] }
}

fn rows(n: usize, columns: usize) -> impl Strategy<Value = Array2<f32>> {
    proptest::collection::vec(-10.0_f32..10.0, n * columns)
        .prop_map(move |values| Array2::from_shape_vec((n, columns), values).unwrap())
}

proptest! {
    #[test]
    fn a_planted_query_is_among_the_best(
        sequence in rows(12, 4), start in 0_usize..9, len in 1_usize..4,
    ) {
        let query = sequence.slice(s![start..start + len, ..]);
        let found = slide(&two_parts(4), query, sequence.view()).unwrap();
        prop_assert_eq!(found.distances[start], 0.0);
        prop_assert!(found.tied.contains(&start));
    }

    #[test]
    fn scores_do_not_change_when_the_query_is_longer_by_a_shared_offset(sequence in rows(8, 4)) {
        // The summed distance of a window is the sum of its seconds' distances.
        let query = sequence.slice(s![2..4, ..]);
        let whole = slide(&two_parts(4), query, sequence.view()).unwrap();
        let first = slide(&two_parts(4), query.slice(s![..1, ..]), sequence.view()).unwrap();
        let second = slide(&two_parts(4), query.slice(s![1.., ..]), sequence.view()).unwrap();
        for start in 0..whole.distances.len() {
            let sum = first.distances[start] + second.distances[start + 1];
            prop_assert!((whole.distances[start] - sum).abs() <= 1e-9 * (1.0 + sum));
        }
    }

    #[test]
    fn shuffling_the_database_shuffles_the_ranking(items in rows(15, 4), query in rows(1, 4), shift in 0_usize..15) {
        let distance = two_parts(4);
        let order: Vec<usize> = (0..15).map(|i| (i * 7 + shift) % 15).collect();
        let shuffled = items.select(Axis(0), &order);
        let plain = rank(&distance, query.row(0), items.view()).unwrap();
        let mixed = rank(&distance, query.row(0), shuffled.view()).unwrap();
        for (a, b) in plain.iter().zip(&mixed) {
            prop_assert_eq!(a.distance, b.distance);
        }
        let relevant = |item: usize| item.is_multiple_of(3);
        prop_assert_eq!(
            first_relevant_rank(&ties_of(&plain, relevant)),
            first_relevant_rank(&ties_of(&mixed, |item| relevant(order[item])))
        );
    }

    #[test]
    fn folds_hold_every_clip_out_once(n_clips in 2_usize..40, n_folds in 2_usize..6, seed in 0_u64..100) {
        let features = toy::collection(n_clips, 1, 0);
        let folds = folds(&features, &Recordings::apart(&features), n_folds, seed);
        let mut held_out: Vec<usize> = folds.iter().flat_map(|fold| fold.held_out.clone()).collect();
        held_out.sort_unstable();
        prop_assert_eq!(held_out, (0..n_clips).collect::<Vec<_>>());
        for fold in folds {
            prop_assert!(fold.train.iter().all(|clip| !fold.held_out.contains(clip)));
            prop_assert_eq!(fold.train.len() + fold.held_out.len(), n_clips);
        }
    }
}
