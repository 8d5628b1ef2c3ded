//! Annotated events of held-out clips, embedded once and asked about in every way (§3.2, §3.3).

use earsight_core::{Annotations, Category, ClipId, FeatureSet, Modality, PerModality, Span};
use earsight_metrics::Answer;
use ndarray::{Array2, s};

use crate::Result;
use crate::localization::{Localization, Seconds, Sequence};
use crate::model::AudioVisualModel;

/// One event that was looked for.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct LocalizedEvent {
    /// The clip.
    pub clip: ClipId,
    /// What happens in it.
    pub category: Category,
    /// Modality of the query.
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

/// A clip with an event, as a model sees it.
pub struct EmbeddedEvent {
    /// The clip.
    pub clip: ClipId,
    /// What happens in it.
    pub category: Category,
    /// When; at least one second.
    pub truth: Span,
    /// All seconds of the clip. `[T, E]` each
    pub rows: PerModality<Array2<f32>>,
    /// The event's seconds embedded without the rest of the clip. A model that looks around a second, as an
    /// LSTM does, would else tell by the query's rows how far from the clip's ends they were cut. `[l, E]` each
    pub query: PerModality<Array2<f32>>,
    /// What changes in the clip's seconds, where that is known. `[T, ·]` each
    changes: Option<PerModality<Array2<f32>>>,
}

impl EmbeddedEvent {
    /// All seconds of the clip.
    fn seconds(&self, modality: Modality) -> Seconds<'_> {
        let changes = self.changes.as_ref().map(|changes| changes[modality].view());
        Seconds { rows: self.rows[modality].view(), changes }
    }

    /// The first `len` seconds of the event.
    fn query(&self, modality: Modality, len: usize) -> Seconds<'_> {
        let start = self.truth.start;
        let changes = self.changes.as_ref();
        let changes = changes.map(|changes| changes[modality].slice(s![start..start + len, ..]));
        Seconds { rows: self.query[modality].slice(s![..len, ..]), changes }
    }
}

/// The clips of a collection that are heard, seen and annotated, as one model sees them.
pub struct EmbeddedEvents<'a> {
    model: &'a dyn AudioVisualModel,
    events: Vec<EmbeddedEvent>,
}

impl<'a> EmbeddedEvents<'a> {
    /// Embeds each clip whole, so that models that look around a second may, and each event alone.
    ///
    /// Clips without an event, or whose event is empty or ends after them, are passed over.
    ///
    /// # Errors
    /// What the model refuses.
    pub fn new(
        model: &'a dyn AudioVisualModel,
        features: &FeatureSet,
        annotations: &Annotations,
    ) -> Result<Self> {
        let mut events = Vec::new();
        for (place, pair) in features.paired() {
            let clip = features.clips()[place].id.clone();
            let Some(event) = annotations.event(&clip) else { continue };
            let truth = event.span;
            if truth.is_empty() || truth.end() > pair.audio.nrows() {
                continue;
            }
            let rows =
                PerModality::try_from_fn(|modality| model.embed(modality, pair[modality].view()))?;
            let query = PerModality::try_from_fn(|modality| {
                model.embed(modality, pair[modality].slice(s![truth.range(), ..]))
            })?;
            let category = event.category.clone();
            let changes = features.clips()[place].both_changes();
            let changes = changes.map(|changes| changes.map(Clone::clone));
            events.push(EmbeddedEvent { clip, category, truth, rows, query, changes });
        }
        Ok(EmbeddedEvents { model, events })
    }

    /// The events, in the collection's order.
    pub fn events(&self) -> &[EmbeddedEvent] {
        &self.events
    }

    /// Takes each event's seconds in one modality and looks for them in the other, both ways.
    ///
    /// Events that fill their clip are passed over: there is nothing to find (SPEC §1.4).
    ///
    /// # Errors
    /// What the model refuses.
    pub fn localize(&self) -> Result<Vec<LocalizedEvent>> {
        self.localize_with(|places, own| places[own])
    }

    /// The same with each query taken from the next clip whose event is at least as long.
    ///
    /// A method that matches content falls to chance here; one that finds "eventful" seconds does not.
    ///
    /// # Errors
    /// What the model refuses.
    pub fn localize_shuffled(&self) -> Result<Vec<LocalizedEvent>> {
        self.localize_with(|places, own| {
            let (n, needed) = (places.len(), self.events[places[own]].truth.len);
            (1..n)
                .map(|step| places[(own + step) % n])
                .find(|&other| self.events[other].truth.len >= needed)
                .unwrap_or(places[own])
        })
    }

    /// `query_of(places, own)` is the event whose seconds are asked with, for the `own`-th that can be missed.
    fn localize_with(
        &self,
        query_of: impl Fn(&[usize], usize) -> usize,
    ) -> Result<Vec<LocalizedEvent>> {
        let can_be_missed = |&place: &usize| {
            let EmbeddedEvent { truth, rows, .. } = &self.events[place];
            truth.len < rows.audio.nrows()
        };
        let places: Vec<usize> = (0..self.events.len()).filter(can_be_missed).collect();
        let mut found = Vec::with_capacity(2 * places.len());
        for (own, &place) in places.iter().enumerate() {
            let event = &self.events[place];
            let other = &self.events[query_of(&places, own)];
            for from in Modality::ALL {
                let query = other.query(from, event.truth.len);
                let seconds = event.seconds(from.other());
                let sequence = Sequence::new(self.model.distance(), from.other(), seconds)?;
                found.push(LocalizedEvent {
                    clip: event.clip.clone(),
                    category: event.category.clone(),
                    from,
                    truth: event.truth,
                    n_segments: seconds.rows.nrows(),
                    found: sequence.locate(query)?.found,
                });
            }
        }
        Ok(found)
    }
}
