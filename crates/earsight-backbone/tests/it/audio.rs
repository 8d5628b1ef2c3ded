//! Sound to rows.

use std::f64::consts::TAU;
use std::sync::LazyLock;

use earsight_backbone::{AudioBackbone, audio};
use proptest::prelude::*;

static STRICT: LazyLock<Box<dyn AudioBackbone>> = LazyLock::new(|| audio("cnn9", 2).unwrap());
static WIDE: LazyLock<Box<dyn AudioBackbone>> = LazyLock::new(|| audio("cnn9-wide", 2).unwrap());

const RATE: usize = 44_100;

/// All rows of a sound that comes in pieces of these lengths, over and over.
fn rows(
    backbone: &dyn AudioBackbone,
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

/// A chirp over noise: no two seconds are alike.
fn sound(n_samples: usize, seed: u32) -> Vec<f32> {
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
fn there_are_as_many_rows_as_seconds_were_asked_for() {
    let check = |n_samples: usize, n_segments: usize| {
        for backbone in [&*STRICT, &*WIDE] {
            let found = rows(backbone.as_ref(), &sound(n_samples, 1), &[10_000], n_segments);
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
fn a_longer_sound_than_was_asked_for_keeps_its_rows() {
    let sound = sound(3 * RATE, 1);
    let asked_for_one = rows(STRICT.as_ref(), &sound, &[RATE], 1);
    assert_eq!(asked_for_one, rows(STRICT.as_ref(), &sound, &[RATE], 3));
}

#[test]
fn a_missing_end_counts_as_silence() {
    let short = sound(RATE + RATE / 2, 5);
    let mut padded = short.clone();
    padded.resize(4 * RATE, 0.0);
    for backbone in [&*STRICT, &*WIDE] {
        let expected = rows(backbone.as_ref(), &padded, &[RATE], 4);
        assert_eq!(rows(backbone.as_ref(), &short, &[RATE], 4), expected);
    }
    let silence = rows(STRICT.as_ref(), &[], &[1], 2);
    let padded = rows(STRICT.as_ref(), &padded, &[RATE], 4);
    assert_eq!(silence[0], silence[1]);
    assert_eq!(padded[3], silence[0]);
    assert_ne!(padded[0], silence[0]);
}

#[test]
fn the_wide_window_of_the_last_second_is_moved_inside_the_sound() {
    // 100 frames of exactly 3 s: the windows of the last two seconds are pushed back by the end.
    let sound = sound(3 * RATE, 9);
    let found = rows(WIDE.as_ref(), &sound, &[RATE], 3);
    let longer = [sound.clone(), sound].concat();
    let inside = rows(WIDE.as_ref(), &longer, &[RATE], 6);
    assert_eq!(found[..2], inside[..2]);
    assert_ne!(found[2], inside[2]);
}

#[test]
fn a_tone_sounds_the_same_at_every_second_and_unlike_another() {
    let tone = |hz: f64| -> Vec<f32> {
        let sample = |n| 0.5 * (TAU * hz * n as f64 / RATE as f64).sin();
        (0..5 * RATE).map(|n| sample(n) as f32).collect()
    };
    let cosine = |a: &[f32], b: &[f32]| earsight_testing::cosine(a, b);
    let low = rows(STRICT.as_ref(), &tone(1000.0), &[RATE], 5);
    let high = rows(STRICT.as_ref(), &tone(5000.0), &[RATE], 5);
    assert!(cosine(&low[1], &low[3]) > 0.999, "{}", cosine(&low[1], &low[3]));
    // The independent NumPy network puts these two tones at 0.9016.
    assert!(cosine(&low[1], &high[1]) < 0.95, "{}", cosine(&low[1], &high[1]));
}

#[test]
fn samples_that_are_no_numbers_are_refused_with_their_place() {
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
fn absurdly_loud_samples_still_give_numbers() {
    let loud: Vec<f32> = sound(RATE, 4).iter().map(|sample| sample * 1e38).collect();
    let found = rows(STRICT.as_ref(), &loud, &[RATE], 1);
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
            let whole = rows(backbone.as_ref(), &sound, &[n_samples.max(1)], 4);
            let in_pieces = rows(backbone.as_ref(), &sound, &pieces, 4);
            prop_assert!(whole == in_pieces, "{} samples in pieces of {pieces:?}", n_samples);
        }
    }
}
