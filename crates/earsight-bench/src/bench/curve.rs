//! Learning curves: the same question to every system, with few clips and with many.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use earsight_core::FeatureSet;
use earsight_metrics::{Interval, Spread, bootstrap_interval, paired_bootstrap_interval};
use serde::Serialize;

use super::{Bench, ComposedProtocol, bench_clips, bench_composed};
use crate::Result;
use crate::composed::Parts;
use crate::runs::{Failure, Plan, Row};
use crate::summary::{N_RESAMPLES, SEED, per_clip};

/// What a curve is drawn of: a mean over both directions, each clip's own.
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
    /// Names of the scores of both directions.
    fn names(self) -> [&'static str; 2] {
        match self {
            CurveScore::Exact => ["exact_a2v", "exact_v2a"],
            CurveScore::Retrieval | CurveScore::OwnClip => ["mrr_av", "mrr_va"],
        }
    }

    /// Name of what guessing gives, among the controls of the bench.
    fn chance_name(self) -> &'static str {
        match self {
            CurveScore::Exact => "exact_uniform_chance",
            CurveScore::Retrieval => "mrr_across_chance",
            CurveScore::OwnClip => "mrr_chance",
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
    /// What is measured.
    pub score: CurveScore,
    /// Clips to learn from; of real clips, those that are dealt into folds.
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
    /// 95 % over clips of the first system's number less this one's, asked about the same clips.
    pub first_minus_this: Option<Interval>,
    /// What guessing gives on the clips that are asked about.
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

/// Composed clips that teach, and clips that are asked about.
pub struct ComposedSizes<'a> {
    /// What training clips are made of.
    pub train: &'a Parts,
    /// What clips that are asked about are made of.
    pub test: &'a Parts,
    /// How they are asked; its number of training clips is not read.
    pub protocol: ComposedProtocol,
    /// Numbers of training clips.
    pub sizes: &'a [usize],
}

impl Curves {
    /// Adds localization and retrieval on composed clips.
    ///
    /// # Errors
    /// Broken features, or [`crate::Error::Stopped`].
    pub fn add_composed(&mut self, of: &ComposedSizes<'_>, plan: &Plan<'_>) -> Result<()> {
        for &n_train_clips in of.sizes {
            let protocol = ComposedProtocol { n_train_clips, ..of.protocol.clone() };
            let bench = bench_composed(of.train, of.test, &protocol, plan)?;
            self.add(&bench, &[CurveScore::Exact, CurveScore::Retrieval], n_train_clips);
            self.failures.extend(bench.failures);
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
            self.add(&bench, &[CurveScore::OwnClip], n);
            self.failures.extend(bench.failures);
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

    fn add(&mut self, bench: &Bench, scores: &[CurveScore], n_clips: usize) {
        for &score in scores {
            let mut first: Option<Vec<f64>> = None;
            let chance = bench.controls.get(score.chance_name()).copied().unwrap_or(0.0);
            for rows in bench.rows.chunk_by(|a, b| a.model == b.model) {
                let per_clip = per_clip(&rows.iter().collect::<Vec<_>>(), &score.names());
                let first_minus_this = first
                    .as_ref()
                    .map(|first| paired_bootstrap_interval(first, &per_clip, N_RESAMPLES, SEED));
                let of_seed = |row: &Row| {
                    let values = score.names().map(|name| row.scores.get(name).map(|s| s.value));
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
    }
}
