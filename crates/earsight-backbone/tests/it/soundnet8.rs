//! SoundNet-8: sounds of any length, short sounds, loud sounds.

use std::sync::LazyLock;

use earsight_backbone::{AudioBackbone, audio};
use proptest::prelude::*;

use crate::audio::{rows, sound};

static SOUNDNET8: LazyLock<AudioBackbone> = LazyLock::new(|| audio("soundnet8", None, 2).unwrap());

const RATE: usize = 22_050;

#[test]
fn there_is_one_row_for_each_segment() {
    assert_eq!(SOUNDNET8.sample_rate_hz(), 22_050);
    let check = |n_samples: usize, n_segments: usize| {
        let found = rows(&SOUNDNET8, &sound(n_samples, 1), &[10_000], n_segments);
        assert_eq!(found.len(), n_segments, "{n_samples} samples");
        assert!(found.iter().flatten().all(|value| value.is_finite() && *value >= 0.0));
        assert!(found.iter().all(|row| row.len() == 1024));
    };
    check(0, 0);
    check(0, 2);
    check(1, 1);
    check(3 * RATE + 100, 4);
    check(20 * RATE, 20);
    check(2 * RATE, 25);
    check(41 * RATE, 41);
}

#[test]
fn a_short_sound_is_repeated_before_it_is_padded_with_silence() {
    let short = sound(7 * RATE + 1234, 5);
    let mut repeated: Vec<f32> = short.iter().copied().cycle().take(20 * RATE).collect();
    let found = rows(&SOUNDNET8, &short, &[RATE], 8);
    assert!(found == rows(&SOUNDNET8, &repeated, &[RATE], 20)[..8]);
    repeated.resize(24 * RATE, 0.0);
    let found = rows(&SOUNDNET8, &short, &[RATE], 24);
    assert!(found == rows(&SOUNDNET8, &repeated, &[RATE], 24));
    let silence = rows(&SOUNDNET8, &[0.0; 20 * RATE], &[RATE], 20);
    assert!(rows(&SOUNDNET8, &[], &[1], 3) == silence[..3]);
}

/// The zeros after a sound make the network's last frame; its concepts have logits of hundreds.
#[test]
fn the_last_row_of_any_length_is_like_the_one_before() {
    for n_secs in 20..34 {
        let found = rows(&SOUNDNET8, &sound(n_secs * RATE, 3), &[RATE], n_secs);
        let size = |row: &Vec<f32>| row.iter().map(|x| x * x).sum::<f32>().sqrt();
        let [before, last] = [2, 1].map(|back| size(&found[n_secs - back]));
        assert!((0.5..2.0).contains(&(last / before)), "{n_secs} s: {before}, then {last}");
    }
}

#[test]
fn very_loud_samples_give_finite_rows() {
    let loud: Vec<f32> = sound(RATE, 4).iter().map(|sample| sample * 1e38).collect();
    let found = rows(&SOUNDNET8, &loud, &[RATE], 1);
    assert!(found.iter().flatten().all(|value| value.is_finite()));
}

#[test]
fn the_number_of_threads_does_not_change_a_bit() {
    let sound = sound(60 * RATE, 2);
    let on_one = audio("soundnet8", None, 1).unwrap();
    let expected = rows(&on_one, &sound, &[sound.len()], 60);
    assert!(rows(&SOUNDNET8, &sound, &[sound.len()], 60) == expected);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn rows_do_not_depend_on_how_the_sound_was_cut(
        n_samples in 0..60 * RATE,
        pieces in prop::collection::vec(1..1_000_000_usize, 1..4),
        seed in any::<u32>(),
    ) {
        let (sound, n_secs) = (sound(n_samples, seed), n_samples.div_ceil(RATE));
        let whole = rows(&SOUNDNET8, &sound, &[n_samples.max(1)], n_secs);
        let in_pieces = rows(&SOUNDNET8, &sound, &pieces, n_secs);
        prop_assert!(whole == in_pieces, "{} samples in pieces of {pieces:?}", n_samples);
    }
}
