//! Rules that use only the length of an event.

use std::collections::BTreeMap;
use std::fmt;

use earsight_metrics::{
    Answer, BestStart, Placed, exact_match, intersection_over_union, is_interior, mean,
    start_error_secs, uniform_chance_sd, within_secs,
};
use serde::{Deserialize, Serialize};

use crate::ave::{AveRow, CLIP_SEGMENTS};

/// The scores of a rule about positions; they are the same in both directions.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RulePrior {
    /// How often it is right to the second, 0..=1.
    pub exact: f64,
    /// How often it is off by at most a second, 0..=1.
    pub within_1_sec: f64,
    /// Mean intersection over union of truth and answer, 0..=1.
    pub mean_iou: f64,
    /// Mean distance of the starts.
    pub start_error_secs: f64,
}

/// The rules on events of one length.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct LengthPrior {
    /// Length of the event.
    pub len_secs: usize,
    /// Clips.
    pub n: usize,
    /// How often a start drawn at random is right.
    pub uniform: f64,
    /// How often it starts with its clip.
    pub first: f64,
    /// How often it ends with its clip.
    pub last: f64,
}

/// The rules of SPEC §10.3 on the clips with both an event and background.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PositionPriors {
    /// Clips with both an event and background.
    pub n_countable: usize,
    /// Of these, events that touch neither end of their clip.
    pub n_interior: usize,
    /// A start drawn at random.
    pub uniform: RulePrior,
    /// Standard deviation of `uniform.exact` over draws.
    pub uniform_sd: f64,
    /// The first start; also the result of a constant score where the first smallest wins.
    pub first: RulePrior,
    /// The last start.
    pub last: RulePrior,
    /// First or last, by a coin.
    pub coin: RulePrior,
    /// The middle, the earlier of two.
    pub centre: RulePrior,
    /// The most frequent start of each length in the training part of the split.
    pub best_per_length: RulePrior,
    /// The rules for each length of event.
    pub per_length: Vec<LengthPrior>,
}

impl PositionPriors {
    pub(super) fn of(test: &[&AveRow], train: &[&AveRow]) -> Self {
        let events = placed(test);
        let best = BestStart::learn(&placed(train));
        let last_start = |len| CLIP_SEGMENTS - len;
        let rule = |starts: &dyn Fn(usize) -> Vec<usize>| RulePrior::of(&answers(&events, starts));
        PositionPriors {
            n_countable: events.len(),
            n_interior: answers(&events, &|_| vec![]).iter().filter(|a| is_interior(a)).count(),
            uniform: rule(&|len| (0..=last_start(len)).collect()),
            uniform_sd: uniform_chance_sd(&events),
            first: rule(&|_| vec![0]),
            last: rule(&|len| vec![last_start(len)]),
            coin: rule(&|len| vec![0, last_start(len)]),
            centre: rule(&|len| vec![last_start(len) / 2]),
            best_per_length: rule(&|len| vec![best.start(len)]),
            per_length: per_length(&events),
        }
    }
}

impl RulePrior {
    fn of(answers: &[Answer]) -> Self {
        let over =
            |score: &dyn Fn(&Answer) -> f64| mean(&answers.iter().map(score).collect::<Vec<f64>>());
        RulePrior {
            exact: over(&exact_match),
            within_1_sec: over(&|answer| within_secs(answer, 1)),
            mean_iou: over(&intersection_over_union),
            start_error_secs: over(&start_error_secs),
        }
    }
}

/// The events with background around them.
fn placed(rows: &[&AveRow]) -> Vec<Placed> {
    let countable = rows.iter().filter(|row| row.is_countable());
    countable.map(|row| (row.span, CLIP_SEGMENTS)).collect()
}

fn answers(events: &[Placed], starts: &dyn Fn(usize) -> Vec<usize>) -> Vec<Answer> {
    let answer =
        |&(truth, n_segments): &Placed| Answer { truth, n_segments, starts: starts(truth.len) };
    events.iter().map(answer).collect()
}

fn per_length(events: &[Placed]) -> Vec<LengthPrior> {
    let mut by_len: BTreeMap<usize, Vec<Placed>> = BTreeMap::new();
    for &event in events {
        by_len.entry(event.0.len).or_default().push(event);
    }
    let row = |(len_secs, events): (usize, Vec<Placed>)| LengthPrior {
        len_secs,
        n: events.len(),
        uniform: earsight_metrics::uniform_chance(&events),
        first: earsight_metrics::always_first(&events),
        last: earsight_metrics::always_last(&events),
    };
    by_len.into_iter().map(row).collect()
}

impl fmt::Display for PositionPriors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "  localization, {} events with background, {} of them touching no end of the clip",
            self.n_countable, self.n_interior
        )?;
        writeln!(
            f,
            "    {:<26}{:>7} {:>7} {:>6} {:>8}",
            "rule", "exact %", "±1 s %", "IoU", "error s"
        )?;
        for (name, rule) in [
            ("uniform random start", self.uniform),
            ("always first", self.first),
            ("always last", self.last),
            ("first or last, by a coin", self.coin),
            ("best start per length", self.best_per_length),
            ("centre", self.centre),
        ] {
            writeln!(
                f,
                "    {name:<26}{:>7.2} {:>7.1} {:>6.3} {:>8.2}",
                100.0 * rule.exact,
                100.0 * rule.within_1_sec,
                rule.mean_iou,
                rule.start_error_secs
            )?;
        }
        writeln!(
            f,
            "    uniform varies by ± {:.2} (one standard deviation)",
            100.0 * self.uniform_sd
        )?;
        writeln!(f, "    {:<8}{:>5} {:>8} {:>6} {:>6}", "length", "n", "uniform", "first", "last")?;
        for LengthPrior { len_secs, n, uniform, first, last } in &self.per_length {
            writeln!(f, "    {len_secs:<8}{n:>5} {uniform:>8.3} {first:>6.3} {last:>6.3}")?;
        }
        Ok(())
    }
}
