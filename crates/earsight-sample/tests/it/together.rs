//! Sound and picture of one performance change at the same moments.

use earsight_sample::{KINDS, Take, TakeStreams};

const RATE_HZ: f64 = 44_100.0;
const FRAMES_PER_SEC: f64 = 15.0;

fn kind_idx(name: &str) -> usize {
    KINDS.iter().position(|kind| kind.name == name).unwrap()
}

fn kinds_with_onsets() -> Vec<(usize, &'static str)> {
    let kinds = KINDS.iter().map(|kind| kind.name).enumerate();
    let found: Vec<_> =
        kinds.filter(|&(idx, _)| !KINDS[idx].perform(0, 6.0).onsets.is_empty()).collect();
    assert!(found.len() >= 5, "{found:?}");
    found
}

/// Energy in the `secs` before and after a time.
fn energies(sound: &[f64], at_secs: f64, secs: f64) -> (f64, f64) {
    let place = |time: f64| ((time * RATE_HZ).max(0.0) as usize).min(sound.len());
    let energy = |from, to| sound[place(from)..place(to)].iter().map(|x| x * x).sum::<f64>();
    (energy(at_secs - secs, at_secs), energy(at_secs, at_secs + secs))
}

/// Each onset is heard within a frame of its time: there the sound rises.
#[test]
fn every_onset_is_heard_when_the_performance_says() {
    for (kind_idx, name) in kinds_with_onsets() {
        let (mut n_onsets, mut n_heard) = (0, 0);
        for seed in 0..6 {
            let take = TakeStreams::new(Take { kind_idx, seed }, 6.0, 32, 32);
            let sound = take.sound();
            for onset in take.performance.onsets.iter().filter(|s| s.at_secs > 0.1) {
                if onset.at_secs > 5.9 || onset.strength < 0.3 {
                    continue;
                }
                let (before, after) = energies(&sound, onset.at_secs, 0.5 / FRAMES_PER_SEC);
                n_onsets += 1;
                n_heard += usize::from(after > 1.2 * before);
            }
        }
        assert!(n_onsets >= 30, "{name}: {n_onsets}");
        // An onset may hide in the ringing of a harder one just before it.
        assert!(n_heard as f64 > 0.9 * n_onsets as f64, "{name}: {n_heard} of {n_onsets} heard");
    }
}

/// The picture changes at once at each onset: more between 1 ms before and 1 ms after than between onsets.
#[test]
fn every_onset_is_seen_when_the_performance_says() {
    for (kind_idx, name) in kinds_with_onsets() {
        let (mut n_onsets, mut n_seen) = (0, 0);
        for seed in 0..6 {
            let take = TakeStreams::new(Take { kind_idx, seed }, 6.0, 96, 72);
            for pair in take.performance.onsets.windows(2) {
                let gap_secs = pair[1].at_secs - pair[0].at_secs;
                if gap_secs < 2.0 / FRAMES_PER_SEC
                    || pair[1].at_secs > 5.9
                    || pair[1].strength < 0.3
                {
                    continue;
                }
                let at_onset = change(&take, pair[1].at_secs);
                let between = change(&take, pair[0].at_secs + 0.6 * gap_secs);
                n_onsets += 1;
                n_seen += usize::from(at_onset > 2.0 * between.max(1.0));
            }
        }
        assert!(n_onsets >= 15, "{name}: {n_onsets}");
        // The camera's whole-pixel steps may fall on either moment.
        assert!(n_seen as f64 > 0.85 * n_onsets as f64, "{name}: {n_seen} of {n_onsets} seen");
    }
}

fn change(take: &TakeStreams, at_secs: f64) -> f64 {
    let [before, after] = [-1e-3, 1e-3].map(|offset| take.frame(at_secs + offset));
    before.iter().zip(&after).map(|(&a, &b)| f64::from(a.abs_diff(b))).sum()
}

/// In kinds that go on without onsets, loudness follows the level that the picture follows: streaks, foam.
#[test]
fn what_swells_in_the_sound_swells_in_the_picture() {
    for name in ["rain", "waves"] {
        for seed in 0..5 {
            let take = TakeStreams::new(Take { kind_idx: kind_idx(name), seed }, 10.0, 96, 72);
            let (sound, performance) = (take.sound(), take.performance);
            let times: Vec<f64> = (1..39).map(|step| 0.25 * f64::from(step)).collect();
            let loud: Vec<f64> = times
                .iter()
                .map(|&time| energies(&sound, time, 0.12))
                .map(|(before, after)| (before + after).ln())
                .collect();
            let level: Vec<f64> = times.iter().map(|&time| performance.level(time)).collect();
            let heard = correlation(&loud, &level);
            assert!(heard > 0.6, "{name} {seed}: loudness follows its level by {heard:.2}");
        }
    }
}

fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let (mean_a, mean_b) = (mean(a), mean(b));
    let sum = |f: &dyn Fn(f64, f64) -> f64| {
        a.iter().zip(b).map(|(&a, &b)| f(a - mean_a, b - mean_b)).sum::<f64>()
    };
    sum(&|a, b| a * b) / (sum(&|a, _| a * a) * sum(&|_, b| b * b)).sqrt().max(1e-12)
}
