//! Rows of features to named concepts.

use earsight_backbone::{
    BACKBONES, CONCEPT_LISTS, Concept, ConceptHead, audio, concept_head, concept_list,
};
use earsight_testing::{Golden, assert_close, relative_error};
use ndarray::{Array2, Axis, Ix2};

fn head(backbone: &str) -> ConceptHead {
    concept_head(backbone, 2).unwrap().unwrap()
}

fn golden() -> Golden {
    Golden::read("golden/concepts_golden.safetensors")
}

fn matrix(golden: &Golden, name: &str) -> Array2<f32> {
    golden.tensor(name).into_dimensionality::<Ix2>().unwrap()
}

#[test]
fn the_list_has_a_thousand_different_concepts() {
    let list = concept_list("imagenet-1k").unwrap();
    let concepts: Vec<Concept> = list.concepts().collect();
    assert_eq!((concepts.len(), list.len(), list.is_empty()), (1000, 1000, false));
    assert_eq!(concepts[0], Concept { wordnet_id: "n01440764", name: "tench" });
    assert_eq!(concepts[999].name, "toilet tissue");
    for part in [|concept: &Concept| concept.wordnet_id, |concept: &Concept| concept.name] {
        let mut parts: Vec<&str> = concepts.iter().map(part).collect();
        parts.sort_unstable();
        parts.dedup();
        assert_eq!(parts.len(), 1000);
        assert!(parts.iter().all(|part| !part.is_empty()));
    }
    assert!(concept_list("imagenet").is_none());
    assert_eq!(CONCEPT_LISTS.len(), 1);
}

#[test]
fn backbones_trained_on_the_same_classes_share_their_list() {
    let (visual, audio) = (head("efficientnet-lite0"), head("soundnet8"));
    assert!(std::ptr::eq(visual.list(), audio.list()));
    assert_ne!(visual.fingerprint(), audio.fingerprint());
    assert_eq!(head("efficientnet-lite0@1").fingerprint(), visual.fingerprint());
    for entry in BACKBONES {
        let found = concept_head(entry.name, 1).unwrap().map(|head| head.list().name);
        assert_eq!(found, entry.concepts().map(|list| list.name), "{}", entry.name);
    }
    assert!(concept_head("unknown", 1).unwrap().is_none());
}

/// The published weights in f64 give the golden; half precision of the classifier alone makes the difference.
#[test]
fn visual_logits_are_close_to_golden() {
    let golden = golden();
    let found = head("efficientnet-lite0").logits(matrix(&golden, "embedding").view()).unwrap();
    let error = relative_error(&found, &golden.tensor("visual_logits"));
    println!("efficientnet-lite0 logits: relative error {error:.2e}");
    assert!(error <= 2e-4, "relative error {error:.2e}");
}

/// From samples to concepts, with all weights in half precision.
#[test]
fn audio_logits_of_seconds_are_close_to_golden() {
    let golden = golden();
    let wave = golden.tensor("wave").into_raw_vec_and_offset().0;
    let backbone = audio("soundnet8", None, 2).unwrap();
    let mut segments = backbone.segments();
    let mut rows = segments.push(&wave).unwrap();
    rows.extend(segments.finish(20).unwrap());
    let rows = Array2::from_shape_vec((20, 1024), rows.concat()).unwrap();
    let logits = head("soundnet8").logits(rows.view()).unwrap();
    let error = relative_error(&logits, &golden.tensor("audio_seconds"));
    println!("soundnet8 logits of seconds: relative error {error:.2e}");
    assert!(error <= 1e-3, "relative error {error:.2e}");
}

#[test]
fn logits_of_frames_are_close_to_golden() {
    let golden = golden();
    let frames = matrix(&golden, "conv7").reversed_axes();
    let logits = head("soundnet8").logits(frames.view()).unwrap();
    assert_close("frames", &logits, &golden.tensor("audio_logits"), 2e-4);
}

#[test]
fn roots_are_those_of_the_probabilities() {
    let golden = golden();
    let head = head("efficientnet-lite0");
    let embedding = matrix(&golden, "embedding");
    let (logits, roots) =
        (head.logits(embedding.view()).unwrap(), head.roots(embedding.view()).unwrap());
    for (logits, roots) in logits.outer_iter().zip(roots.outer_iter()) {
        let exponentials: Vec<f64> = logits.iter().map(|&logit| f64::from(logit).exp()).collect();
        let sum: f64 = exponentials.iter().sum();
        for (&root, exponential) in roots.iter().zip(exponentials) {
            assert!((f64::from(root) - (exponential / sum).sqrt()).abs() < 1e-6);
        }
    }
}

#[test]
fn a_row_does_not_depend_on_the_others_or_on_threads() {
    let wave = |place: usize| (place as f32 * 0.7).sin().abs();
    let rows = Array2::from_shape_vec((300, 1024), (0..300 * 1024).map(wave).collect()).unwrap();
    let together = head("soundnet8").roots(rows.view()).unwrap();
    let on_one = concept_head("soundnet8", 1).unwrap().unwrap();
    assert_eq!(on_one.roots(rows.view()).unwrap(), together);
    for idx in [0, 255, 256, 299] {
        let alone = on_one.roots(rows.select(Axis(0), &[idx]).view()).unwrap();
        assert_eq!(alone.row(0), together.row(idx));
    }
    assert_eq!(on_one.roots(rows.select(Axis(0), &[]).view()).unwrap().dim(), (0, 1000));
}

#[test]
fn extreme_features_have_probabilities() {
    for (backbone, dim) in [("efficientnet-lite0", 1280), ("soundnet8", 1024)] {
        let head = head(backbone);
        for value in [0.0, f32::MIN_POSITIVE, 1e6, 1e30, f32::MAX, -f32::MAX] {
            let mut rows = Array2::from_elem((2, dim), value);
            rows[[1, 3]] = -rows[[1, 3]];
            let roots = head.roots(rows.view()).unwrap();
            for row in roots.outer_iter() {
                let sum: f64 = row.iter().map(|&root| f64::from(root).powi(2)).sum();
                assert!((sum - 1.0).abs() < 1e-5, "{backbone}, {value}: {sum}");
            }
            assert!(head.logits(rows.view()).unwrap().iter().all(|logit| logit.is_finite()));
        }
    }
}

#[test]
fn rows_of_another_length_are_errors_with_both_shapes() {
    let rows = Array2::zeros((3, 512));
    let message = head("soundnet8").logits(rows.view()).unwrap_err().to_string();
    for part in ["soundnet8", "[3, 1024]", "[3, 512]"] {
        assert!(message.contains(part), "{message}");
    }
}
