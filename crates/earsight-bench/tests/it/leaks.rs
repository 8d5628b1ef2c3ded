//! Each leak is planted in hand-made data and must be found; clean data must be found clean.

use earsight::evaluation::Partition;
use earsight::evaluation::leaks::{ClipFacts, Finding, Kind, LeakReport, Part, Severity, examine};
use earsight_bench::composed::Parts;
use earsight_core::{
    Annotations, Category, ClipFeatures, ClipId, Event, FeatureSet, FeatureSpace, Modality,
    PerModality, Span,
};
use earsight_testing::shared;
use ndarray::{Array2, s};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

const N_SEGMENTS: usize = 10;
const N_CLASSES: usize = 4;

/// A part made by hand: clips of both modalities and their events.
struct Made {
    clips: Vec<ClipFeatures>,
    events: Vec<Event>,
    sources: Vec<Option<String>>,
}

/// Clips in which both modalities change when the event starts and ends, at places drawn at random; nothing is wrong with them.
fn clean(name: &str, n_clips: usize, seed: u64) -> Made {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut made = Made { clips: vec![], events: vec![], sources: vec![] };
    for idx in 0..n_clips {
        let len = rng.random_range(2..=9);
        let span = Span::new(rng.random_range(0..=N_SEGMENTS - len), len);
        let mut rows = |dim: usize| {
            let levels: Vec<[f32; 2]> = (0..dim)
                .map(|_| [rng.random_range(0.0..1.0), rng.random_range(0.0..1.0)])
                .collect();
            Array2::from_shape_fn((N_SEGMENTS, dim), |(second, column)| {
                let level = levels[column][usize::from(span.range().contains(&second))];
                level + rng.random_range(0.0..0.2)
            })
        };
        let (audio, visual) = (rows(12), rows(16));
        made.clips.push(ClipFeatures::paired(format!("{name}-{idx:03}").as_str(), audio, visual));
        let category = Category(format!("class {}", idx % N_CLASSES));
        made.events.push(Event { category, span });
        made.sources.push(Some(format!("{name} video {idx}")));
    }
    made
}

impl Made {
    fn set(&self) -> FeatureSet {
        let spaces = PerModality { audio: 12, visual: 16 }.map(|dim| FeatureSpace {
            backbone: "made".to_owned(),
            fingerprint: "here".to_owned(),
            dim,
        });
        FeatureSet::new(spaces, self.clips.clone()).expect("the clips are whole")
    }

    fn annotations(&self) -> Annotations {
        let named = self.clips.iter().zip(&self.events);
        named.map(|(clip, event)| (clip.id.clone(), event.clone())).collect()
    }

    fn rows(&mut self, clip: usize, modality: Modality) -> &mut Array2<f32> {
        self.clips[clip].features[modality].as_mut().expect("every clip has both modalities")
    }
}

fn report(train: &Made, test: &Made) -> LeakReport {
    let sets = [train.set(), test.set()];
    let source_of = |made: &Made, id: &ClipId| {
        made.clips.iter().position(|clip| clip.id == *id).and_then(|at| made.sources[at].clone())
    };
    let parts = [
        Part::new(Partition::Train, &sets[0], &train.annotations(), |id| source_of(train, id)),
        Part::new(Partition::Test, &sets[1], &test.annotations(), |id| source_of(test, id)),
    ];
    examine(&parts)
}

/// The findings of one kind after something was planted in clean data.
fn planted(kind: Kind, plant: impl Fn(&mut Made, &mut Made)) -> Vec<Finding> {
    let (mut train, mut test) = (clean("train", 120, 1), clean("test", 60, 2));
    plant(&mut train, &mut test);
    let report = report(&train, &test);
    println!("{report}");
    report.of(kind).cloned().collect()
}

fn ids(names: &[&str]) -> Vec<ClipId> {
    names.iter().map(|&name| ClipId::new(name)).collect()
}

#[test]
fn nothing_is_found_in_clean_data() {
    for seed in 0..4 {
        let report = report(&clean("train", 120, 2 * seed + 1), &clean("test", 60, 2 * seed + 2));
        assert_eq!(report.findings, [], "seed {seed}");
        assert!(report.to_string().ends_with("nothing found\n"));
    }
}

