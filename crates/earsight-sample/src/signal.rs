//! Signals: functions of time that move a shape, light it or scale a sound.

use std::f64::consts::PI;

use crate::{Onset, Performance};

/// Length of a flight between two onsets at which [`Signal::Flight`] reaches 1.
const LONGEST_FLIGHT_SECS: f64 = 0.85;

/// A quantity of a performance over time; one signal may drive both a sound and a picture.
///
/// A signal follows the onsets of one part, or of both for `None`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Signal {
    /// Always 1.
    One,
    /// `strength · e^(−age / secs)` of the last onset; 0 before the first.
    Decay(Option<usize>, f64),
    /// Distance of a stick or hand from what it strikes: 0 at each onset, 1 when none is within these seconds.
    Lift(Option<usize>, f64),
    /// A pendulum, −1..=1, that reaches one side at each onset.
    Swing,
    /// Height of a ball, 0..=1: a parabola between onsets.
    Flight,
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
                let ages = onsets.map(|onset| (time_secs - onset.at_secs) / secs);
                // It falls faster than it rises.
                ages.map(|age| age.max(-age / 0.7)).fold(1.0, f64::min).sqrt()
            }
            Signal::Swing => {
                let side = if before.len().is_multiple_of(2) { -1.0 } else { 1.0 };
                let (since, until) = around(performance, time_secs);
                side * f64::cos(PI * since / (since + until))
            }
            Signal::Flight => {
                // h = g·t₁·t₂/2, scaled so that the longest flight reaches 1.
                let (since, until) = around(performance, time_secs);
                (4.0 * since * until / LONGEST_FLIGHT_SECS.powi(2)).clamp(0.0, 1.0)
            }
            Signal::Level(power) => performance.level(time_secs).powi(power),
        }
    }
}

fn is_of(part: Option<usize>, onset: &Onset) -> bool {
    part.is_none_or(|part| part == onset.part)
}

/// Seconds since the last onset and until the next; before the first and after the last one as within a longest flight.
fn around(performance: &Performance, time_secs: f64) -> (f64, f64) {
    let before = performance.until(time_secs);
    let since = before.last().map(|onset| time_secs - onset.at_secs);
    let until = performance.onsets.get(before.len()).map(|onset| onset.at_secs - time_secs);
    let rest = |other: Option<f64>| (LONGEST_FLIGHT_SECS - other.unwrap_or(0.0)).max(0.0);
    (since.unwrap_or(rest(until)), until.unwrap_or(rest(since)))
}
