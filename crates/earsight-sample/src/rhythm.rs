//! Rhythms: the times of the onsets of a performance, or its level.

use std::ops::Range;

use crate::performance::Cycle;
use crate::{Onset, Performance};

/// Onsets, or a level for continuous sounds.
///
/// Numbers given as ranges are chosen once per performance, those of groups and pauses once per group.
pub(crate) enum Rhythm {
    /// Groups of `group` onsets, `gap_secs` apart, with a pause after each group.
    Beats { group: Range<f64>, gap_secs: Range<f64>, pause_secs: Range<f64> },
    /// Impacts of a ball: each flight takes `restitution` times as long as the one before, until it is thrown again.
    Bounces { longest_secs: Range<f64>, restitution: Range<f64> },
    /// A level that rises for the share `rise` of each cycle and falls for the rest.
    Cycles { rate_hz: Range<f64>, rise: f64 },
}

impl Rhythm {
    /// A performance of this rhythm, of `secs` seconds.
    pub fn perform(&self, seed: u64, secs: f64) -> Performance {
        let performance = Performance { secs, onsets: Vec::new(), cycle: None, seed };
        let (mut onsets, mut cycle) = (Vec::new(), None);
        let vary = |slot: u64, range: &Range<f64>| performance.vary(slot, range);
        let mut at_secs = vary(0, &(0.05..0.3));
        let mut add = |at_secs, strength| {
            onsets.push(Onset { at_secs, strength, part: onsets.len() % 2 });
        };
        match self {
            Rhythm::Beats { group, gap_secs, pause_secs } => {
                let gap_secs = vary(1, gap_secs);
                let (mut slot, mut left_in_group) = (10, vary(2, group) as u64);
                while at_secs < secs {
                    add(at_secs, vary(slot, &(0.7..1.0)));
                    at_secs += gap_secs * vary(slot + 1, &(0.95..1.05));
                    left_in_group = left_in_group.saturating_sub(1);
                    if left_in_group == 0 {
                        at_secs += vary(slot + 2, pause_secs);
                        left_in_group = vary(slot + 3, group) as u64;
                    }
                    slot += 4;
                }
            }
            Rhythm::Bounces { longest_secs, restitution } => {
                let (longest_secs, restitution) = (vary(1, longest_secs), vary(2, restitution));
                let mut flight_secs = longest_secs;
                while at_secs < secs {
                    add(at_secs, (flight_secs / longest_secs).clamp(0.15, 1.0));
                    let next_secs = flight_secs * restitution;
                    flight_secs = if next_secs < 0.1 { longest_secs } else { next_secs };
                    at_secs += flight_secs;
                }
            }
            Rhythm::Cycles { rate_hz, rise } => {
                let (rate_hz, first) = (vary(1, rate_hz), vary(2, &(0.0..1.0)));
                cycle = Some(Cycle { rate_hz, first, rise: *rise });
            }
        }
        Performance { onsets, cycle, ..performance }
    }
}
