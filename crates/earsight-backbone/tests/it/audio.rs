//! Sound to rows of features.

use std::f64::consts::TAU;
use std::sync::LazyLock;

use earsight_backbone::{AudioBackbone, audio};
use proptest::prelude::*;

static STRICT: LazyLock<AudioBackbone> = LazyLock::new(|| audio("cnn9", None, 2).unwrap());
static WIDE: LazyLock<AudioBackbone> = LazyLock::new(|| audio("cnn9-wide", None, 2).unwrap());

const RATE: usize = 44_100;

/// All rows of a sound that is pushed in pieces of these lengths, in turn.
pub(crate) fn rows(
    backbone: &AudioBackbone,
    sound: &[f32],
    pieces: &[usize],
    n_segments: usize,
) -> Vec<Vec<f32>> {
    let mut segments = backbone.segments();
    let (mut rows, mut rest, mut turn) = (Vec::new(), sound, pieces.iter().cycle());
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(rest.len().min(*turn.next().unwrap()));
        rows.append(&mut segments.push(piece).unwrap());
        rest = after;
    }
    rows.append(&mut segments.finish(n_segments).unwrap());
    rows
}

/// A chirp with noise, so that all seconds differ.
pub(crate) fn sound(n_samples: usize, seed: u32) -> Vec<f32> {
    let mut state = seed;
    let sample = |n: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let secs = n as f64 / RATE as f64;
        let chirp = 0.3 * (TAU * (200.0 + 150.0 * secs) * secs).sin();
        chirp as f32 + 0.1 * (state as f32 / u32::MAX as f32 - 0.5)
    };
    (0..n_samples).map(sample).collect()
}

#[test]
fn there_is_one_row_for_each_segment() {
    let check = |n_samples: usize, n_segments: usize| {
        for backbone in [&*STRICT, &*WIDE] {
            let found = rows(backbone, &sound(n_samples, 1), &[10_000], n_segments);
            assert_eq!(found.len(), n_segments, "{n_samples} samples");
            assert!(found.iter().flatten().all(|value| value.is_finite() && *value >= 0.0));
            assert!(found.iter().all(|row| row.len() == 512));
        }
    };
    check(0, 0);
    check(0, 2);
    check(1, 1);
    check(RATE - 1, 1);
    check(RATE, 1);
    check(3 * RATE + 100, 4);
}

#[test]
fn the_number_of_segments_does_not_change_the_rows() {
    let sound = sound(3 * RATE, 1);
    let rows_of_one = rows(&STRICT, &sound, &[RATE], 1);
    assert_eq!(rows_of_one, rows(&STRICT, &sound, &[RATE], 3));
}

#[test]
fn a_sound_that_is_too_short_is_padded_with_silence() {
    let short = sound(RATE + RATE / 2, 5);
    let mut padded = short.clone();
    padded.resize(4 * RATE, 0.0);
    for backbone in [&*STRICT, &*WIDE] {
        let expected = rows(backbone, &padded, &[RATE], 4);
        assert_eq!(rows(backbone, &short, &[RATE], 4), expected);
    }
    let silence = rows(&STRICT, &[], &[1], 2);
    let padded = rows(&STRICT, &padded, &[RATE], 4);
    assert_eq!(silence[0], silence[1]);
    assert_eq!(padded[3], silence[0]);
    assert_ne!(padded[0], silence[0]);
}

#[test]
fn the_wide_window_of_the_last_second_is_moved_inside_the_sound() {
    // 100 frames of exactly 3 s: the windows of the last two seconds are pushed back by the end.
    let sound = sound(3 * RATE, 9);
    let found = rows(&WIDE, &sound, &[RATE], 3);
    let longer = [sound.clone(), sound].concat();
    let inside = rows(&WIDE, &longer, &[RATE], 6);
    assert_eq!(found[..2], inside[..2]);
    assert_ne!(found[2], inside[2]);
}

#[test]
fn seconds_of_one_tone_are_similar_and_those_of_another_are_not() {
    let tone = |hz: f64| -> Vec<f32> {
        let sample = |n| 0.5 * (TAU * hz * n as f64 / RATE as f64).sin();
        (0..5 * RATE).map(|n| sample(n) as f32).collect()
    };
    let cosine = |a: &[f32], b: &[f32]| earsight_testing::cosine(a, b);
    let low = rows(&STRICT, &tone(1000.0), &[RATE], 5);
    let high = rows(&STRICT, &tone(5000.0), &[RATE], 5);
    assert!(cosine(&low[1], &low[3]) > 0.999, "{}", cosine(&low[1], &low[3]));
    // The independent NumPy network puts these two tones at 0.9016.
    assert!(cosine(&low[1], &high[1]) < 0.95, "{}", cosine(&low[1], &high[1]));
}

#[test]
fn samples_that_are_not_finite_are_errors_with_their_position() {
    for bad in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
        let mut segments = STRICT.segments();
        let mut second = sound(RATE, 3);
        assert!(segments.push(&second).is_ok());
        second[22_050] = bad;
        let message = segments.push(&second).unwrap_err().to_string();
        assert!(message.contains("66150") && message.contains("1.500 s"), "{message}");
    }
}

#[test]
fn very_loud_samples_give_finite_rows() {
    let loud: Vec<f32> = sound(RATE, 4).iter().map(|sample| sample * 1e38).collect();
    let found = rows(&STRICT, &loud, &[RATE], 1);
    assert!(found.iter().flatten().all(|value| value.is_finite()));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn rows_do_not_depend_on_how_the_sound_was_cut(
        n_samples in 0..4 * RATE,
        pieces in prop::collection::vec(1..60_000usize, 1..4),
        seed in any::<u32>(),
    ) {
        let sound = sound(n_samples, seed);
        for backbone in [&*STRICT, &*WIDE] {
            let whole = rows(backbone, &sound, &[n_samples.max(1)], 4);
            let in_pieces = rows(backbone, &sound, &pieces, 4);
            prop_assert!(whole == in_pieces, "{} samples in pieces of {pieces:?}", n_samples);
        }
    }
}
