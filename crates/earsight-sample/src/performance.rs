//! One performance of an event, which its sound and its picture follow.

use std::f64::consts::{FRAC_PI_2, TAU};
use std::ops::Range;

use rand_chacha::ChaCha8Rng;

use crate::seed;

/// The start of one stroke, bounce or note.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Onset {
    /// Seconds from the start of the performance.
    pub at_secs: f64,
    /// Strength in 0..=1.
    pub strength: f64,
    /// Index of one of two parts, such as the sticks of a drum: 0, 1, 0, …
    pub part: usize,
}

/// A level that rises for the share `rise` of each cycle and falls for the rest.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Cycle {
    pub rate_hz: f64,
    pub first: f64,
    pub rise: f64,
}

/// One performance of an event, made from a seed: sound and picture read the same onsets and the same level.
#[derive(Debug, Clone, PartialEq)]
pub struct Performance {
    /// Length in seconds.
    pub secs: f64,
    /// Onsets in order of time.
    pub onsets: Vec<Onset>,
    pub(crate) cycle: Option<Cycle>,
    pub(crate) seed: u64,
}

impl Performance {
    /// The onsets at or before a time.
    pub fn until(&self, time_secs: f64) -> &[Onset] {
        &self.onsets[..self.onsets.partition_point(|onset| onset.at_secs <= time_secs)]
    }

    /// The level at a time, in 0.15..=1; 1 where there is no cycle. The lengths of the cycles vary.
    pub fn level(&self, time_secs: f64) -> f64 {
        let Some(Cycle { rate_hz, first, rise }) = self.cycle else { return 1.0 };
        let even = rate_hz * time_secs + first;
        let phase = (even + 0.06 * f64::sin(0.618 * TAU * even)).rem_euclid(1.0);
        let away = if phase < rise { 1.0 - phase / rise } else { (phase - rise) / (1.0 - rise) };
        0.15 + 0.85 * f64::cos(FRAC_PI_2 * away).powi(2)
    }

    /// A random generator for one modality alone, such as for the noise of a sound.
    pub(crate) fn generator(&self, stream: u64) -> ChaCha8Rng {
        seed::generator(seed::derived(self.seed, &[1, stream]))
    }

    /// A random number within `range`; always the same for a performance and a slot.
    pub(crate) fn vary(&self, slot: u64, range: &Range<f64>) -> f64 {
        range.start + (range.end - range.start) * seed::unit(seed::derived(self.seed, &[2, slot]))
    }
}
