//! Coverage of prediction sets and false-rejection rate, compared with their nominal values.

mod evaluation;
mod search;
mod table;
mod tally;

use earsight::calibration::{Calibration, HeldOutClip, MOST_CLIPS};
use earsight::comparison::FittedComparison;
use earsight::evaluation::{Likeness, Recordings, folds};
use earsight::{ModelEntry, Observer};
use earsight_core::{Annotations, FeatureSet};
use serde::Serialize;

use super::composed::TEST_SEED;
use crate::Result;
use crate::composed::Parts;
use crate::dataset::DataCard;
use crate::runs::{Failure, Plan, Row, run};
use crate::summary::{ModelSummary, summarize};
use evaluation::Evaluation;
use tally::Tally;

/// The rates for which a calibration is made.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct NominalRates {
    /// Share of queries whose prediction set shall contain the true start.
    pub coverage: f64,
    /// Share of true matches that may be rejected.
    #[serde(rename = "reject")]
    pub false_rejection: f64,
}

/// The nominal rates, and those on clips that neither model nor calibration was fitted on.
///
/// Names of scores: `covered`, `set_starts`, `set_share`, `confidence` (the probability of the best start), `hit`
/// (whether it is right), `log_loss` and `falsely_rejected` are of windows of a clip, localized in that clip;
/// with `event_` before it they are of labelled events; `rejected` is of the same queries in other clips.
/// With `search_` before it they are of searches among all clips, in four directions; `said` and `right` are the
/// probability of a result and whether it is the query's own clip, by tenths of that probability: `right_a2v_p3`.
/// Then the direction, and the seconds of the query where not all are taken together.
#[derive(Debug, Clone, Serialize)]
pub struct CalibrationBench {
    /// Its data.
    pub data: DataCard,
    /// The nominal rates.
    #[serde(rename = "promise")]
    pub nominal: NominalRates,
    /// One per system and seed.
    pub rows: Vec<Row>,
    /// One per system.
    pub summary: Vec<ModelSummary>,
    /// Systems that could not be run.
    pub failures: Vec<Failure>,
}

/// One in so many training clips, or sources of composed clips, is for calibration; the model is fitted on the others.
const CALIBRATION_SHARE: usize = 5;
/// Added to the seed of the composed clips for calibration, away from the seeds of the training clips.
const CALIBRATION_SEED: u64 = 2000;

/// On composed clips. A recording is used for training, for calibration or for the test, never for two of them.
///
/// Of `[training, test]` sources and in these numbers; a fifth of the training clips is for calibration, composed of
/// a fifth of the training sources.
///
/// # Errors
/// Broken features, or [`crate::Error::Stopped`].
pub fn calibrate_composed(
    [train_parts, test_parts]: &[Parts; 2],
    [n_train_clips, n_test_clips]: [usize; 2],
    nominal: NominalRates,
    plan: &Plan<'_>,
) -> Result<CalibrationBench> {
    let (calibration_sources, training_sources) = train_parts.split_sources(CALIBRATION_SHARE);
    let n_calibration_clips = n_train_clips / CALIBRATION_SHARE;
    let n_fitted_clips = n_train_clips - n_calibration_clips;
    let test = test_parts.compose(n_test_clips, TEST_SEED)?;
    let data = DataCard::new(
        "composed",
        format!(
            "{n_fitted_clips} training clips of part {}, {n_calibration_clips} calibration clips of its other sources, \
             composed anew for each seed; {n_test_clips} clips of part {}",
            train_parts.part(),
            test_parts.part()
        ),
        [n_train_clips, n_test_clips],
        [&training_sources.compose(n_fitted_clips, 0)?.features, &test.features],
    );
    let clips: Vec<usize> = (0..n_test_clips).collect();
    bench(data, nominal, plan, &|entry, seed, observer| {
        let config = (entry.default_config)();
        let train = training_sources.compose(n_fitted_clips, seed)?.features;
        let model = entry.fit_unsupervised(&config, &train, seed, observer)?;
        let held_out =
            calibration_sources.compose(n_calibration_clips, CALIBRATION_SEED + seed)?.features;
        let fitted = FittedComparison::fit(entry, model, &train, &Recordings::apart(&train), seed)?;
        let comparison = fitted.comparison();
        let measured = HeldOutClip::measure(&comparison, &held_out, MOST_CLIPS, seed)?;
        let mut tally = Tally::default();
        Evaluation::new(&comparison, Calibration::new(measured), nominal).run(
            &test.features,
            &test.annotations,
            &clips,
            &mut tally,
        )?;
        Ok(tally)
    })
}

