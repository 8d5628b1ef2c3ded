//! Localization of annotated events (§3.2), both directions, with the control that tells matching from guessing.

use earsight_core::{Annotations, ClipId, FeatureSet, Modality, PerModality, Span};
use earsight_metrics::Answer;
use ndarray::{Array2, s};

use crate::Result;
use crate::localization::{Localization, slide};
use crate::model::AudioVisualModel;

/// One event that was looked for.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct LocalizedEvent {
    /// The clip.
    pub clip: ClipId,
    /// Sense of the query.
    pub from: Modality,
    /// Where the event is.
    pub truth: Span,
    /// Seconds of the clip.
    pub n_segments: usize,
    /// Where it was found.
    pub found: Localization,
}

impl LocalizedEvent {
    /// As the scores of `earsight-metrics` take it.
    pub fn answer(&self) -> Answer {
        Answer { truth: self.truth, n_segments: self.n_segments, starts: self.found.tied.clone() }
    }
}

/// Takes each event's seconds in one sense and looks for them in the other.
///
/// Clips without an event, and events that fill or exceed their clip, are passed over:
/// there is nothing to find (SPEC §1.4).
///
/// # Errors
/// What the model refuses.
pub fn localize_events(
    model: &dyn AudioVisualModel,
    features: &FeatureSet,
    annotations: &Annotations,
) -> Result<Vec<LocalizedEvent>> {
    let events = Events::of(model, features, annotations)?;
    events.localize(model, |own| own)
}

/// The same with each query taken from the next clip whose event is at least as long.
///
/// A method that matches content falls to chance here; one that finds "eventful" seconds does not.
///
/// # Errors
/// What the model refuses.
pub fn localize_shuffled(
    model: &dyn AudioVisualModel,
    features: &FeatureSet,
    annotations: &Annotations,
) -> Result<Vec<LocalizedEvent>> {
    let events = Events::of(model, features, annotations)?;
    events.localize(model, |own| {
        let n = events.clips.len();
        (1..n)
            .map(|step| (own + step) % n)
            .find(|&other| events.clips[other].truth.len >= events.clips[own].truth.len)
            .unwrap_or(own)
    })
}

struct Events {
    clips: Vec<EmbeddedClip>,
}

struct EmbeddedClip {
    id: ClipId,
    truth: Span,
    rows: PerModality<Array2<f32>>,
}

impl Events {
    fn of(
        model: &dyn AudioVisualModel,
        features: &FeatureSet,
        annotations: &Annotations,
    ) -> Result<Self> {
        let mut clips = Vec::new();
        for (place, pair) in features.paired() {
            let id = features.clips()[place].id.clone();
            let Some(event) = annotations.event(&id) else { continue };
            let n_segments = pair.audio.nrows();
            if event.span.is_empty()
                || event.span.len >= n_segments
                || event.span.end() > n_segments
            {
                continue;
            }
            let rows = PerModality::try_from_fn(|sense| model.embed(sense, pair[sense].view()))?;
            clips.push(EmbeddedClip { id, truth: event.span, rows });
        }
        Ok(Events { clips })
    }

    fn localize(
        &self,
        model: &dyn AudioVisualModel,
        query_clip: impl Fn(usize) -> usize,
    ) -> Result<Vec<LocalizedEvent>> {
        let mut found = Vec::with_capacity(2 * self.clips.len());
        for (own, clip) in self.clips.iter().enumerate() {
            let other = &self.clips[query_clip(own)];
            let query = Span::new(other.truth.start, clip.truth.len).range();
            for from in Modality::ALL {
                let query = other.rows[from].slice(s![query.clone(), ..]);
                let sequence = clip.rows[from.other()].view();
                found.push(LocalizedEvent {
                    clip: clip.id.clone(),
                    from,
                    truth: clip.truth,
                    n_segments: sequence.nrows(),
                    found: slide(model.distance(), query, sequence)?,
                });
            }
        }
        Ok(found)
    }
}
