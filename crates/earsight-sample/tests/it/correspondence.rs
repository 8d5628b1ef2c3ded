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

/// The sound rises within a frame of each onset.
#[test]
fn the_sound_rises_at_every_onset() {
    for (kind_idx, name) in kinds_with_onsets() {
        let (mut n_onsets, mut n_audible) = (0, 0);
        for seed in 0..6 {
            let take = TakeStreams::new(Take { kind_idx, seed }, 6.0, 32, 32);
            let sound = take.sound();
            for onset in take.performance.onsets.iter().filter(|s| s.at_secs > 0.1) {
                if onset.at_secs > 5.9 || onset.strength < 0.3 {
                    continue;
                }
                let (before, after) = energies(&sound, onset.at_secs, 0.5 / FRAMES_PER_SEC);
                n_onsets += 1;
                n_audible += usize::from(after > 1.2 * before);
            }
        }
        assert!(n_onsets >= 30, "{name}: {n_onsets}");
        // An onset may hide in the ringing of a harder one just before it.
        assert!(
            n_audible as f64 > 0.9 * n_onsets as f64,
            "{name}: {n_audible} of {n_onsets} audible"
        );
    }
}

/// The picture changes at once at each onset: more between 1 ms before and 1 ms after than between onsets.
#[test]
fn the_picture_changes_at_every_onset() {
    for (kind_idx, name) in kinds_with_onsets() {
        let (mut n_onsets, mut n_visible) = (0, 0);
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
                n_visible += usize::from(at_onset > 2.0 * between.max(1.0));
            }
        }
        assert!(n_onsets >= 15, "{name}: {n_onsets}");
        // The camera's whole-pixel steps may fall on either moment.
        assert!(
            n_visible as f64 > 0.85 * n_onsets as f64,
            "{name}: {n_visible} of {n_onsets} visible"
        );
    }
}

fn change(take: &TakeStreams, at_secs: f64) -> f64 {
    let [before, after] = [-1e-3, 1e-3].map(|offset| take.frame(at_secs + offset));
    before.iter().zip(&after).map(|(&a, &b)| f64::from(a.abs_diff(b))).sum()
}

/// In kinds that go on without onsets, loudness follows the level that the picture follows: streaks, foam.
#[test]
fn sound_and_picture_follow_the_same_level() {
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
            let found = correlation(&loud, &level);
            assert!(found > 0.6, "{name} {seed}: loudness follows its level by {found:.2}");
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
