//! Does a calibration keep its promises: sets that hold the true start, refusals that lose few matches.

mod table;
mod tally;

use std::collections::BTreeMap;

use earsight::calibration::{
    Calibration, Evidence, HeldOutClip, MOST_CLIPS, MatchTest, PredictionSets,
};
use earsight::evaluation::folds_by_clip;
use earsight::localization::{Localization, Located, Seconds, Sequence, slide};
use earsight::{AudioVisualModel, Observer};
use earsight_core::{Annotations, FeatureSet, Modality, PerModality, Span};
use ndarray::{Array2, s};
use serde::Serialize;

use super::composed::TEST_SEED;
use crate::Result;
use crate::composed::Parts;
use crate::dataset::{DataCard, digest};
use crate::runs::{Failure, Plan, Row, System, run};
use crate::scores::FROM;
use crate::summary::{ModelSummary, summarize};
use tally::Tally;

/// What calibrated answers are asked for.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Promise {
    /// Share of questions whose set of starts shall hold the true one.
    pub coverage: f64,
    /// Share of true matches that may be refused.
    pub refuse: f64,
}

/// What was promised, and what was kept on clips that neither model nor calibration had seen.
///
/// Names of scores: `covered`, `set_starts`, `set_share`, `confidence` (the probability of the best start), `hit`
/// (whether it is right), `log_loss` and `lost` (refused) are of windows of a clip, looked for in that clip;
/// with `event_` before it they are of labelled events; `refused` is of the same queries in other clips.
/// Then the direction, and the seconds of the query where not all are taken together.
#[derive(Debug, Clone, Serialize)]
pub struct CalibrationBench {
    /// On what.
    pub data: DataCard,
    /// What was promised.
    pub promise: Promise,
    /// One per system and seed.
    pub rows: Vec<Row>,
    /// One per system.
    pub summary: Vec<ModelSummary>,
    /// Systems that could not be run.
    pub failures: Vec<Failure>,
}

/// One in so many clips, or sources of composed clips, calibrates; the others teach.
const CALIBRATING: usize = 5;
/// Strange clips in which each query is looked for.
const N_STRANGE: usize = 5;
/// Seconds of the longest query.
const LONGEST_QUERY: usize = 9;
/// Keeps the clips that calibrate apart from those that teach.
const CALIBRATING_SEED: u64 = 2000;

/// On composed clips. Sources are held apart: a recording teaches, calibrates or is asked about.
///
/// Of `n_train_clips` a fifth calibrates, composed of a fifth of the training part's sources.
///
/// # Errors
/// Broken features, or [`crate::Error::Stopped`].
pub fn calibrate_composed(
    train_parts: &Parts,
    test_parts: &Parts,
    n_train_clips: usize,
    n_test_clips: usize,
    promise: Promise,
    plan: &Plan<'_>,
) -> Result<CalibrationBench> {
    let (calibrating, teaching) = train_parts.held_apart(CALIBRATING);
    let n_calibrating = n_train_clips / CALIBRATING;
    let (test, events) = test_parts.compose(n_test_clips, TEST_SEED)?;
    let teach = |seed| teaching.compose(n_train_clips - n_calibrating, seed);
    let data = DataCard {
        name: "composed".to_owned(),
        split: format!(
            "{} clips of part {} teach, {n_calibrating} of other sources of it calibrate, \
             composed anew for each seed; {n_test_clips} clips of part {}",
            n_train_clips - n_calibrating,
            train_parts.part(),
            test_parts.part()
        ),
        n_train_clips,
        n_test_clips,
        features: [digest(&teach(0)?.0), digest(&test)],
        program: env!("CARGO_PKG_VERSION").to_owned(),
    };
    finish(data, promise, plan, &|System { entry, config }, seed, observer| {
        let model = entry.fit_unsupervised(config, &teach(seed)?.0, seed, observer)?;
        let (held_out, _) = calibrating.compose(n_calibrating, CALIBRATING_SEED + seed)?;
        let measured = HeldOutClip::measure(&*model, &held_out, MOST_CLIPS, seed)?;
        let mut tally = Tally::default();
        let places: Vec<usize> = (0..test.clips().len()).collect();
        Asked::new(&*model, Calibration::new(measured), &test, promise)?
            .tally(&places, &events, &mut tally)?;
        Ok(tally)
    })
}

