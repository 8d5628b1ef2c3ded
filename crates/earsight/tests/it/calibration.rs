//! Calibration on held-out clips of the toy collection.

use earsight::calibration::{Calibration, HeldOutClip, MOST_CLIPS};
use earsight::comparison::Comparison;
use earsight::generation::{GeneratedSecond, RealFeatures};
use earsight::localization::slide;
use earsight::models::REGISTRY;
use earsight::{AudioVisualModel, StopWhen};
use earsight_core::{FeatureSet, Modality, PerModality};
use ndarray::{Array2, s};
use proptest::prelude::*;

use crate::toy;

const N_SECS: usize = 8;
const QUERY_LEN: usize = 2;

fn fitted() -> Box<dyn AudioVisualModel> {
    let entry = REGISTRY.entry("cca").unwrap();
    let train = toy::collection(60, N_SECS, 1);
    let config = (entry.default_config)();
    entry.fit_unsupervised(&config, &train, 0, &mut StopWhen(|| false)).unwrap()
}

fn calibration(model: &dyn AudioVisualModel, n_clips: usize, seed: u64) -> Calibration {
    let held_out = toy::collection(n_clips, N_SECS, seed);
    Calibration::new(
        HeldOutClip::measure(&Comparison::by_model(model), &held_out, MOST_CLIPS, seed).unwrap(),
    )
}

fn embedded(model: &dyn AudioVisualModel, clips: &FeatureSet) -> Vec<PerModality<Array2<f32>>> {
    let rows = |modality: Modality, rows: &Array2<f32>| model.embed(modality, rows.view()).unwrap();
    clips
        .paired()
        .map(|(_, pair)| PerModality::from_fn(|modality| rows(modality, pair[modality])))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

    /// These clips are exchangeable, so the coverage holds up to the sampling error of 150 clips and 300 queries.
    #[test]
    fn prediction_sets_have_their_coverage(
        seed in 100_u64..1000,
        coverage in prop::sample::select(vec![0.5, 0.8, 0.9]),
        from in prop::sample::select(Modality::ALL.to_vec()),
    ) {
        let model = fitted();
        let calibration = calibration(&*model, 150, seed);
        let sets = calibration.prediction_sets(from, QUERY_LEN, N_SECS, coverage, None).unwrap();
        let queries = embedded(&*model, &toy::collection(300, N_SECS, seed + 1000));
        let n_covered = queries.iter().enumerate().filter(|(number, rows)| {
            let start = number % (N_SECS - QUERY_LEN + 1);
            let query = rows[from].slice(s![start..start + QUERY_LEN, ..]);
            let found = slide(model.distance(), query, rows[from.other()].view()).unwrap();
            sets.set(&sets.probabilities(&found.distances)).contains(&start)
        });
        let share = n_covered.count() as f64 / queries.len() as f64;
        // Sets are of whole starts: where the best is nearly always right, the coverage is larger.
        prop_assert!(share > coverage - 0.12, "{share} of {coverage}");
    }
}

#[test]
fn mismatched_sequences_are_rejected_and_matches_are_not() {
    let model = fitted();
    let calibration = calibration(&*model, 100, 7);
    let queries = embedded(&*model, &toy::collection(200, N_SECS, 8));
    for from in Modality::ALL {
        let test = calibration.aligned_videos(from, QUERY_LEN).test().unwrap();
        let rejection_rate = |step: usize| {
            let n_rejected = (0..queries.len()).filter(|&clip| {
                let query = queries[clip][from].slice(s![2..2 + QUERY_LEN, ..]);
                let sequence = queries[(clip + step) % queries.len()][from.other()].view();
                let found = slide(model.distance(), query, sequence).unwrap();
                found.distances[found.start] / QUERY_LEN as f64 > test.farthest(0.05)
            });
            n_rejected.count() as f64 / queries.len() as f64
        };
        let (of_matches, of_others) = (rejection_rate(0), rejection_rate(1));
        assert!(of_matches < 0.12 && of_others > 0.8, "{from}: {of_matches} {of_others}");
        assert!(test.power(0.05) > 0.8, "{from}: {}", test.power(0.05));
        let search = calibration.found_videos(from, from.other(), 1).test().unwrap();
        assert!(search.p_value(0.0) == 1.0 && search.p_value(1e9) < 0.01);
        let videos = calibration.found_videos(from, from.other(), 1).probabilities().unwrap();
        assert!(videos.of_nearest(&[0.0, 1e9], 2)[0] > 0.98 && videos.n_clips() == 100);
    }
}

