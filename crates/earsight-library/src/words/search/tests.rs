//! A small library of known concepts; rankings are compared with sums over all probabilities.

use std::sync::Arc;

use earsight_core::{ClipFeatures, FeatureSpace, PerModality};
use earsight_store::{
    BackboneRecord, ConceptRecord, ContentHash, FileRecord, FolderStorage, LibraryWriter,
};

use super::*;
use crate::{Error, WordsError};

const N_CONCEPTS: usize = 1000;
/// `grand piano`, `violin` and `upright`, which is a piano, too.
const GRAND_PIANO: usize = 579;
const VIOLIN: usize = 889;
const UPRIGHT: usize = 881;

/// A library, and its folder.
struct Toy {
    library: OpenLibrary,
    _folder: tempfile::TempDir,
}

/// Seconds with one concept each, whose probability is given; the others share the rest.
type Seconds<'a> = &'a [(usize, f32)];

fn toy(clips: &[(&str, PerModality<Option<Seconds<'_>>>)], has_concepts: bool) -> Toy {
    let folder = tempfile::tempdir().unwrap();
    let space = |backbone: &str, dim| FeatureSpace {
        backbone: backbone.to_owned(),
        fingerprint: "0".into(),
        dim,
    };
    let backbone = BackboneRecord { space: space("toy", 1), preprocessing: "none".into() };
    let backbones = PerModality { audio: backbone.clone(), visual: backbone };
    let storage = Arc::new(FolderStorage::new(folder.path()));
    let mut writer = LibraryWriter::open(storage, backbones).unwrap();
    if has_concepts {
        let record = ConceptRecord {
            space: space("imagenet-1k by toy", N_CONCEPTS),
            means: vec![0.03; N_CONCEPTS],
        };
        let records = PerModality { audio: record.clone(), visual: record };
        writer = writer.with_concepts(records).unwrap();
    }
    for (name, seconds) in clips {
        let roots = |seconds: Seconds<'_>| {
            Array2::from_shape_fn((seconds.len(), N_CONCEPTS), |(second, column)| {
                let (concept, p) = seconds[second];
                let others = (1.0 - p) / (N_CONCEPTS - 1) as f32;
                if column == concept { p.sqrt() } else { others.sqrt() }
            })
        };
        let concepts = seconds.map(|seconds| seconds.map(roots));
        let clip = ClipFeatures {
            id: (*name).into(),
            features: seconds.map(|seconds| Some(Array2::zeros((seconds?.len(), 1)))),
            changes: PerModality::default(),
            concepts,
        };
        writer.append(&clip).unwrap();
        let content = ContentHash::of(name.as_bytes()).unwrap();
        writer.finish(&(*name).into(), content, 1.0, "toy").unwrap();
        let source = format!("/videos/{name}");
        let file = FileRecord { source, n_bytes: 4, modified_ns: None, content };
        writer.set_file((*name).into(), file);
    }
    writer.flush().unwrap();
    let library = OpenLibrary::open(folder.path()).unwrap();
    Toy { library, _folder: folder }
}

fn both<'a>(audio: Seconds<'a>, visual: Seconds<'a>) -> PerModality<Option<Seconds<'a>>> {
    PerModality { audio: Some(audio), visual: Some(visual) }
}

/// Thirty seconds of which four are of a grand piano, uprights throughout, a violin, and a sound alone.
fn concert() -> Toy {
    let mut long = [(0, 0.5); 30];
    long[20..24].fill((GRAND_PIANO, 0.9));
    let (upright, violin) = ([(UPRIGHT, 0.3); 12], [(VIOLIN, 0.8); 12]);
    let clips = [
        ("long.mp4", both(&long, &long)),
        ("pianos.mp4", both(&upright, &upright)),
        ("sound.wav", PerModality { audio: Some(&violin[..1]), visual: None }),
        ("violin.mp4", both(&violin, &violin)),
    ];
    toy(&clips, true)
}

/// The best score of each clip, by sums over the stored rows in double precision.
fn expected(library: &OpenLibrary, columns: &[usize], to: Modality) -> Vec<(String, usize, f64)> {
    let mut best = Vec::new();
    for clip in library.library.feature_set().unwrap().clips() {
        let Some(roots) = &clip.concepts[to] else { continue };
        let score = |second: usize| {
            let around = second.saturating_sub(4)..(second + 5).min(roots.nrows());
            let n = around.len() as f64;
            let p = |second: usize| {
                let of = |&column: &usize| f64::from(roots[[second, column]]).powi(2);
                columns.iter().map(of).sum::<f64>()
            };
            around.map(p).sum::<f64>() / n
        };
        let (second, score) = (0..roots.nrows())
            .map(|second| (second, score(second)))
            .fold((0, f64::MIN), |most, next| if next.1 > most.1 + 1e-7 { next } else { most });
        best.push((clip.id.to_string(), second, score));
    }
    best.sort_by(|a, b| b.2.total_cmp(&a.2));
    best
}

#[test]
fn clips_are_ranked_by_the_probability_of_what_the_text_means() {
    let Toy { library, .. } = &concert();
    for to in Modality::ALL {
        let n_clips = if to == Modality::Audio { 4 } else { 3 };
        for text in ["piano", "violin", "musical instrument", "dog"] {
            let answer = WordSearch::new(to).answer(library, text).unwrap();
            let found: Vec<_> = answer.found.iter().map(|found| &found.place).collect();
            let expected = expected(library, &answer.query.columns, to);
            assert_eq!(found.len(), n_clips, "{text}");
            for (place, (clip, second, score)) in found.iter().zip(&expected) {
                assert!((place.score - score).abs() < 1e-5, "{text}: {place:?}, {score}");
                if text == "piano" {
                    assert_eq!(place.clip.as_str(), clip, "{to}");
                    assert!(place.span.range().contains(second), "{place:?}, {second}");
                }
            }
            assert_eq!(answer.fewer, Some(Fewer::NoOther));
        }
    }
}

#[test]
fn a_result_names_its_concepts_and_the_mean_is_of_all_seconds() {
    let Toy { library, .. } = &concert();
    let answer = WordSearch::new(Modality::Audio).answer(library, "piano").unwrap();
    let [first, second, ..] = &answer.found[..] else { panic!("{answer:?}") };
    // Four seconds of nine.
    assert_eq!(first.place.clip.as_str(), "long.mp4");
    assert!((first.place.score - 0.4).abs() < 0.01, "{first:?}");
    let names = |found: &WordFound| -> Vec<String> {
        found.concepts.iter().map(|concept| concept.name.clone()).collect()
    };
    assert_eq!(names(first)[0], "grand piano");
    assert_eq!((second.place.clip.as_str(), &*names(second)[0]), ("pianos.mp4", "upright"));
    let sum: f64 = first.concepts.iter().map(|concept| concept.probability).sum();
    assert!((sum - first.place.score).abs() < 1e-6, "{first:?}");
    assert_eq!(answer.n_compared, 30 + 12 + 1 + 12);
    assert!((0.0..first.place.score).contains(&answer.mean_score), "{answer:?}");
}

#[test]
fn moments_of_a_video_are_together_unless_more_are_asked_for() {
    let mut two = [(0, 0.5); 40];
    two[3] = (VIOLIN, 1.0);
    two[30] = (VIOLIN, 0.9);
    let (other, third) = ([(VIOLIN, 0.02); 5], [(VIOLIN, 0.01); 5]);
    let clips = [
        ("other.mp4", both(&other, &other)),
        ("third.mp4", both(&third, &third)),
        ("two.mp4", both(&two, &two)),
    ];
    let Toy { library, .. } = &toy(&clips, true);
    let spans = |search: WordSearch| -> Vec<(String, usize, usize)> {
        let found = search.answer(library, "violin").unwrap().found;
        let one = |found: &WordFound| {
            (found.place.clip.to_string(), found.place.span.start, found.others.len())
        };
        found.iter().map(one).collect()
    };
    let one = WordSearch { k: 2, ..WordSearch::new(Modality::Visual) };
    assert_eq!(spans(one), [("two.mp4".to_owned(), 0, 1), ("other.mp4".to_owned(), 0, 0)]);
    let all = WordSearch { per_video: usize::MAX, ..one };
    let expected = [("two.mp4".to_owned(), 0, 0), ("two.mp4".to_owned(), 26, 0)];
    assert_eq!(spans(all), expected);
    assert_eq!(spans(WordSearch { k: 1, ..one }).len(), 1);
}

#[test]
fn unknown_words_and_libraries_without_concepts_are_errors() {
    let Toy { library, .. } = &concert();
    let search = WordSearch::new(Modality::Audio);
    let error = search.answer(library, "pianno").unwrap_err();
    assert!(matches!(error, Error::Words(WordsError::Unknown { .. })), "{error}");
    let none = [(0, 0.5); 2];
    let Toy { library, .. } = &toy(&[("a.mp4", both(&none, &none))], false);
    let error = search.answer(library, "piano").unwrap_err();
    assert!(matches!(error, Error::NoConcepts { .. }), "{error}");
}