/// On real clips, by folds; the calibration is made by folds within the clips that teach, as `learn` makes it.
///
/// # Errors
/// [`crate::Error::Stopped`].
pub fn calibrate_clips(
    features: &FeatureSet,
    n_folds: usize,
    promise: Promise,
    plan: &Plan<'_>,
) -> Result<CalibrationBench> {
    let n_clips = features.paired().count();
    let data = DataCard {
        name: "clips".to_owned(),
        split: format!("{n_folds} folds by clip, dealt anew for each seed; calibrated within each"),
        n_train_clips: n_clips - n_clips / n_folds,
        n_test_clips: n_clips,
        features: [digest(features), digest(features)],
        program: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let nobody_said_anything = Annotations::default();
    finish(data, promise, plan, &|System { entry, config }, seed, observer| {
        let mut tally = Tally::default();
        for fold in folds_by_clip(features, n_folds, seed) {
            let train = features.subset(&fold.train);
            let mut measured = Vec::new();
            for inner in folds_by_clip(&train, CALIBRATING, seed) {
                let teaching = train.subset(&inner.train);
                let model = entry.fit_unsupervised(config, &teaching, seed, observer)?;
                let held_out = train.subset(&inner.held_out);
                measured.extend(HeldOutClip::measure(&*model, &held_out, MOST_CLIPS, seed)?);
            }
            let model = entry.fit_unsupervised(config, &train, seed, observer)?;
            let held_out = features.subset(&fold.held_out);
            Asked::new(&*model, Calibration::new(measured), &held_out, promise)?.tally(
                &fold.held_out,
                &nobody_said_anything,
                &mut tally,
            )?;
        }
        Ok(tally)
    })
}

fn finish(
    data: DataCard,
    promise: Promise,
    plan: &Plan<'_>,
    one: &(dyn Fn(&System, u64, &mut dyn Observer) -> Result<Tally> + Sync),
) -> Result<CalibrationBench> {
    let (rows, failures) = run(plan, &|system, seed, observer| {
        Ok(Row {
            model: system.entry.name.to_owned(),
            is_supervised: false,
            seed,
            scores: one(system, seed, observer)?.scores(),
            per_length: None,
            exhibits: None,
        })
    })?;
    let names: Vec<&str> =
        rows.first().into_iter().flat_map(|row| row.scores.iter().map(|(name, _)| name)).collect();
    let summary = summarize(&rows, &names, "");
    Ok(CalibrationBench { data, promise, rows, summary, failures })
}

/// Clips that are asked about, as a model sees them, and what is known of its answers.
struct Asked<'a> {
    model: &'a dyn AudioVisualModel,
    features: &'a FeatureSet,
    promise: Promise,
    clips: Vec<PerModality<Array2<f32>>>,
    /// What changes in them, where that is known.
    changes: Vec<Option<PerModality<&'a Array2<f32>>>>,
    calibration: Calibration,
    /// By direction, seconds of query and sequence, and whether it goes by changes too.
    places: BTreeMap<(Modality, usize, usize, bool), Option<PredictionSets>>,
    /// By direction, and seconds of the query.
    tests: BTreeMap<(Modality, usize), Option<MatchTest>>,
}

impl<'a> Asked<'a> {
    fn new(
        model: &'a dyn AudioVisualModel,
        calibration: Calibration,
        features: &'a FeatureSet,
        promise: Promise,
    ) -> Result<Self> {
        let embedded = features.paired().map(|(_, pair)| {
            PerModality::try_from_fn(|modality| model.embed(modality, pair[modality].view()))
        });
        let clips = embedded.collect::<earsight::Result<_>>()?;
        let changes = features.paired().map(|(at, _)| features.clips()[at].both_changes());
        let changes = changes.collect();
        let (places, tests) = (BTreeMap::new(), BTreeMap::new());
        Ok(Asked { model, features, promise, clips, changes, calibration, places, tests })
    }

    /// Asks about every window of every clip, and about every event; `places` are the clips' names in the tally.
    fn tally(&mut self, places: &[usize], events: &Annotations, tally: &mut Tally) -> Result<()> {
        let features = self.features;
        for (clip, (at, _)) in features.paired().enumerate() {
            let event = events.event(&features.clips()[at].id).map(|event| event.span);
            let n_secs = self.clips[clip].audio.nrows();
            for from in Modality::ALL {
                let lens = 1..n_secs.min(LONGEST_QUERY + 1);
                let windows =
                    lens.flat_map(|len| (0..=n_secs - len).map(move |start| Span::new(start, len)));
                for (query, located) in self.located(clip, from, windows)? {
                    self.own(from, query, located, "", (clip, places[at]), tally)?;
                    // Without labels, windows stand for what a person asks.
                    if events.is_empty() {
                        self.strange(clip, from, query, places[at], tally)?;
                    }
                }
                let event = event.filter(|event| event.len < n_secs);
                for (event, located) in self.located(clip, from, event.into_iter())? {
                    self.own(from, event, located, "event_", (clip, places[at]), tally)?;
                    self.strange(clip, from, event, places[at], tally)?;
                }
            }
        }
        Ok(())
    }