/// Models that generate know how far true seconds are from what is generated for them; others do not.
#[test]
fn new_seconds_are_plausible_at_their_rate() {
    let entry = REGISTRY.entry("ms-vae").unwrap();
    let train = toy::collection(40, N_SECS, 1);
    let config = (entry.default_config)();
    let model = entry.fit_unsupervised(&config, &train, 0, &mut StopWhen(|| false)).unwrap();
    let generator = model.generator().unwrap();
    let known = calibration(&*model, 100, 7);
    let new = toy::collection(200, N_SECS, 8);
    for to in Modality::ALL {
        for coverage in [0.5, 0.9] {
            let within = known.plausible_within(to, coverage).unwrap();
            let mut n_within = 0;
            for (_, pair) in new.paired() {
                let generated = generator.generate(to.other(), pair[to.other()].view()).unwrap();
                let real = RealFeatures::new(generator, to, pair[to].view()).unwrap();
                n_within += (0..N_SECS)
                    .filter(|&second| {
                        let features = generated[to].row(second);
                        let second =
                            real.parts(GeneratedSecond { features, concepts: None }, second);
                        second.unwrap().sum() <= within
                    })
                    .count();
            }
            let share = n_within as f64 / (200 * N_SECS) as f64;
            assert!((share - coverage).abs() < 0.06, "{to}: {share} of {coverage}");
        }
        assert_eq!(calibration(&*model, 9, 7).plausible_within(to, 0.95), None);
        assert_eq!(calibration(&*fitted(), 100, 7).plausible_within(to, 0.9), None);
    }
}

#[test]
fn too_few_clips_give_no_calibration() {
    let model = fitted();
    let few = calibration(&*model, 9, 7);
    assert!(few.prediction_sets(Modality::Audio, 1, N_SECS, 0.9, None).is_none());
    assert!(few.aligned_videos(Modality::Audio, 1).test().is_none());
    let enough = calibration(&*model, 20, 7);
    // A clip and six mismatched ones are 56 s; a longer video cannot be calibrated, nor a longer query.
    assert!(enough.prediction_sets(Modality::Audio, 1, 7 * N_SECS, 0.9, None).is_some());
    assert!(enough.prediction_sets(Modality::Audio, 1, 7 * N_SECS + 1, 0.9, None).is_none());
    assert!(enough.prediction_sets(Modality::Audio, N_SECS + 1, 2 * N_SECS, 0.9, None).is_none());
    assert!(enough.prediction_sets(Modality::Audio, 3, 2, 0.9, None).is_none());
    assert!(
        Calibration::default().found_videos(Modality::Audio, Modality::Audio, 1).test().is_none()
    );
    assert!(few.found_videos(Modality::Audio, Modality::Audio, 1).probabilities().is_none());
    assert!(few.aligned_videos(Modality::Audio, 1).probabilities().is_none());
}

#[test]
fn the_same_clips_give_the_same_bytes() {
    let model = fitted();
    let (one, other) = (calibration(&*model, 12, 7), calibration(&*model, 12, 7));
    assert_eq!(one.to_bytes("note"), other.to_bytes("note"));
    assert_eq!(
        Calibration::from_bytes(&one.to_bytes("note")).unwrap(),
        Some((one, "note".to_owned()))
    );
}
