//! Properties of all kinds, and of a few single ones.

use earsight_sample::{KINDS, Kind, Performance, SOUND_RATE_HZ};

fn kind(name: &str) -> &'static Kind {
    KINDS.iter().find(|kind| kind.name == name).unwrap()
}

#[test]
fn names_are_unique_and_fit_into_a_labels_line() {
    let mut names: Vec<_> = KINDS.iter().map(|kind| kind.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), KINDS.len());
    assert!(names.iter().all(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == ' ')));
}

#[test]
fn onsets_are_in_order_and_within_the_performance() {
    for (kind, seed) in KINDS.iter().flat_map(|kind| (0..12).map(move |seed| (kind, seed))) {
        let onsets = kind.perform(seed, 10.0).onsets;
        assert!(onsets.windows(2).all(|pair| pair[0].at_secs < pair[1].at_secs), "{}", kind.name);
        for onset in onsets {
            assert!((0.0..10.0).contains(&onset.at_secs), "{} {seed}: {onset:?}", kind.name);
            assert!((0.0..=1.0).contains(&onset.strength), "{} {seed}: {onset:?}", kind.name);
        }
    }
}

#[test]
fn every_second_of_every_performance_has_sound() {
    for (kind, seed) in KINDS.iter().flat_map(|kind| (0..12).map(move |seed| (kind, seed))) {
        let sound = kind.sound(&kind.perform(seed, 10.0));
        assert_eq!(sound.len(), 10 * SOUND_RATE_HZ as usize);
        assert!(sound.iter().all(|x| x.is_finite()), "{} {seed}", kind.name);
        let energy = |part: &[f64]| part.iter().map(|x| x * x).sum::<f64>();
        let mean = energy(&sound) / 10.0;
        for (second, part) in sound.chunks(sound.len() / 10).enumerate() {
            // 17 dB below the mean second is still well audible.
            assert!(energy(part) > 0.02 * mean, "{} {seed}: second {second}", kind.name);
        }
    }
}

#[test]
fn flights_shorten_by_one_factor_until_the_ball_is_thrown_again() {
    let onsets = kind("bouncing ball").perform(3, 10.0).onsets;
    let flights: Vec<f64> =
        onsets.windows(2).map(|pair| pair[1].at_secs - pair[0].at_secs).collect();
    let ratios: Vec<f64> =
        flights.windows(2).map(|pair| pair[1] / pair[0]).filter(|&ratio| ratio < 1.0).collect();
    assert!(ratios.len() > 5);
    assert!(ratios.iter().all(|ratio| (ratio - ratios[0]).abs() < 1e-9));
}

/// Zero crossings upwards within 30 ms, as a frequency.
fn pitch_hz(sound: &[f64], at_secs: f64) -> f64 {
    let place = |secs: f64| (secs * f64::from(SOUND_RATE_HZ)) as usize;
    let part = &sound[place(at_secs - 0.015)..place(at_secs + 0.015)];
    part.windows(2).filter(|pair| pair[0] <= 0.0 && pair[1] > 0.0).count() as f64 / 0.03
}

/// The lamp follows the level, and so must the pitch.
#[test]
fn the_pitch_of_the_siren_follows_the_brightness_of_its_lamp() {
    for seed in 0..8 {
        let performance: Performance = kind("siren").perform(seed, 6.0);
        let sound = kind("siren").sound(&performance);
        let times = (0..50).map(|step| 0.1 + 0.11 * f64::from(step));
        let points: Vec<(f64, f64)> =
            times.map(|time| (performance.level(time), pitch_hz(&sound, time))).collect();
        let n = points.len() as f64;
        let mean = points.iter().fold((0.0, 0.0), |sum, p| (sum.0 + p.0 / n, sum.1 + p.1 / n));
        let slope = points.iter().map(|p| (p.0 - mean.0) * (p.1 - mean.1)).sum::<f64>()
            / points.iter().map(|p| (p.0 - mean.0).powi(2)).sum::<f64>();
        assert!(slope > 300.0, "seed {seed}: {slope}");
        for (level, found) in points {
            let expected = mean.1 + slope * (level - mean.0);
            // Counting in 30 ms is good to 33 Hz, and the tone moves meanwhile.
            assert!((found - expected).abs() < 90.0, "seed {seed}: {found}, {expected}");
        }
    }
}
