//! Scores of rules that use neither sound nor image, only lengths (SPEC §10.3).
//!
//! On AVE, "always as late as possible" beats every system of the paper's Table 1, so every score
//! has to be compared with these.

use std::collections::BTreeMap;

use earsight_core::Span;

/// An event and the seconds of its clip.
pub type Placed = (Span, usize);

/// Mean of `1 / (T − l + 1)`: a start drawn at random.
pub fn uniform_chance(events: &[Placed]) -> f64 {
    mean(events, chance)
}

/// Standard deviation of the share of hits when every start is drawn at random: `√Σ p (1 − p) / N`.
pub fn uniform_chance_sd(events: &[Placed]) -> f64 {
    let variance = mean(events, |event| chance(event) * (1.0 - chance(event)));
    (variance / events.len().max(1) as f64).sqrt()
}

fn chance((truth, n_segments): &Placed) -> f64 {
    1.0 / (n_segments - truth.len + 1) as f64
}

/// How often the event starts with its clip.
pub fn always_first(events: &[Placed]) -> f64 {
    mean(events, |(truth, _)| f64::from(truth.start == 0))
}

/// How often the event ends with its clip.
pub fn always_last(events: &[Placed]) -> f64 {
    mean(events, |(truth, n_segments)| f64::from(truth.end() == *n_segments))
}

/// How often the event is in the middle of its clip, at the earlier of two middle starts.
pub fn always_centre(events: &[Placed]) -> f64 {
    mean(events, |(truth, n_segments)| f64::from(truth.start == (n_segments - truth.len) / 2))
}

/// The most frequent start of each query length, learned on other clips.
#[derive(Debug, Clone, Default)]
pub struct BestStart {
    by_len: BTreeMap<usize, usize>,
}

impl BestStart {
    /// Counts the starts of each length; of equally frequent ones the earliest wins.
    pub fn learn(events: &[Placed]) -> Self {
        let mut counts: BTreeMap<usize, BTreeMap<usize, usize>> = BTreeMap::new();
        for (truth, _) in events {
            *counts.entry(truth.len).or_default().entry(truth.start).or_default() += 1;
        }
        let best = |starts: BTreeMap<usize, usize>| {
            let most = starts.values().copied().max().unwrap_or(0);
            starts.into_iter().find(|&(_, count)| count == most).map_or(0, |(start, _)| start)
        };
        BestStart { by_len: counts.into_iter().map(|(len, starts)| (len, best(starts))).collect() }
    }

    /// The learned start of events of that length; an unseen length starts with the clip.
    pub fn start(&self, len: usize) -> usize {
        self.by_len.get(&len).copied().unwrap_or(0)
    }

    /// How often the learned start is right.
    pub fn accuracy(&self, events: &[Placed]) -> f64 {
        mean(events, |(truth, _)| f64::from(truth.start == self.start(truth.len)))
    }
}

fn mean(events: &[Placed], hit: impl Fn(&Placed) -> f64) -> f64 {
    events.iter().map(hit).sum::<f64>() / events.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_count_what_they_say() {
        let events = [(Span::new(0, 4), 10), (Span::new(6, 4), 10), (Span::new(0, 2), 10)];
        assert!((always_first(&events) - 2.0 / 3.0).abs() < 1e-12);
        assert!((always_last(&events) - 1.0 / 3.0).abs() < 1e-12);
        let chance = (1.0 / 7.0 + 1.0 / 7.0 + 1.0 / 9.0) / 3.0;
        assert!((uniform_chance(&events) - chance).abs() < 1e-12);
        let variance = 2.0 * (6.0 / 49.0) + 8.0 / 81.0;
        assert!((uniform_chance_sd(&events) - f64::sqrt(variance) / 3.0).abs() < 1e-12);
        let learned = BestStart::learn(&[(Span::new(6, 4), 10), (Span::new(6, 4), 10)]);
        assert!((learned.accuracy(&events) - 2.0 / 3.0).abs() < 1e-12);
    }
}
