//! Learning curves: the same scores of every system, trained on few clips and on many.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use earsight_core::FeatureSet;
use earsight_metrics::{Interval, Spread, bootstrap_interval, paired_bootstrap_interval};
use serde::Serialize;

use super::{Bench, bench_clips, bench_composed};
use crate::Result;
use crate::as_published::AsPublished;
use crate::composed::Parts;
use crate::runs::{Failure, Plan, Row};
use crate::summary::{N_RESAMPLES, SEED, per_clip};

/// The score of a curve: a mean over both directions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CurveScore {
    /// Localization, exact match, on composed clips.
    Exact,
    /// Retrieval across the modalities, mean reciprocal rank, on composed clips.
    Retrieval,
    /// Own-clip retrieval, mean reciprocal rank, on real clips.
    OwnClip,
}

impl CurveScore {
    /// The scores of both directions, and the chance level among the controls of the bench.
    fn names(self) -> ([&'static str; 2], &'static str) {
        match self {
            CurveScore::Exact => (["exact_a2v", "exact_v2a"], "exact_uniform_chance"),
            CurveScore::Retrieval => (["mrr_av", "mrr_va"], "mrr_across_chance"),
            CurveScore::OwnClip => (["mrr_av", "mrr_va"], "mrr_chance"),
        }
    }

    /// In words.
    pub fn title(self) -> &'static str {
        match self {
            CurveScore::Exact => "composed clips: localization, exact match",
            CurveScore::Retrieval => "composed clips: retrieval across the modalities, MRR",
            CurveScore::OwnClip => "real clips: own-clip retrieval, MRR",
        }
    }
}

/// One system at one size.
#[derive(Debug, Clone, Serialize)]
pub struct CurvePoint {
    /// Its score.
    pub score: CurveScore,
    /// Training clips; of real clips, those that are dealt into folds.
    pub n_clips: usize,
    /// Registry name.
    pub model: String,
    /// Whether it learned from labels.
    pub is_supervised: bool,
    /// Over seeds.
    #[serde(flatten)]
    pub spread: Spread,
    /// 95 % over clips, of the mean over seeds.
    pub interval: Interval,
    /// 95 % over clips of the first system's score less this one's, on the same clips.
    pub first_minus_this: Option<Interval>,
    /// The chance level on the test clips.
    pub chance: f64,
}

/// Every system at every size.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Curves {
    /// By size, then score, then system, in the order in which they were run.
    pub points: Vec<CurvePoint>,
    /// Systems that could not be run at some size.
    pub failures: Vec<Failure>,
}

impl Curves {
    /// Adds localization and retrieval on composed clips, for each number of training clips in `sizes`.
    ///
    /// # Errors
    /// Broken features, or [`crate::Error::Stopped`].
    pub fn add_composed(
        &mut self,
        parts: &[Parts; 2],
        n_test_clips: usize,
        sizes: &[usize],
        plan: &Plan<'_>,
    ) -> Result<()> {
        for &n_train_clips in sizes {
            let n_clips = [n_train_clips, n_test_clips];
            let bench = bench_composed(parts, n_clips, AsPublished::default(), plan)?;
            self.add(bench, &[CurveScore::Exact, CurveScore::Retrieval], n_train_clips);
        }
        Ok(())
    }

    /// Adds own-clip retrieval among so many of the given clips, spread evenly over the collection.
    ///
    /// # Errors
    /// [`crate::Error::Stopped`].
    pub fn add_clips(
        &mut self,
        features: &FeatureSet,
        n_folds: usize,
        sizes: &[usize],
        plan: &Plan<'_>,
    ) -> Result<()> {
        let places: Vec<usize> = features.paired().map(|(place, _)| place).collect();
        for &size in sizes {
            let n = size.min(places.len());
            let chosen: Vec<usize> = (0..n).map(|idx| places[idx * places.len() / n]).collect();
            let bench = bench_clips(&features.subset(&chosen), n_folds, plan)?;
            self.add(bench, &[CurveScore::OwnClip], n);
        }
        Ok(())
    }

    /// The points of each score, by size, then system: a plot or a table.
    pub fn by_score(&self) -> Vec<(CurveScore, Vec<&CurvePoint>)> {
        let mut scores: BTreeMap<CurveScore, Vec<&CurvePoint>> = BTreeMap::new();
        for point in &self.points {
            scores.entry(point.score).or_default().push(point);
        }
        scores.into_iter().collect()
    }

    /// Every point as a line of CSV.
    pub fn csv(&self) -> String {
        let mut text = "score,n_clips,model,mean,sd,n_seeds,low,high,chance\n".to_owned();
        for point in &self.points {
            let CurvePoint { n_clips, model, spread, interval, chance, .. } = point;
            let _ = writeln!(
                text,
                "{:?},{n_clips},{model},{},{},{},{},{},{chance}",
                point.score, spread.mean, spread.sd, spread.n, interval.low, interval.high
            );
        }
        text
    }

    fn add(&mut self, bench: Bench, scores: &[CurveScore], n_clips: usize) {
        for &score in scores {
            let (names, chance) = score.names();
            let chance = bench.controls.get(chance).copied().unwrap_or(0.0);
            let mut first: Option<Vec<f64>> = None;
            for rows in bench.rows.chunk_by(|a, b| a.model == b.model) {
                let per_clip = per_clip(&rows.iter().collect::<Vec<_>>(), &names);
                let first_minus_this = first
                    .as_ref()
                    .map(|first| paired_bootstrap_interval(first, &per_clip, N_RESAMPLES, SEED));
                let of_seed = |row: &Row| {
                    let values = names.map(|name| row.scores.get(name).map(|s| s.value));
                    values.into_iter().flatten().sum::<f64>() / 2.0
                };
                self.points.push(CurvePoint {
                    score,
                    n_clips,
                    model: rows[0].model.clone(),
                    is_supervised: rows[0].is_supervised,
                    spread: Spread::of(&rows.iter().map(of_seed).collect::<Vec<_>>()),
                    interval: bootstrap_interval(&per_clip, N_RESAMPLES, SEED),
                    first_minus_this,
                    chance,
                });
                first.get_or_insert(per_clip);
            }
        }
        self.failures.extend(bench.failures);
    }
}
