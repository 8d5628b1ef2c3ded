//! One fold: models fitted on the others, evaluated on this one.

use earsight::StopWhen;
use earsight::calibration::{HeldOutClip, MOST_CLIPS};
use earsight::comparison::FittedComparison;
use earsight::evaluation::{
    EmbeddedEvents, Fold, LocalizedEvent, OwnMoments, Recordings, own_clip_scores, own_moments,
};
use earsight_core::{
    Annotations, Category, ClipId, Event, FeatureSet, Modality, PerModality, Span,
};
use earsight_metrics::{BestStart, exact_match};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{BASELINE, CheckIdentity};
use crate::monitor::{self, Monitor};
use crate::{Result, Stopped};

/// A fold that was evaluated.
pub struct EvaluatedFold {
    /// Its results.
    pub record: FoldRecord,
    /// Distances of its clips, for the calibration.
    pub measured: Vec<HeldOutClip>,
}

/// Results of one fold.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct FoldRecord {
    /// Number of held-out clips.
    pub n_held_out: usize,
    /// The model, then the baseline if that is another model.
    pub methods: Vec<MethodRecord>,
    /// Localizations to show as examples: of labelled events, or of the middle third of each clip.
    pub shown: Vec<ShownRecord>,
    /// Moments localized in their own clip, by their length.
    pub own_moments: Vec<OwnMomentsRecord>,
    /// Localized events, once for both directions, with the result of a start rule learned on the other folds.
    pub events: Vec<EventRecord>,
}

/// Results of one model on one fold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MethodRecord {
    /// Registry name.
    pub method: String,
    /// Reciprocal rank of each clip's own other modality, by the modality of the query.
    pub own_clip: PerModality<Vec<f64>>,
    /// Exact-match score of each event, by the modality of the query.
    pub exact: PerModality<Vec<f64>>,
    /// The same with queries from other clips.
    pub shuffled: PerModality<Vec<f64>>,
}

/// Localization of clips' own moments.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OwnMomentsRecord {
    /// Length of a moment, in seconds.
    pub moment_secs: usize,
    /// Results of the clips that are longer, by the modality of the query.
    pub clips: PerModality<Vec<OwnMoments>>,
}

/// A moment that a model localized in a held-out clip.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ShownRecord {
    /// The clip.
    pub clip: ClipId,
    /// Seconds of the clip.
    pub n_segments: usize,
    /// Modality of the query.
    pub from: Modality,
    /// Where the moment is.
    pub truth: Span,
    /// Starts of smallest distance.
    pub best_starts: Vec<usize>,
    /// Distance at every start.
    pub distances: Vec<f64>,
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

/// Lengths of moments that are localized in their own clips.
const MOMENT_SECS: [usize; 2] = [2, 4];

/// Examples of a fold, at most.
const MOST_SHOWN: usize = 100;

/// Fits on the other folds and evaluates on this one.
pub fn evaluate(
    (features, recordings): (&FeatureSet, &Recordings),
    fold: &Fold,
    identity: &CheckIdentity,
    monitor: &dyn Monitor,
) -> Result<EvaluatedFold> {
    let (train, held_out) = (features.subset(&fold.train), features.subset(&fold.held_out));
    let model = earsight_baselines::REGISTRY.entry(&identity.training.model)?;
    let baseline = earsight_baselines::REGISTRY.entry(BASELINE)?;
    let mut systems = vec![(model, identity.training.config.clone())];
    if baseline.name != model.name {
        systems.push((baseline, (baseline.default_config)()));
    }
    let mut record = FoldRecord { n_held_out: fold.held_out.len(), ..FoldRecord::default() };
    let mut measured = Vec::new();
    for (entry, config) in systems {
        monitor::check(monitor)?;
        let fitted = entry.fit_unsupervised(
            &config,
            &train,
            identity.training.seed,
            &mut StopWhen(|| monitor.is_stopped()),
        );
        let fitted = match fitted {
            Err(earsight::Error::Stopped { .. }) => return Err(Stopped.into()),
            fitted => fitted?,
        };
        let recordings = recordings.among(&fold.train);
        let fitted =
            FittedComparison::fit(entry, fitted, &train, &recordings, identity.training.seed)?;
        let fitted = fitted.comparison();
        let labels = identity.labels.as_ref();
        let events = labels.map(|labels| EmbeddedEvents::new(&fitted, &held_out, labels));
        let events = events.transpose()?;
        let located = events.as_ref().map(EmbeddedEvents::localize).transpose()?;
        if record.methods.is_empty() {
            record.shown = match &located {
                Some(located) => shown(located),
                None => {
                    let thirds = middle_thirds(&held_out);
                    shown(&EmbeddedEvents::new(&fitted, &held_out, &thirds)?.localize()?)
                }
            };
            let (most, seed) = (MOST_CLIPS / identity.n_folds, identity.training.seed);
            measured = HeldOutClip::measure(&fitted, &held_out, most, seed)?;
            for moment_secs in MOMENT_SECS {
                let clips = own_moments(&fitted, &held_out, moment_secs)?;
                record.own_moments.push(OwnMomentsRecord { moment_secs, clips });
            }
            if let (Some(located), Some(labels)) = (&located, labels) {
                record.events = by_rule(located, &best_starts(&train, labels));
            }
        }
        let shuffled = events.as_ref().map(EmbeddedEvents::localize_shuffled).transpose()?;
        record.methods.push(MethodRecord {
            method: entry.name.to_owned(),
            own_clip: own_clip_scores(&fitted, &held_out)?,
            exact: located.as_deref().map(exact).unwrap_or_default(),
            shuffled: shuffled.as_deref().map(exact).unwrap_or_default(),
        });
    }
    Ok(EvaluatedFold { record, measured })
}

/// Examples, enough to have hits and misses among them.
fn shown(events: &[LocalizedEvent]) -> Vec<ShownRecord> {
    let records = events.iter().take(MOST_SHOWN).map(|event| ShownRecord {
        clip: event.clip.clone(),
        n_segments: event.n_segments,
        from: event.from,
        truth: event.truth,
        best_starts: event.found.tied.clone(),
        distances: event.found.distances.clone(),
    });
    records.collect()
}

/// Without labels, the middle third of each clip serves as its event.
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
        let of_modality = events.iter().filter(|event| event.from == modality);
        of_modality.map(|event| exact_match(&event.answer())).collect()
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
