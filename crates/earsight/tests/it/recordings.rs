//! Copies, transcodes, cuts and pieces of one recording are found, and never on both sides of a split.

use earsight::evaluation::{Likeness, Recordings, folds};
use earsight_core::{ClipFeatures, FeatureSet, PerModality};
use ndarray::{Array2, Axis, concatenate, s};
use proptest::prelude::*;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

use crate::toy;

/// As wide as small backbones.
const DIMS: PerModality<usize> = PerModality { audio: 64, visual: 96 };

type Rows = PerModality<Array2<f32>>;

fn normal(n: usize, dim: usize, rng: &mut ChaCha8Rng) -> Array2<f32> {
    Array2::from_shape_fn((n, dim), |_| StandardNormal.sample(rng))
}

/// Seconds around what the whole recording sounds and looks like.
fn recording(n_secs: usize, rng: &mut ChaCha8Rng) -> Rows {
    PerModality::from_fn(|modality| {
        normal(1, DIMS[modality], rng) * 2.0 + normal(n_secs, DIMS[modality], rng)
    })
}

/// What an encoder of few bits leaves.
fn transcoded(rows: &Rows, rng: &mut ChaCha8Rng) -> Rows {
    PerModality::from_fn(|modality| {
        let rows = &rows[modality];
        rows + normal(rows.nrows(), rows.ncols(), rng)
    })
}

/// Half of each second and half of the next.
fn half_a_second_later(rows: &Rows) -> Rows {
    rows.as_ref().map(|rows| (&rows.slice(s![..-1, ..]) + &rows.slice(s![1.., ..])) / 2.0)
}

fn seconds(rows: &Rows, range: std::ops::Range<usize>) -> Rows {
    rows.as_ref().map(|rows| rows.slice(s![range.clone(), ..]).to_owned())
}

fn set(clips: &[(String, Rows)]) -> FeatureSet {
    let clip = |(name, rows): &(String, Rows)| {
        ClipFeatures::paired(name.as_str(), rows.audio.clone(), rows.visual.clone())
    };
    FeatureSet::new(toy::spaces(DIMS), clips.iter().map(clip).collect()).unwrap()
}

fn originals(n: usize, n_secs: usize, seed: u64) -> (Vec<(String, Rows)>, ChaCha8Rng) {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let clips = (0..n).map(|number| (format!("{number:02}"), recording(n_secs, &mut rng)));
    (clips.collect(), rng)
}

fn found(clips: &[(String, Rows)]) -> (FeatureSet, Recordings) {
    let features = set(clips);
    let recordings = Recordings::find(&features, &Likeness::of(&features));
    (features, recordings)
}

/// Names of the clips of each recording that has several.
fn shared(clips: &[(String, Rows)]) -> Vec<Vec<String>> {
    let (features, recordings) = found(clips);
    let name = |place: usize| features.clips()[place].id.to_string();
    recordings.shared().into_iter().map(|of| of.into_iter().map(name).collect()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn different_recordings_are_different(n in 2_usize..30, n_secs in 1_usize..14, seed in 0_u64..1000) {
        let (clips, _) = originals(n, n_secs, seed);
        prop_assert_eq!(shared(&clips), Vec::<Vec<String>>::new());
    }

    /// Also where each clip of a collection has one: then half of it are copies.
    #[test]
    fn edited_copies_are_found(n_edited in 1_usize..12, kind in 0_usize..6, seed in 0_u64..1000) {
        let (mut clips, mut rng) = originals(12, 11, seed);
        for number in 0..n_edited {
            let original = clips[number].1.clone();
            let edited = match kind {
                0 => original,
                1 => transcoded(&original, &mut rng),
                2 => half_a_second_later(&original),
                3 => seconds(&original, 4..9),
                4 => {
                    let lead = recording(5, &mut rng);
                    lead.zip(original).map(|(lead, rows)| {
                        concatenate(Axis(0), &[lead.view(), rows.view()]).unwrap()
                    })
                }
                _ => transcoded(&half_a_second_later(&seconds(&original, 2..10)), &mut rng),
            };
            clips.push((format!("edit of {number:02}"), edited));
        }
        let found = shared(&clips);
        prop_assert_eq!(found.len(), n_edited, "{:?}", &found);
        for names in found {
            let mut names = names.clone();
            names.sort();
            prop_assert_eq!(&names[1], &format!("edit of {}", names[0]));
        }
    }

    #[test]
    fn a_recording_is_on_one_side_and_counts_once(n_folds in 2_usize..6, seed in 0_u64..1000) {
        let (mut clips, mut rng) = originals(12, 8, seed);
        for number in 0..6 {
            let original = clips[number].1.clone();
            clips.push((format!("copy {number}"), original.clone()));
            clips.push((format!("transcode {number}"), transcoded(&original, &mut rng)));
        }
        let (features, recordings) = found(&clips);
        let mut n_held_out = 0;
        for fold in folds(&features, &recordings, n_folds, seed) {
            n_held_out += fold.held_out.len();
            for held_out in fold.held_out {
                let own = recordings.standing_for(held_out);
                prop_assert!(fold.train.iter().all(|&clip| recordings.standing_for(clip) != own));
            }
            prop_assert!(fold.train.iter().all(|&clip| !features.clips()[clip].id.as_str().starts_with("copy")));
        }
        prop_assert_eq!(n_held_out, 12);
    }
}

/// Of three pieces of one recording each is like its neighbour; the longest stands for it.
#[test]
fn pieces_of_one_recording_are_one() {
    let (mut clips, mut rng) = originals(10, 8, 3);
    let whole = recording(30, &mut rng);
    for (name, range) in [("part 1", 0..9), ("part 2", 9..21), ("part 3", 21..30)] {
        clips.push((name.to_owned(), seconds(&whole, range)));
    }
    assert_eq!(shared(&clips), [["part 2", "part 1", "part 3"]]);
}

/// Equal sound under different pictures, such as silence, is not one recording.
#[test]
fn equal_sound_alone_is_not_one_recording() {
    let (mut clips, mut rng) = originals(20, 8, 4);
    let silence = normal(1, DIMS.audio, &mut rng);
    for (_, rows) in clips.iter_mut().take(10) {
        rows.audio = silence.broadcast((8, DIMS.audio)).unwrap().to_owned();
    }
    assert!(shared(&clips).is_empty());
}

#[test]
fn a_copy_without_sound_is_alike_in_the_picture_alone() {
    let (clips, mut rng) = originals(10, 8, 5);
    let features = set(&clips);
    let likeness = Likeness::of(&features);
    let original = likeness.prepare(&features.clips()[2]);
    let swapped = recording(8, &mut rng);
    let mut edited = features.clips()[2].clone();
    edited.features.audio = Some(swapped.audio);
    let alike = likeness.prepare(&edited).alike(&original);
    assert!(likeness.is_one_in_part(&alike) && !likeness.is_one_recording(&alike), "{alike:?}");
    edited.features.audio = None;
    let alike = likeness.prepare(&edited).alike(&original);
    assert!(likeness.is_one_recording(&alike), "{alike:?}");
    let other = likeness.prepare(&edited).alike(&likeness.prepare(&features.clips()[3]));
    assert!(!likeness.is_one_recording(&other), "{other:?}");
}
