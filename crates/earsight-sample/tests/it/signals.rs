//! Signals and levels, which sounds and pictures follow.

use earsight_sample::{KINDS, Onset, Performance, Signal, Take, TakeStreams};

fn perform(name: &str, seed: u64, secs: f64) -> Performance {
    KINDS.iter().find(|kind| kind.name == name).unwrap().perform(seed, secs)
}

#[test]
fn lift_is_zero_at_an_onset_and_decay_starts_there() {
    let mut performance = perform("drum", 7, 3.0);
    performance.onsets = vec![Onset { at_secs: 1.0, strength: 0.8, part: 1 }];
    let at = |signal: Signal, time_secs| signal.at(&performance, time_secs);
    assert_eq!(at(Signal::Lift(Some(1), 0.3), 1.0), 0.0);
    assert_eq!(at(Signal::Lift(Some(1), 0.3), 2.0), 1.0);
    assert_eq!(at(Signal::Lift(Some(0), 0.3), 1.0), 1.0);
    assert_eq!(at(Signal::Decay(None, 0.2), 0.99), 0.0);
    assert_eq!(at(Signal::Decay(Some(1), 0.2), 1.0), 0.8);
    assert_eq!(at(Signal::Decay(Some(0), 0.2), 1.0), 0.0);
    assert!(at(Signal::Decay(None, 0.2), 1.2) < 0.3);
}

#[test]
fn the_height_of_the_ball_is_a_parabola_between_impacts() {
    const LONGEST_FLIGHT_SECS: f64 = 0.85;
    for seed in 0..20 {
        let performance = perform("bouncing ball", seed, 8.0);
        let height = |time_secs| Signal::Flight.at(&performance, time_secs);
        assert!(performance.onsets.iter().all(|onset| height(onset.at_secs) < 1e-9));
        for pair in performance.onsets.windows(2) {
            let flight_secs = pair[1].at_secs - pair[0].at_secs;
            let top = height(pair[0].at_secs + 0.5 * flight_secs);
            // h = g·T²/8: half the flight, a quarter of the height.
            let expected = (flight_secs / LONGEST_FLIGHT_SECS).powi(2);
            assert!((top - expected).abs() < 1e-9, "seed {seed}: {top}, {expected}");
        }
    }
}

#[test]
fn the_bell_swings_to_alternate_sides_at_its_onsets() {
    let performance = perform("bell", 1, 8.0);
    let swing = |time_secs| Signal::Swing.at(&performance, time_secs);
    for (idx, pair) in performance.onsets.windows(2).enumerate() {
        let side = if idx % 2 == 0 { 1.0 } else { -1.0 };
        assert!((swing(pair[0].at_secs) - side).abs() < 1e-9);
        assert!(swing(0.5 * (pair[0].at_secs + pair[1].at_secs)).abs() < 1e-9);
    }
}

#[test]
fn the_level_of_waves_rises_fast_and_falls_slowly() {
    for seed in 0..12 {
        let performance = perform("waves", seed, 20.0);
        let level = |idx: u32| performance.level(0.01 * f64::from(idx));
        let n_rising = (0..2000).filter(|&idx| level(idx + 1) > level(idx)).count();
        assert!((450..750).contains(&n_rising), "seed {seed}: {n_rising}");
        assert!((0..2000).all(|idx| (0.15..=1.0).contains(&level(idx))), "seed {seed}");
    }
}

#[test]
fn random_values_stay_in_range_and_depend_on_the_seed() {
    let mut gaps = Vec::new();
    for seed in 0..100 {
        let performance = perform("bell", seed, 10.0);
        assert_eq!(performance, perform("bell", seed, 10.0));
        for pair in performance.onsets.windows(2) {
            let gap_secs = pair[1].at_secs - pair[0].at_secs;
            assert!((0.95 * 0.62..1.05 * 0.95).contains(&gap_secs), "seed {seed}: {gap_secs}");
            assert!((0.7..1.0).contains(&pair[0].strength) && pair[0].part + pair[1].part == 1);
        }
        gaps.push(performance.onsets[1].at_secs - performance.onsets[0].at_secs);
    }
    // The ends of the range are reached, too.
    assert!(gaps.iter().any(|&secs| secs < 0.66) && gaps.iter().any(|&secs| secs > 0.91));
}

#[test]
fn the_loudness_of_all_takes_is_within_8_db_without_clipping() {
    for (kind_idx, kind) in KINDS.iter().enumerate() {
        let levels = (0..6).map(|seed| {
            let sound = TakeStreams::new(Take { kind_idx, seed }, 4.0, 32, 32).sound();
            assert!(sound.iter().all(|x| x.abs() < 0.95), "{} {seed}", kind.name);
            let mut powers: Vec<f64> = sound
                .chunks(22_050)
                .map(|part| part.iter().map(|x| x * x).sum::<f64>() / part.len() as f64)
                .collect();
            powers.sort_by(f64::total_cmp);
            10.0 * (powers[4..].iter().sum::<f64>() / 4.0).log10()
        });
        for level_db in levels {
            // Soft clipping takes up to 1 dB from the sparsest sounds.
            assert!((-28.0..-18.9).contains(&level_db), "{}: {level_db:.1} dB", kind.name);
        }
    }
}
