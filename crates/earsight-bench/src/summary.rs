//! The summary over seeds: mean, spread over seeds, interval over clips.

use std::collections::{BTreeMap, BTreeSet};

use earsight::ModelEntry;
use earsight_metrics::{Interval, Spread, bootstrap_interval, paired_bootstrap_interval};
use serde::Serialize;

use crate::runs::Row;

/// Resamples of clips for an interval.
pub(crate) const N_RESAMPLES: usize = 10_000;
/// Of all intervals, so that the same rows give the same intervals.
pub(crate) const SEED: u64 = 0;

/// One system over all its seeds.
#[derive(Debug, Clone, Serialize)]
pub struct ModelSummary {
    /// Registry name.
    pub model: String,
    /// Whether it learned from labels.
    pub is_supervised: bool,
    /// Its scores by name.
    pub scores: BTreeMap<String, ScoreSummary>,
}

impl ModelSummary {
    /// The system as tables print it.
    pub fn label(&self) -> String {
        model_label(&self.model)
    }
}

/// A system as tables print it, see [`earsight::ModelEntry::label`].
pub fn model_label(model: &str) -> String {
    earsight_baselines::REGISTRY.entry(model).map_or_else(|_| model.to_owned(), ModelEntry::label)
}

/// One score over all seeds.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct ScoreSummary {
    /// Over seeds.
    #[serde(flatten)]
    pub spread: Spread,
    /// 95 % over clips, of the mean over seeds; for the headline scores.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interval: Option<Interval>,
    /// 95 % over clips of the difference to the baseline on the same clips.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minus_baseline: Option<Interval>,
}

/// One summary per system, in the order of `rows`; the scores in `headlines` get intervals.
pub(crate) fn summarize(rows: &[Row], headlines: &[&str], baseline: &str) -> Vec<ModelSummary> {
    let baseline: Vec<&Row> = rows.iter().filter(|row| row.model == baseline).collect();
    rows.chunk_by(|a, b| a.model == b.model)
        .map(|of_model| {
            let rows: Vec<&Row> = of_model.iter().collect();
            let names = rows.iter().flat_map(|row| row.scores.iter().map(|(name, _)| name));
            let names: BTreeSet<&str> = names.collect();
            let scores = names.into_iter().map(|name| {
                let is_headline = headlines.contains(&name);
                (name.to_owned(), score_summary(&rows, &baseline, name, is_headline))
            });
            ModelSummary {
                model: rows[0].model.clone(),
                is_supervised: rows[0].is_supervised,
                scores: scores.collect(),
            }
        })
        .collect()
}

fn score_summary(rows: &[&Row], baseline: &[&Row], name: &str, is_headline: bool) -> ScoreSummary {
    let values: Vec<f64> =
        rows.iter().filter_map(|row| Some(row.scores.get(name)?.value)).collect();
    let (own, others) = (per_clip(rows, &[name]), per_clip(baseline, &[name]));
    let is_same = rows.first().map(|row| &row.model) == baseline.first().map(|row| &row.model);
    let has_interval = is_headline && !own.is_empty();
    let is_comparable = has_interval && !is_same && own.len() == others.len();
    ScoreSummary {
        spread: Spread::of(&values),
        interval: has_interval.then(|| bootstrap_interval(&own, N_RESAMPLES, SEED)),
        minus_baseline: is_comparable
            .then(|| paired_bootstrap_interval(&own, &others, N_RESAMPLES, SEED)),
    }
}

/// The value of each clip, mean over seeds and over the named scores; empty where these are of different
/// clips. `[n_clips]`
pub(crate) fn per_clip(rows: &[&Row], names: &[&str]) -> Vec<f64> {
    let named = rows.iter().flat_map(|row| names.iter().map(move |name| row.scores.get(name)));
    let scores: Vec<_> = named.flatten().collect();
    let n_clips = scores.first().map_or(0, |score| score.per_clip.len());
    if scores.iter().any(|score| score.per_clip.len() != n_clips) {
        return Vec::new();
    }
    (0..n_clips)
        .map(|clip| {
            scores.iter().map(|score| score.per_clip[clip]).sum::<f64>() / scores.len() as f64
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scores::Scores;

    fn row(model: &str, seed: u64, per_clip: &[f64]) -> Row {
        let mut scores = Scores::default();
        scores.push_mean("exact_a2v", per_clip.to_vec());
        scores.push("median_rank_aa", seed as f64);
        Row::new(earsight_baselines::REGISTRY.entry(model).unwrap(), seed, scores)
    }

    #[test]
    fn seeds_spread_and_clips_give_the_interval() {
        let rows = [
            row("cca", 0, &[1.0, 0.0, 1.0, 0.0]),
            row("ms-vae", 0, &[1.0, 1.0, 1.0, 0.0]),
            row("ms-vae", 1, &[1.0, 1.0, 0.0, 0.0]),
        ];
        let found = summarize(&rows, &["exact_a2v"], "cca");
        assert_eq!(found.len(), 2);
        let exact = found[1].scores["exact_a2v"];
        assert_eq!((exact.spread.mean, exact.spread.n), (0.625, 2));
        let interval = exact.interval.unwrap();
        assert!(interval.low < 0.625 && 0.625 < interval.high);
        let apart = exact.minus_baseline.unwrap();
        assert!(apart.low <= 0.125 && 0.125 <= apart.high && !apart.excludes_zero());
        assert!(found[0].scores["exact_a2v"].minus_baseline.is_none());
        assert!(found[1].scores["median_rank_aa"].interval.is_none());
    }
}