    /// Each query with where it is found in its own clip.
    fn located(
        &self,
        clip: usize,
        from: Modality,
        queries: impl Iterator<Item = Span>,
    ) -> Result<Vec<(Span, Located)>> {
        let seconds = PerModality::from_fn(|modality| Seconds {
            rows: self.clips[clip][modality].view(),
            changes: self.changes[clip].map(|changes| changes[modality].view()),
        });
        let to = from.other();
        let sequence = Sequence::new(self.model.distance(), to, seconds[to])?;
        let locate = |query: Span| {
            let rows = s![query.range(), ..];
            let changes = seconds[from].changes.as_ref().map(|changes| changes.slice(rows));
            let query_seconds = Seconds { rows: seconds[from].rows.slice(rows), changes };
            Ok((query, sequence.locate(query_seconds)?))
        };
        queries.map(locate).collect()
    }

    fn own(
        &mut self,
        from: Modality,
        query: Span,
        Located { found, by_content, evidence }: Located,
        prefix: &str,
        (clip, name): (usize, usize),
        tally: &mut Tally,
    ) -> Result<()> {
        let mut say = |what: &str, value: f64| {
            tally.add(&format!("{prefix}{what}_{}", FROM[from]), query.len, name, value);
        };
        say("lost", f64::from(self.is_refused(from, &by_content)));
        let n_secs = self.clips[clip].audio.nrows();
        let question = (from, query.len, n_secs, evidence == Evidence::ContentAndChanges);
        let (calibration, coverage) = (&self.calibration, self.promise.coverage);
        let places = self.places.entry(question).or_insert_with(|| {
            calibration.prediction_sets(from, query.len, n_secs, coverage, evidence)
        });
        let Some(places) = places else { return Ok(()) };
        let probabilities = places.probabilities(&found.distances);
        let set = places.set(&probabilities);
        let best = probabilities.iter().copied().fold(0.0, f64::max);
        let truth = probabilities[query.start];
        say("covered", f64::from(set.contains(&query.start)));
        say("set_starts", set.len() as f64);
        say("set_share", set.len() as f64 / probabilities.len() as f64);
        say("confidence", best);
        // Of tied starts one is right: to name any of them is right once in so many times.
        let n_best = probabilities.iter().filter(|&&probability| probability >= best).count();
        say("hit", f64::from(truth >= best) / n_best as f64);
        say("log_loss", -truth.max(f64::MIN_POSITIVE).ln());
        Ok(())
    }

    fn strange(
        &mut self,
        clip: usize,
        from: Modality,
        query: Span,
        name: usize,
        tally: &mut Tally,
    ) -> Result<()> {
        let n = self.clips.len();
        for step in 1..=N_STRANGE.min(n - 1) {
            // Neighbours of composed clips go through the classes in turn: other steps meet any class.
            let strange = (clip + step * (n / (N_STRANGE + 1)).max(1) + step) % n;
            if strange == clip || self.clips[strange].audio.nrows() < query.len {
                continue;
            }
            let found = self.found(clip, from, query, strange)?;
            let refused = self.is_refused(from, &found);
            tally.add(&format!("refused_{}", FROM[from]), query.len, name, f64::from(refused));
        }
        Ok(())
    }

    /// By what is in a second.
    fn found(
        &self,
        clip: usize,
        from: Modality,
        query: Span,
        sequence: usize,
    ) -> Result<Localization> {
        let query = self.clips[clip][from].slice(s![query.range(), ..]);
        let sequence = self.clips[sequence][from.other()].view();
        Ok(slide(self.model.distance(), query, sequence)?)
    }

    fn is_refused(&mut self, from: Modality, found: &Localization) -> bool {
        let (calibration, query_len) = (&self.calibration, found.query_len);
        let test = self
            .tests
            .entry((from, query_len))
            .or_insert_with(|| calibration.localization_test(from, query_len));
        let mean_distance = found.distances[found.start] / query_len as f64;
        test.as_ref().is_some_and(|test| mean_distance > test.farthest(self.promise.refuse))
    }
}
