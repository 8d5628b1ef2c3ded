//! Concepts beside what a model learned, and the weights of the parts.

use earsight::comparison::{CONCEPT, Comparison, ConceptMeans, FittedComparison, PartWeights};
use earsight::evaluation::{Likeness, Recordings, own_clip_scores};
use earsight::models::REGISTRY;
use earsight::{Checkpoint, StopWhen};
use earsight_core::{ClipFeatures, FeatureSet, Modality, PerModality, SecondRows};
use ndarray::{Array2, array};
use rand::RngExt;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use crate::toy;

const N_CONCEPTS: usize = 30;

fn means() -> PerModality<Vec<f32>> {
    PerModality::from_fn(|_| vec![(N_CONCEPTS as f32).recip().sqrt(); N_CONCEPTS])
}

/// Clips whose features say nothing about each other, and whose concepts say which belong together.
fn collection(n_clips: usize, is_related: bool) -> FeatureSet {
    let mut rng = ChaCha8Rng::seed_from_u64(5);
    let noise = toy::collection(n_clips, 6, 8);
    let unrelated = toy::collection(n_clips, 6, 9);
    let clips = noise.clips().iter().zip(unrelated.clips()).enumerate().map(|(number, (a, b))| {
        let concept = PerModality::from_fn(|_| match is_related {
            true => number % N_CONCEPTS,
            false => rng.random_range(0..N_CONCEPTS),
        });
        let roots = concept.map(|concept| {
            Some(Array2::from_shape_fn((6, N_CONCEPTS), |(_, column)| {
                let p = if column == concept { 0.71 } else { 0.01 };
                f32::sqrt(p)
            }))
        });
        let rows = |clip: &ClipFeatures, modality| clip.features[modality].clone().unwrap();
        ClipFeatures::paired(a.id.as_str(), rows(a, Modality::Audio), rows(b, Modality::Visual))
            .with_concepts(roots)
    });
    FeatureSet::new(noise.spaces().clone(), clips.collect()).unwrap().with_concept_means(means())
}

fn fitted(features: &FeatureSet) -> FittedComparison {
    let entry = REGISTRY.entry("ms-vae").unwrap();
    let config = (entry.default_config)();
    let model = entry.fit_unsupervised(&config, features, 0, &mut StopWhen(|| false)).unwrap();
    let recordings = Recordings::find(features, &Likeness::of(features));
    FittedComparison::fit(entry, model, features, &recordings, 0).unwrap()
}

fn mean_score(comparison: &Comparison<'_>, features: &FeatureSet) -> f64 {
    let scores = own_clip_scores(comparison, features).unwrap();
    scores.audio.iter().sum::<f64>() / scores.audio.len() as f64
}

#[test]
fn concepts_that_belong_together_find_clips_without_training() {
    let (related, unrelated) = (collection(24, true), collection(24, false));
    let given = ConceptMeans::given(means());
    let concepts = Comparison::by_concepts(&given);
    assert!(mean_score(&concepts, &related) > 0.99);
    assert!(mean_score(&concepts, &unrelated) < 0.4);
}

/// Weights follow the evidence, and the parts are those of the distance.
#[test]
fn a_part_weighs_what_it_says_about_held_out_clips() {
    let weights = |features: &FeatureSet| fitted(features).parts.unwrap().weights;
    let (related, unrelated) = (weights(&collection(24, true)), weights(&collection(24, false)));
    assert!(related.concept > 2.0 * unrelated.concept, "{related:?} {unrelated:?}");
    assert!(unrelated.concept < PartWeights::by_default(24).concept, "{unrelated:?}");
}

#[test]
fn a_checkpoint_keeps_the_weights_and_means() {
    let features = collection(12, true);
    let fitted = fitted(&features);
    let bytes = fitted.checkpoint().to_bytes();
    let read = Checkpoint::from_bytes(&bytes).unwrap();
    assert_eq!(read.to_bytes(), bytes);
    let loaded = FittedComparison::loaded(REGISTRY.load(&read).unwrap(), read);
    assert_eq!(loaded.parts, fitted.parts);
    let rows = features.clips()[3].rows(Modality::Visual).unwrap();
    let embed = |fitted: &FittedComparison| fitted.comparison().embed(Modality::Visual, rows);
    assert_eq!(embed(&loaded).unwrap(), embed(&fitted).unwrap());
    let names: Vec<_> =
        fitted.comparison().distance().parts.iter().map(|part| part.name.clone()).collect();
    assert_eq!(names, ["latent", "generated", CONCEPT]);
}

#[test]
fn a_few_clips_have_the_default_weights() {
    let parts = fitted(&collection(5, true)).parts.unwrap();
    assert_eq!((parts.weights, parts.chosen_on), (PartWeights::by_default(5), None));
}

#[test]
fn what_few_clips_teach_weighs_less_than_concepts() {
    let [few, many] = [5, 5000].map(PartWeights::by_default);
    assert!(few.latent < 0.4 * many.latent && few.generated < 0.4 * many.generated);
    assert_eq!((few.concept, few.change), (many.concept, many.change));
}

#[test]
fn seconds_without_concepts_are_an_error_where_concepts_are_compared() {
    let fitted = fitted(&collection(12, true));
    let rows = Array2::zeros((2, toy::DIMS.audio));
    let seconds = SecondRows { features: rows.view(), changes: None, concepts: None };
    assert!(fitted.comparison().embed(Modality::Audio, seconds).is_err());
    let other = array![[1.0_f32], [1.0]];
    let seconds = SecondRows { concepts: Some(other.view()), ..seconds };
    assert!(fitted.comparison().embed(Modality::Audio, seconds).is_err());
}
