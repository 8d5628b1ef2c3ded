//! Signals: what moves a shape, lights it or scales a sound, as a function of time.

use std::f64::consts::PI;

use crate::{Onset, Performance};

/// A flight between two onsets that takes this long reaches [`Signal::Flight`] 1.
const LONGEST_FLIGHT_SECS: f64 = 0.85;

/// A quantity of a performance over time; one signal may drive a sound and a picture alike.
///
/// A signal follows the onsets of one part, or of both for `None`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Signal {
    /// Always 1.
    One,
    /// `strength · e^(−age / secs)` of the last onset; 0 before the first.
    Decay(Option<usize>, f64),
    /// How far a striker is from what it strikes: 0 at each onset, 1 when none is within these seconds.
    Lift(Option<usize>, f64),
    /// A pendulum, −1..=1, that reaches one side at each onset.
    Swing,
    /// Height of a ball, 0..=1: a parabola between onsets.
    Flight,
    /// A swell over these seconds after each onset: `strength · sin π√u`, `u` in 0..=1.
    Swell(f64),
    /// The level of a performance to a power.
    Level(i32),
}

impl Signal {
    /// The signal's value at a time in seconds.
    pub fn at(self, performance: &Performance, time_secs: f64) -> f64 {
        let before = performance.until(time_secs);
        match self {
            Signal::One => 1.0,
            Signal::Decay(part, secs) => {
                let last = before.iter().rev().find(|onset| is_of(part, onset));
                last.map_or(0.0, |onset| {
                    onset.strength * f64::exp((onset.at_secs - time_secs) / secs)
                })
            }
            Signal::Lift(part, secs) => {
                let onsets = performance.onsets.iter().filter(|onset| is_of(part, onset));
                let away = onsets.map(|onset| (time_secs - onset.at_secs) / secs);
                // A hand comes down faster than it rises.
                let away = away.map(|away| if away < 0.0 { -away / 0.7 } else { away });
                away.fold(1.0, f64::min).sqrt()
            }
            Signal::Swing => {
                let side = if before.len() % 2 == 0 { -1.0 } else { 1.0 };
                let (since, until) = around(performance, time_secs);
                side * f64::cos(PI * since / (since + until))
            }
            Signal::Flight => {
                // h = g·t₁·t₂/2, scaled so that the longest flight reaches 1.
                let (since, until) = around(performance, time_secs);
                (4.0 * since * until / LONGEST_FLIGHT_SECS.powi(2)).clamp(0.0, 1.0)
            }
            Signal::Swell(secs) => before.last().map_or(0.0, |onset| {
                let share = ((time_secs - onset.at_secs) / secs).min(1.0);
                onset.strength * f64::sin(PI * share.sqrt()).max(0.0)
            }),
            Signal::Level(power) => performance.level(time_secs).powi(power),
        }
    }
}

fn is_of(part: Option<usize>, onset: &Onset) -> bool {
    part.is_none_or(|part| part == onset.part)
}

/// Seconds since the last onset and until the next; at both ends as if a longest flight went on.
fn around(performance: &Performance, time_secs: f64) -> (f64, f64) {
    let before = performance.until(time_secs);
    let since = before.last().map(|onset| time_secs - onset.at_secs);
    let until = performance.onsets.get(before.len()).map(|onset| onset.at_secs - time_secs);
    let rest = |part: f64| (LONGEST_FLIGHT_SECS - part).max(0.0);
    match (since, until) {
        (Some(since), Some(until)) => (since, until),
        (Some(since), None) => (since, rest(since)),
        (None, Some(until)) => (rest(until), until),
        (None, None) => (0.0, LONGEST_FLIGHT_SECS),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rhythm::Rhythm;

    #[test]
    fn a_striker_is_down_at_its_onset_and_the_struck_part_moves_after_it() {
        let onsets = vec![Onset { at_secs: 1.0, strength: 0.8, part: 1 }];
        let performance = Performance { secs: 3.0, onsets, cycle: None, seed: 7 };
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
    fn a_ball_is_on_the_floor_and_a_pendulum_on_alternate_sides_at_onsets_and_nowhere_else() {
        for seed in 0..20 {
            let rhythm = Rhythm::Bounces { longest_secs: 0.6..0.85, restitution: 0.72..0.88 };
            let performance = rhythm.perform(seed, 8.0);
            let at = |signal: Signal, time_secs| signal.at(&performance, time_secs);
            for (idx, pair) in performance.onsets.windows(2).enumerate() {
                let (from, to) = (pair[0].at_secs, pair[1].at_secs);
                assert!(at(Signal::Flight, from) < 1e-9, "seed {seed}");
                // h = g·T²/8: half the flight, a quarter of the height.
                let expected = ((to - from) / LONGEST_FLIGHT_SECS).powi(2);
                let top = at(Signal::Flight, 0.5 * (from + to));
                assert!((top - expected).abs() < 1e-9, "seed {seed}: {top}, {expected}");
                let side = if idx % 2 == 0 { 1.0 } else { -1.0 };
                assert!((at(Signal::Swing, from) - side).abs() < 1e-9);
                assert!(at(Signal::Swing, 0.5 * (from + to)).abs() < 1e-9);
            }
        }
    }
}