#[test]
fn a_copied_clip_is_found_once() {
    let plant = |train: &mut Made, test: &mut Made| {
        test.clips[7].features = train.clips[31].features.clone();
    };
    let found = planted(Kind::DuplicateClips, plant);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].clips, [ids(&["train-031", "test-007"])]);
    assert_eq!((found[0].number, found[0].severity), (1.0, Severity::Serious));
    // What is told as a copy is not told again as a near-copy.
    assert_eq!(planted(Kind::NearDuplicateClips, plant), []);
    assert_eq!(planted(Kind::DuplicateSeconds, plant), []);
}

#[test]
fn a_copy_that_was_encoded_again_is_nearly_equal() {
    let plant = |modalities: &'static [Modality]| {
        move |train: &mut Made, test: &mut Made| {
            let mut rng = ChaCha8Rng::seed_from_u64(9);
            for &modality in modalities {
                let noisy =
                    train.rows(5, modality).mapv(|value| value + rng.random_range(-0.01..0.01));
                *test.rows(3, modality) = noisy;
            }
        }
    };
    let found = planted(Kind::NearDuplicateClips, plant(&Modality::ALL));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].clips, [ids(&["train-005", "test-003"])]);
    assert_eq!(found[0].severity, Severity::Serious);
    let one_modality = planted(Kind::NearDuplicateClips, plant(&[Modality::Audio]));
    assert_eq!(one_modality[0].severity, Severity::Warning);
    assert!(one_modality[0].message.contains("one modality"), "{}", one_modality[0].message);
}

#[test]
fn single_seconds_that_return_are_found_in_their_modality() {
    let found = planted(Kind::DuplicateSeconds, |train, test| {
        let row = train.rows(8, Modality::Visual).row(2).to_owned();
        for clip in [1, 2] {
            test.rows(clip, Modality::Visual).row_mut(4).assign(&row);
        }
    });
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].number, found[0].severity), (2.0, Severity::Warning));
    assert_eq!(found[0].clips, [ids(&["train-008", "test-001"])]);
    assert!(found[0].message.starts_with("2 seconds of picture"), "{}", found[0].message);
    let near = planted(Kind::NearDuplicateSeconds, |train, test| {
        let row = train.rows(8, Modality::Audio).row(2).mapv(|value| value + 0.001);
        test.rows(1, Modality::Audio).row_mut(4).assign(&row);
    });
    assert_eq!(near[0].clips, [ids(&["train-008", "test-001"])]);
}

#[test]
fn a_video_on_both_sides_is_found_by_its_source() {
    let found = planted(Kind::SharedSource, |train, test| {
        test.sources[4] = train.sources[11].clone();
    });
    assert_eq!(found[0].clips, [ids(&["train-011", "test-004"])]);
    assert_eq!(found[0].severity, Severity::Serious);
    let unknown = planted(Kind::RepeatedSource, |train, test| {
        train.sources.fill(None);
        test.sources.fill(None);
    });
    assert_eq!(unknown, []);
}

#[test]
fn silence_and_black_are_told_apart() {
    let silent = planted(Kind::Silent, |train, _| train.rows(2, Modality::Audio).fill(0.0));
    assert_eq!(silent[0].clips, [ids(&["train-002"])]);
    let half = planted(Kind::Silent, |_, test| {
        test.rows(2, Modality::Audio).slice_mut(s![..4, ..]).fill(0.0);
    });
    assert_eq!(half, []);
    let still = planted(Kind::Black, |_, test| {
        let first = test.rows(6, Modality::Visual).row(0).to_owned();
        test.rows(6, Modality::Visual)
            .rows_mut()
            .into_iter()
            .for_each(|mut row| row.assign(&first));
    });
    assert_eq!(still[0].clips, [ids(&["test-006"])]);
    assert!(still[0].message.contains("same from first to last second in 1"));
}

#[test]
fn pictures_a_second_late_are_found_with_their_direction() {
    for (late, lag) in [(true, 1.0), (false, -1.0)] {
        let found = planted(Kind::ShiftedPairing, |train, test| {
            for made in [train, test] {
                for clip in 0..made.clips.len() {
                    let rows = made.rows(clip, Modality::Visual);
                    let before = rows.clone();
                    for second in 0..N_SEGMENTS {
                        let from = if late { second.max(1) - 1 } else { (second + 1).min(9) };
                        rows.row_mut(second).assign(&before.row(from));
                    }
                }
            }
        });
        assert_eq!(found.len(), 1, "late: {late}");
        assert_eq!(found[0].number, lag);
        let word = if late { "1 s after the sound" } else { "1 s before the sound" };
        assert!(found[0].message.contains(word), "{}", found[0].message);
    }
}