/// On real clips, by folds; the calibration is made by folds within the training clips, as `learn` makes it.
///
/// # Errors
/// [`crate::Error::Stopped`].
pub fn calibrate_clips(
    features: &FeatureSet,
    n_folds: usize,
    nominal: NominalRates,
    plan: &Plan<'_>,
) -> Result<CalibrationBench> {
    let likeness = Likeness::of(features);
    let n_clips = features.paired().count();
    let data = DataCard::new(
        "clips",
        format!("{n_folds} folds by recording, dealt anew for each seed; calibrated within each"),
        [n_clips - n_clips / n_folds, n_clips],
        [features, features],
    );
    bench(data, nominal, plan, &|entry, seed, observer| {
        let mut tally = Tally::default();
        for fold in folds(features, &Recordings::find(features, &likeness), n_folds, seed) {
            let train = features.subset(&fold.train);
            let (fitted, calibration) = calibrated(entry, &train, &likeness, seed, observer)?;
            let held_out = features.subset(&fold.held_out);
            Evaluation::new(&fitted.comparison(), calibration, nominal).run(
                &held_out,
                &Annotations::default(),
                &fold.held_out,
                &mut tally,
            )?;
        }
        Ok(tally)
    })
}

/// On files that were recorded after the clips that a model and its calibration were fitted on.
///
/// # Errors
/// [`crate::Error::Stopped`].
pub fn calibrate_later(
    features: &FeatureSet,
    later: &FeatureSet,
    nominal: NominalRates,
    plan: &Plan<'_>,
) -> Result<CalibrationBench> {
    let likeness = Likeness::of(features);
    let [n_clips, n_later] = [features, later].map(|set| set.paired().count());
    let data = DataCard::new(
        "later",
        format!("{n_clips} clips, calibrated by folds; {n_later} clips recorded later"),
        [n_clips, n_later],
        [features, later],
    );
    let numbers: Vec<usize> = (0..later.clips().len()).collect();
    bench(data, nominal, plan, &|entry, seed, observer| {
        let (fitted, calibration) = calibrated(entry, features, &likeness, seed, observer)?;
        let mut tally = Tally::default();
        Evaluation::new(&fitted.comparison(), calibration, nominal).run(
            later,
            &Annotations::default(),
            &numbers,
            &mut tally,
        )?;
        Ok(tally)
    })
}

/// A model that was fitted on these clips, and its calibration by folds over them.
fn calibrated(
    entry: &ModelEntry,
    features: &FeatureSet,
    likeness: &Likeness,
    seed: u64,
    observer: &mut dyn Observer,
) -> Result<(FittedComparison, Calibration)> {
    let config = (entry.default_config)();
    let recordings = Recordings::find(features, likeness);
    let mut measured = Vec::new();
    for fold in folds(features, &recordings, CALIBRATION_SHARE, seed) {
        let train = features.subset(&fold.train);
        let model = entry.fit_unsupervised(&config, &train, seed, observer)?;
        let held_out = features.subset(&fold.held_out);
        let known = recordings.among(&fold.train);
        let fitted = FittedComparison::fit(entry, model, &train, &known, seed)?;
        let comparison = fitted.comparison();
        measured.extend(HeldOutClip::measure(&comparison, &held_out, MOST_CLIPS, seed)?);
    }
    let model = entry.fit_unsupervised(&config, features, seed, observer)?;
    let fitted = FittedComparison::fit(entry, model, features, &recordings, seed)?;
    Ok((fitted, Calibration::new(measured)))
}

fn bench(
    data: DataCard,
    nominal: NominalRates,
    plan: &Plan<'_>,
    one: &(dyn Fn(&ModelEntry, u64, &mut dyn Observer) -> Result<Tally> + Sync),
) -> Result<CalibrationBench> {
    let (rows, failures) = run(plan, &|entry, seed, observer| {
        Ok(Row::new(entry, seed, one(entry, seed, observer)?.scores()))
    })?;
    let names: Vec<&str> =
        rows.first().into_iter().flat_map(|row| row.scores.iter().map(|(name, _)| name)).collect();
    let summary = summarize(&rows, &names, "");
    Ok(CalibrationBench { data, nominal, rows, summary, failures })
}
