//! What is in a clip, from the seed alone.

use earsight_core::{Category, ClipId, Event, PerModality, Span};
use rand::RngExt;

use crate::seed::{derived, generator};
use crate::{KINDS, SampleConfig};

/// One performance of one kind, in one sense or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Take {
    /// Place of the kind in [`KINDS`].
    pub kind_idx: usize,
    /// Where its choices come from.
    pub seed: u64,
}

/// What is in a clip.
///
/// The recipe of the AVE task with composed clips: the event fills `span`;
/// outside of it the picture is of one other kind and the sound of a different other kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClipPlan {
    /// The clip's name: its file, relative to the clips folder.
    pub clip: ClipId,
    /// The seconds in which the event is both heard and seen.
    pub span: Span,
    /// The event, the same take in both senses.
    pub event: Take,
    /// What is heard and what is seen in the other seconds.
    pub background: PerModality<Take>,
}

impl ClipPlan {
    /// The plan of clip `clip_idx`.
    ///
    /// Length uniform in 2..=9 seconds (at most all but one), start uniform in what is left:
    /// position carries no information.
    pub fn new(config: &SampleConfig, clip_idx: usize) -> Self {
        let clip_seed = derived(config.seed, &[clip_idx as u64]);
        let mut rng = generator(clip_seed);
        let n_segments = config.clip_secs as usize;
        let len = rng.random_range(2..=9.min(n_segments - 1));
        let start = rng.random_range(0..=n_segments - len);
        let event_kind = clip_idx % KINDS.len();
        let seen_kind = other_than(&[event_kind], rng.random_range(0..KINDS.len() - 1));
        let heard_kind = other_than(&[event_kind, seen_kind], rng.random_range(0..KINDS.len() - 2));
        let take = |kind_idx, word| Take { kind_idx, seed: derived(clip_seed, &[word]) };
        ClipPlan {
            clip: ClipId::new(format!("clip-{clip_idx:04}.mp4")),
            span: Span::new(start, len),
            event: take(event_kind, 0),
            background: PerModality { audio: take(heard_kind, 1), visual: take(seen_kind, 2) },
        }
    }

    /// What a person would say of the clip.
    pub fn annotation(&self) -> Event {
        Event { category: Category(KINDS[self.event.kind_idx].name().to_owned()), span: self.span }
    }
}

/// The `nth` kind that is not among `taken`.
fn other_than(taken: &[usize], nth: usize) -> usize {
    let mut free = (0..KINDS.len()).filter(|kind| !taken.contains(kind));
    free.nth(nth).expect("there are more kinds than a clip needs")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plans(n_clips: usize) -> Vec<ClipPlan> {
        let config = SampleConfig { seed: 11, ..SampleConfig::default() };
        (0..n_clips).map(|clip_idx| ClipPlan::new(&config, clip_idx)).collect()
    }

    #[test]
    fn every_clip_has_three_different_kinds() {
        for plan in plans(2000) {
            let (heard, seen) = (plan.background.audio.kind_idx, plan.background.visual.kind_idx);
            assert!(heard != seen && heard != plan.event.kind_idx && seen != plan.event.kind_idx);
            assert!(plan.span.end() <= 10 && (2..=9).contains(&plan.span.len));
        }
    }

    #[test]
    fn every_length_and_every_start_within_it_is_equally_likely() {
        let plans = plans(40_000);
        for len in 2..=9 {
            let starts: Vec<usize> = plans
                .iter()
                .filter(|plan| plan.span.len == len)
                .map(|plan| plan.span.start)
                .collect();
            // Five standard deviations of the binomial counts.
            let check = |found: usize, expected: f64| {
                assert!(
                    (found as f64 - expected).abs() < 5.0 * expected.sqrt(),
                    "{found} {expected}"
                );
            };
            check(starts.len(), 40_000.0 / 8.0);
            for start in 0..=10 - len {
                let found = starts.iter().filter(|&&found| found == start).count();
                check(found, starts.len() as f64 / (11 - len) as f64);
            }
        }
    }

    #[test]
    fn a_background_kind_says_nothing_about_the_event() {
        let mut counts = vec![vec![0_usize; KINDS.len()]; KINDS.len()];
        let plans = plans(20_000);
        for plan in &plans {
            counts[plan.event.kind_idx][plan.background.visual.kind_idx] += 1;
        }
        let expected = plans.len() as f64 / (KINDS.len() * (KINDS.len() - 1)) as f64;
        for (event, row) in counts.iter().enumerate() {
            for (seen, &count) in row.iter().enumerate().filter(|&(seen, _)| seen != event) {
                let off = (count as f64 - expected).abs();
                assert!(off < 5.0 * expected.sqrt(), "{event} {seen}: {count}, {expected}");
            }
        }
    }

    #[test]
    fn a_plan_depends_on_its_seed_and_place_only() {
        let config = SampleConfig::default();
        let shorter = SampleConfig { n_clips: 3, ..config.clone() };
        assert_eq!(ClipPlan::new(&config, 2), ClipPlan::new(&shorter, 2));
        let other = SampleConfig { seed: 1, ..config.clone() };
        assert_ne!(ClipPlan::new(&config, 2).event.seed, ClipPlan::new(&other, 2).event.seed);
    }
}