#[test]
fn events_that_end_with_their_clip_are_a_shortcut() {
    let found = planted(Kind::PositionPrior, |_, test| {
        for event in test.events.iter_mut().take(40) {
            event.span.start = N_SEGMENTS - event.span.len;
        }
    });
    assert!(found[0].message.starts_with("always last is right"), "{}", found[0].message);
    assert!(found[0].number > 0.6);
}

#[test]
fn frequent_unseen_and_missing_classes_are_named() {
    let bell = || Category("bell".to_owned());
    let unseen = planted(Kind::UnseenClass, |_, test| test.events[9].category = bell());
    assert_eq!((unseen[0].number, &unseen[0].clips[0]), (1.0, &ids(&["test-009"])));
    assert!(unseen[0].message.contains("bell 1"));
    let frequent = planted(Kind::ClassPrior, |_, test| {
        test.events
            .iter_mut()
            .skip(4)
            .for_each(|event| event.category = Category("class 1".to_owned()));
    });
    assert!(frequent[0].number > 0.9, "{}", frequent[0].message);
    let missing = planted(Kind::MissingClasses, |_, test| {
        test.events.iter_mut().for_each(|event| event.category = Category("class 1".to_owned()));
    });
    assert_eq!(missing[0].number, 1.0);
}

#[test]
fn without_features_the_report_says_so() {
    let made = clean("test", 20, 3);
    let facts = |(clip, event): (&ClipFeatures, &Event)| ClipFacts {
        id: clip.id.clone(),
        n_segments: N_SEGMENTS,
        source: None,
        event: Some(event.clone()),
    };
    let clips = made.clips.iter().zip(&made.events).map(facts).collect();
    let parts = [Part { partition: Partition::Test, clips, features: None }];
    let report = examine(&parts);
    assert!(report.to_string().contains("there are no features"));
    assert_eq!(report.findings, []);
    let text = serde_json::to_string(&report).unwrap();
    assert_eq!(serde_json::from_str::<LeakReport>(&text).unwrap(), report);
}

#[test]
fn composed_clips_have_no_shortcut() {
    let Some(folder) = shared("data/parts") else { return };
    let of = |part, n_clips| Parts::read(&folder, part).unwrap().compose(n_clips, 0).unwrap();
    let (train, test) = (of(0, 3000), of(1, 400));
    let parts = [
        Part::new(Partition::Train, &train.features, &train.annotations, |_| None),
        Part::new(Partition::Test, &test.features, &test.annotations, |_| None),
    ];
    let report = examine(&parts);
    println!("composed: {report}");
    // Fourteen recordings of the held-out part share a second with one of the other part, and silence is silence.
    let shared: Vec<&Finding> = report.of(Kind::DuplicateSeconds).collect();
    assert_eq!(shared.len(), 1);
    assert!(shared[0].message.contains("seconds of sound"), "{}", shared[0].message);
    for kind in [Kind::DuplicateClips, Kind::PositionPrior, Kind::ShiftedPairing, Kind::ClassPrior]
    {
        assert_eq!(report.of(kind).count(), 0, "{kind:?}");
    }
}

#[test]
fn real_clips_are_looked_through() {
    let Some(path) = shared("data/parts/clips.safetensors") else { return };
    let all = earsight_bench::tensor_import::read(&path, None).unwrap().features;
    let (train, test): (Vec<usize>, Vec<usize>) = (0..all.clips().len()).partition(|at| at % 5 > 0);
    let sets = [all.subset(&train), all.subset(&test)];
    let none = Annotations::default();
    let parts = [
        Part::new(Partition::Train, &sets[0], &none, |_| None),
        Part::new(Partition::Test, &sets[1], &none, |_| None),
    ];
    let report = examine(&parts);
    println!("real clips: {report}");
    assert_eq!(report.of(Kind::DuplicateClips).count(), 0);
}
