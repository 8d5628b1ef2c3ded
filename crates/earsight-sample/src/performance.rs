//! One playing of an event: what its sound and its picture both follow.

use std::f64::consts::TAU;
use std::ops::Range;

use rand_chacha::ChaCha8Rng;

use crate::seed;

/// Samples of a [`Curve`] per second.
const CURVE_RATE_HZ: f64 = 200.0;

/// One blow, step, tick or note.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Strike {
    /// When it begins, in seconds from the start of the performance.
    pub at_secs: f64,
    /// How hard, in 0..=1.
    pub strength: f64,
    /// What is struck, where a thing has several parts: a bar, a string, a foot.
    pub part: usize,
}

/// One playing of an event, made from a seed: sound and picture read the same strikes and rates,
/// so they cannot disagree about when something happens.
#[derive(Debug, Clone, PartialEq)]
pub struct Performance {
    /// Length in seconds.
    pub secs: f64,
    /// Blows in order of time.
    pub strikes: Vec<Strike>,
    /// A rate or level that changes slowly; its meaning and unit belong to the kind.
    pub drive: Curve,
    seed: u64,
}

impl Performance {
    /// A performance without strikes and with a drive of zero, for a kind to fill.
    pub fn new(seed: u64, secs: f64) -> Self {
        Performance { secs, strikes: Vec::new(), drive: Curve::from_fn(secs, |_| 0.0), seed }
    }

    /// A generator for what is not shared by both senses, such as the noise of a sound.
    pub(crate) fn generator(&self, stream: u64) -> ChaCha8Rng {
        seed::generator(seed::derived(self.seed, &[1, stream]))
    }

    /// A number within `range` that belongs to this performance; the same for every call with that slot.
    pub fn vary(&self, slot: u64, range: Range<f64>) -> f64 {
        range.start + (range.end - range.start) * seed::unit(seed::derived(self.seed, &[2, slot]))
    }

    /// One of `choices` that belongs to this performance.
    pub fn choose<T: Copy>(&self, slot: u64, choices: &[T]) -> T {
        let place = self.vary(slot, 0.0..choices.len() as f64) as usize;
        choices[place.min(choices.len() - 1)]
    }

    /// Adds blows every `gap_secs`, first at `first_secs`, each moved by up to `looseness` of the gap.
    pub(crate) fn strike_evenly(
        &mut self,
        first_secs: f64,
        gap_secs: f64,
        looseness: f64,
        n_parts: usize,
    ) {
        for beat in 0.. {
            let slot = 1000 + 3 * beat;
            let moved = self.vary(slot, -looseness..looseness) * gap_secs;
            let at_secs = (first_secs + beat as f64 * gap_secs + moved).max(0.0);
            if at_secs >= self.secs {
                break;
            }
            let strength = self.vary(slot + 1, 0.65..1.0);
            let part = self.vary(slot + 2, 0.0..n_parts as f64) as usize;
            self.strikes.push(Strike { at_secs, strength, part: part.min(n_parts - 1) });
        }
    }

    /// The last blow at or before a time, and how long ago it was.
    pub fn last_strike(&self, time_secs: f64) -> Option<(Strike, f64)> {
        let n_before = self.strikes.partition_point(|strike| strike.at_secs <= time_secs);
        let strike = *self.strikes.get(n_before.checked_sub(1)?)?;
        Some((strike, time_secs - strike.at_secs))
    }

    /// The first blow after a time, and how long until then.
    pub fn next_strike(&self, time_secs: f64) -> Option<(Strike, f64)> {
        let n_before = self.strikes.partition_point(|strike| strike.at_secs <= time_secs);
        let strike = *self.strikes.get(n_before)?;
        Some((strike, strike.at_secs - time_secs))
    }

    /// How much a part still moves from its last blow: `strength · e^(−age / decay)`, in 0..=1.
    pub fn glow(&self, part: usize, time_secs: f64, decay_secs: f64) -> f64 {
        let n_before = self.strikes.partition_point(|strike| strike.at_secs <= time_secs);
        let of_part = self.strikes[..n_before].iter().rev().find(|strike| strike.part == part);
        of_part.map_or(0.0, |strike| {
            strike.strength * f64::exp((strike.at_secs - time_secs) / decay_secs)
        })
    }

