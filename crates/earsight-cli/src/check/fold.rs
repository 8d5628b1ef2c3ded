//! One fold: fitted on the others, asked about this one.

use earsight::calibration::{HeldOutClip, MOST_CLIPS};
use earsight::evaluation::{EmbeddedEvents, Fold, LocalizedEvent, own_clip_ranks, own_moments};
use earsight::{AudioVisualModel, StopWhen};
use earsight_answers::{
    BASELINE, CheckIdentity, EventRecord, FoldRecord, MethodRecord, OwnMomentsRecord, ShownRecord,
};
use earsight_core::{Annotations, Category, Event, FeatureSet, Modality, PerModality, Span};
use earsight_metrics::{BestStart, exact_match};

use crate::stop::{StopFlag, Stopped};

/// A fold that was asked about.
pub struct AskedFold {
    /// What it gave.
    pub record: FoldRecord,
    /// Its clips, as the model measured them.
    pub measured: Vec<HeldOutClip>,
}

/// Lengths of moments that clips are asked about.
const MOMENT_SECS: [usize; 2] = [2, 4];

/// Moments of a fold that are kept to be shown.
const MOST_SHOWN: usize = 100;

/// Fits on the other folds and asks about this one.
pub fn ask(
    features: &FeatureSet,
    fold: &Fold,
    identity: &CheckIdentity,
    stop: &StopFlag,
) -> anyhow::Result<AskedFold> {
    let (train, held_out) = (features.subset(&fold.train), features.subset(&fold.held_out));
    let model = earsight::models::entry(&identity.training.model)?;
    let baseline = earsight::models::entry(BASELINE)?;
    let mut contestants = vec![(model, identity.training.config.clone())];
    if baseline.name != model.name {
        contestants.push((baseline, (baseline.default_config)()));
    }
    let mut record = FoldRecord { n_held_out: fold.held_out.len(), ..FoldRecord::default() };
    let mut measured = Vec::new();
    for (entry, config) in contestants {
        stop.check()?;
        let fitted = entry.fit_unsupervised(
            &config,
            &train,
            identity.training.seed,
            &mut StopWhen(|| stop.is_set()),
        );
        let fitted = match fitted {
            Err(earsight::Error::Stopped { .. }) => return Err(Stopped.into()),
            fitted => fitted?,
        };
        if record.methods.is_empty() {
            record.shown = shown(&*fitted, &held_out, identity.labels.as_ref())?;
            let (most, seed) = (MOST_CLIPS / identity.n_folds, identity.training.seed);
            measured = HeldOutClip::measure(&*fitted, &held_out, most, seed)?;
            for moment_secs in MOMENT_SECS {
                let clips = own_moments(&*fitted, &held_out, moment_secs)?;
                record.own_moments.push(OwnMomentsRecord { moment_secs, clips });
            }
        }
        record.methods.push(question(entry.name, &*fitted, &held_out, identity.labels.as_ref())?);
        if let Some(labels) = &identity.labels
            && record.events.is_empty()
        {
            let events = EmbeddedEvents::new(&*fitted, &held_out, labels)?.localize()?;
            record.events = by_rule(&events, &best_starts(&train, labels));
        }
    }
    Ok(AskedFold { record, measured })
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
        let events = EmbeddedEvents::new(model, held_out, labels)?;
        record.exact = exact(&events.localize()?);
        record.shuffled = exact(&events.localize_shuffled()?);
    }
    Ok(record)
}

/// Moments to show, so many that there are hits and misses among them.
fn shown(
    model: &dyn AudioVisualModel,
    held_out: &FeatureSet,
    labels: Option<&Annotations>,
) -> anyhow::Result<Vec<ShownRecord>> {
    let thirds = middle_thirds(held_out);
    let events = EmbeddedEvents::new(model, held_out, labels.unwrap_or(&thirds))?.localize()?;
    let records = events.into_iter().take(MOST_SHOWN).map(|event| ShownRecord {
        clip: event.clip,
        n_segments: event.n_segments,
        from: event.from,
        truth: event.truth,
        best_starts: event.found.tied,
        distances: event.found.distances,
    });
    Ok(records.collect())
}

/// Where nobody said anything, a moment in the middle of its own clip stands for an event.
fn middle_thirds(clips: &FeatureSet) -> Annotations {
    let third = |(place, pair): (usize, PerModality<&ndarray::Array2<f32>>)| {
        let third = pair.audio.nrows() / 3;
        let category = Category("middle third".to_owned());
        (clips.clips()[place].id.clone(), Event { category, span: Span::new(third, third) })
    };
    clips.paired().map(third).collect()
}

fn exact(events: &[LocalizedEvent]) -> PerModality<Vec<f64>> {
    PerModality::from_fn(|modality| {
        let of_sense = events.iter().filter(|event| event.from == modality);
        of_sense.map(|event| exact_match(&event.answer())).collect()
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
