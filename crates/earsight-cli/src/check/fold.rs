//! One fold: fitted on the others, asked about this one.

use earsight::evaluation::{
    BestStart, Fold, LocalizedEvent, localize_events, localize_shuffled, own_clip_ranks,
};
use earsight::{AudioVisualModel, Observer};
use earsight_core::{Annotations, ClipId, FeatureSet, Modality, PerModality, Span};
use serde::{Deserialize, Serialize};

use super::{CheckIdentity, YARDSTICK};
use crate::stop::{StopFlag, Stopped};
use crate::training::fit;

/// What one fold gave.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FoldRecord {
    /// Clips that were asked about.
    pub n_held_out: usize,
    /// The model, then the yardstick if it is another.
    pub methods: Vec<MethodRecord>,
    /// Events that were looked for, once for both directions, with what a rule learnt on the other folds says.
    pub events: Vec<EventRecord>,
}

/// What one model gave on one fold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MethodRecord {
    /// Registry name.
    pub method: String,
    /// Rank of each clip's own other half, by the sense of the query.
    pub ranks: PerModality<Vec<f64>>,
    /// Share of an exact match for each event, by the sense of the query.
    pub exact: PerModality<Vec<f64>>,
    /// The same with queries from other clips.
    pub shuffled: PerModality<Vec<f64>>,
}

/// An event and where it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EventRecord {
    /// The clip.
    pub clip: ClipId,
    /// Where it is.
    pub truth: Span,
    /// Seconds of its clip.
    pub n_segments: usize,
    /// Whether the most frequent start of its length on the other folds is right.
    pub best_start: f64,
}

/// Ends a fit when asked; what it learned is lost.
struct StopObserver<'a>(&'a StopFlag);

impl Observer for StopObserver<'_> {
    fn stop_requested(&mut self) -> bool {
        self.0.is_set()
    }
}

/// Fits on the other folds and asks about this one.
pub fn ask(
    features: &FeatureSet,
    fold: &Fold,
    identity: &CheckIdentity,
    stop: &StopFlag,
) -> anyhow::Result<FoldRecord> {
    let (train, held_out) = (features.subset(&fold.train), features.subset(&fold.held_out));
    let model = earsight::models::entry(&identity.training.model)?;
    let yardstick = earsight::models::entry(YARDSTICK)?;
    let mut contestants = vec![(model, identity.training.config.clone())];
    if yardstick.name != model.name {
        contestants.push((yardstick, (yardstick.default_config)()));
    }
    let mut record =
        FoldRecord { n_held_out: fold.held_out.len(), methods: vec![], events: vec![] };
    for (entry, config) in contestants {
        stop.check()?;
        let fitted = fit(entry, &config, &train, identity.training.seed, &mut StopObserver(stop));
        let fitted = match fitted {
            Err(earsight::Error::Stopped { .. }) => return Err(Stopped.into()),
            fitted => fitted?,
        };
        record.methods.push(question(entry.name, &*fitted, &held_out, identity.labels.as_ref())?);
        if let Some(labels) = &identity.labels
            && record.events.is_empty()
        {
            let events = localize_events(&*fitted, &held_out, labels)?;
            record.events = by_rule(&events, &best_starts(&train, labels));
        }
    }
    Ok(record)
}

fn question(
    name: &str,
    model: &dyn AudioVisualModel,
    held_out: &FeatureSet,
    labels: Option<&Annotations>,
) -> anyhow::Result<MethodRecord> {
    let ranks = own_clip_ranks(model, held_out)?;
    let mut record = MethodRecord {
        method: name.to_owned(),
        ranks,
        exact: PerModality::default(),
        shuffled: PerModality::default(),
    };
    if let Some(labels) = labels {
        record.exact = exact(&localize_events(model, held_out, labels)?);
        record.shuffled = exact(&localize_shuffled(model, held_out, labels)?);
    }
    Ok(record)
}

fn exact(events: &[LocalizedEvent]) -> PerModality<Vec<f64>> {
    PerModality::from_fn(|modality| {
        let of_sense = events.iter().filter(|event| event.from == modality);
        of_sense.map(|event| event.found.exact_match(event.truth)).collect()
    })
}

fn best_starts(train: &FeatureSet, labels: &Annotations) -> BestStart {
    let placed: Vec<_> = train
        .paired()
        .filter_map(|(place, pair)| {
            let event = labels.event(&train.clips()[place].id)?;
            Some((event.span, pair.audio.nrows()))
        })
        .collect();
    BestStart::learn(&placed)
}

fn by_rule(events: &[LocalizedEvent], rule: &BestStart) -> Vec<EventRecord> {
    let once = events.iter().filter(|event| event.from == Modality::Audio);
    once.map(|event| EventRecord {
        clip: event.clip.clone(),
        truth: event.truth,
        n_segments: event.n_segments,
        best_start: rule.accuracy(&[(event.truth, event.n_segments)]),
    })
    .collect()
}