    /// How far a striker is from its part: 0 at a blow, 1 when no blow of it is within `reach_secs`.
    ///
    /// Falls before the blow faster than it rises after it, as a hand does.
    pub fn lift(&self, part: usize, time_secs: f64, reach_secs: f64) -> f64 {
        let nearest = self.strikes.iter().filter(|strike| strike.part == part).map(|strike| {
            let away = time_secs - strike.at_secs;
            if away < 0.0 { -away / (0.7 * reach_secs) } else { away / reach_secs }
        });
        nearest.fold(1.0, f64::min).sqrt()
    }

    /// A slow wander in −1..=1: three sines at about `rate_hz` with phases of their own.
    pub fn wander(&self, slot: u64, time_secs: f64, rate_hz: f64) -> f64 {
        let sine = |idx: u64, ratio: f64| {
            f64::sin(
                TAU * (self.vary(7000 + 3 * slot + idx, 0.0..1.0) + rate_hz * ratio * time_secs),
            )
        };
        (sine(0, 1.0) + sine(1, 1.618) + sine(2, 0.618)) / 3.0
    }
}

/// A rate or level over time, and its integral.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    values: Vec<f64>,
    integral: Vec<f64>,
}

impl Curve {
    /// Samples `level` over `secs` seconds.
    pub fn from_fn(secs: f64, level: impl Fn(f64) -> f64) -> Self {
        let n = (secs * CURVE_RATE_HZ).ceil() as usize + 2;
        let values: Vec<f64> = (0..n).map(|idx| level(idx as f64 / CURVE_RATE_HZ)).collect();
        let mut integral = vec![0.0; n];
        for idx in 1..n {
            integral[idx] =
                integral[idx - 1] + 0.5 * (values[idx - 1] + values[idx]) / CURVE_RATE_HZ;
        }
        Curve { values, integral }
    }

    /// The level at a time; constant outside of the curve.
    pub fn at(&self, time_secs: f64) -> f64 {
        interpolated(&self.values, time_secs)
    }

    /// The integral from 0 to a time: turns, when the curve is a rate in turns per second.
    pub fn turns(&self, time_secs: f64) -> f64 {
        interpolated(&self.integral, time_secs)
    }
}

fn interpolated(values: &[f64], time_secs: f64) -> f64 {
    let place = (time_secs * CURVE_RATE_HZ).clamp(0.0, (values.len() - 1) as f64);
    let left = (place as usize).min(values.len() - 2);
    let right_share = place - left as f64;
    values[left] * (1.0 - right_share) + values[left + 1] * right_share
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_gives_its_level_and_its_turns() {
        let curve = Curve::from_fn(4.0, |time| 2.0 + time);
        assert!((curve.at(1.234) - 3.234).abs() < 1e-9);
        assert!((curve.turns(2.0) - (4.0 + 2.0)).abs() < 1e-9);
    }

    #[test]
    fn a_striker_is_down_at_the_blow_and_the_struck_part_glows_after_it() {
        let mut performance = Performance::new(7, 3.0);
        performance.strikes.push(Strike { at_secs: 1.0, strength: 0.8, part: 2 });
        assert_eq!(performance.lift(2, 1.0, 0.3), 0.0);
        assert_eq!(performance.lift(2, 2.0, 0.3), 1.0);
        assert_eq!(performance.lift(1, 1.0, 0.3), 1.0);
        assert_eq!(performance.glow(2, 0.99, 0.2), 0.0);
        assert_eq!(performance.glow(2, 1.0, 0.2), 0.8);
        assert!(performance.glow(2, 1.2, 0.2) < 0.3);
        assert_eq!(performance.next_strike(0.5).unwrap().1, 0.5);
        assert_eq!(performance.last_strike(1.5).unwrap().1, 0.5);
    }

    #[test]
    fn what_varies_stays_within_its_range_and_with_its_seed() {
        let (one, other) = (Performance::new(1, 1.0), Performance::new(2, 1.0));
        for slot in 0..200 {
            assert!((3.0..4.0).contains(&one.vary(slot, 3.0..4.0)));
            assert_eq!(one.vary(slot, 0.0..1.0), one.vary(slot, 0.0..1.0));
        }
        assert_ne!(one.vary(0, 0.0..1.0), other.vary(0, 0.0..1.0));
    }
}
