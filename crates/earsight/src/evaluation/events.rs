//! Annotated events of held-out clips, embedded once for localization (§3.2) and retrieval (§3.3).

use earsight_core::{Annotations, Category, ClipId, FeatureSet, Modality, PerModality, Span};
use earsight_metrics::Answer;
use ndarray::{Array2, s};

use crate::Result;
use crate::comparison::Comparison;
use crate::localization::{Localization, Seconds, Sequence};

/// One event, localized.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct LocalizedEvent {
    /// The clip.
    pub clip: ClipId,
    /// Category of the event.
    pub category: Category,
    /// Modality of the query.
    pub from: Modality,
    /// Where the event is.
    pub truth: Span,
    /// Seconds of the clip.
    pub n_segments: usize,
    /// The result.
    pub found: Localization,
}

impl LocalizedEvent {
    /// For the scores of `earsight-metrics`.
    pub fn answer(&self) -> Answer {
        Answer { truth: self.truth, n_segments: self.n_segments, starts: self.found.tied.clone() }
    }
}

/// A clip with an event, embedded.
pub struct EmbeddedEvent {
    /// The clip.
    pub clip: ClipId,
    /// Category of the event.
    pub category: Category,
    /// When; at least one second.
    pub truth: Span,
    /// All seconds of the clip. `[T, E]` each
    pub rows: PerModality<Array2<f32>>,
    /// The event's seconds embedded without the rest of the clip. The rows of a model with context, such as an
    /// LSTM, would otherwise reveal how far from the clip's ends they were cut. `[l, E]` each
    pub query: PerModality<Array2<f32>>,
    /// Changes in the clip's seconds, where they are known. `[T, ·]` each
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

/// The annotated clips of a collection with both modalities, embedded by one model.
pub struct EmbeddedEvents<'a> {
    comparison: &'a Comparison<'a>,
    events: Vec<EmbeddedEvent>,
}

impl<'a> EmbeddedEvents<'a> {
    /// Embeds each clip whole, so that models with context have it, and each event alone.
    ///
    /// Clips without an event, or whose event is empty or ends after them, are skipped.
    ///
    /// # Errors
    /// Those of the model.
    pub fn new(
        comparison: &'a Comparison<'a>,
        features: &FeatureSet,
        annotations: &Annotations,
    ) -> Result<Self> {
        let mut events = Vec::new();
        let pairs = features.clips().iter().filter_map(|clip| Some((clip, clip.both_rows()?)));
        for (of_clip, pair) in pairs {
            let clip = of_clip.id.clone();
            let Some(event) = annotations.event(&clip) else { continue };
            let truth = event.span;
            if truth.is_empty() || truth.end() > pair.audio.n_secs() {
                continue;
            }
            let rows =
                PerModality::try_from_fn(|modality| comparison.embed(modality, pair[modality]))?;
            let query = PerModality::try_from_fn(|modality| {
                comparison.embed(modality, pair[modality].within(truth))
            })?;
            let category = event.category.clone();
            let changes = of_clip.both_changes();
            let changes = changes.map(|changes| changes.map(Clone::clone));
            events.push(EmbeddedEvent { clip, category, truth, rows, query, changes });
        }
        Ok(EmbeddedEvents { comparison, events })
    }

    /// The events, in the collection's order.
    pub fn events(&self) -> &[EmbeddedEvent] {
        &self.events
    }

    /// Localizes each event's seconds of one modality in the other, both ways.
    ///
    /// Events that fill their clip are skipped: they have only one start (SPEC §1.4).
    ///
    /// # Errors
    /// Those of the model.
    pub fn localize(&self) -> Result<Vec<LocalizedEvent>> {
        self.localize_with(|events, own| events[own])
    }

    /// The same with each query taken from the next clip whose event is at least as long.
    ///
    /// A method that matches content falls to chance here; one that finds "eventful" seconds does not.
    ///
    /// # Errors
    /// Those of the model.
    pub fn localize_shuffled(&self) -> Result<Vec<LocalizedEvent>> {
        self.localize_with(|events, own| {
            let mut others = events.iter().cycle().skip(own + 1);
            let is_long_enough = |other: &&&EmbeddedEvent| other.truth.len >= events[own].truth.len;
            others.find(is_long_enough).copied().unwrap_or(events[own])
        })
    }

    /// `query_of(events, own)` is the event whose seconds are the query for the `own`-th.
    fn localize_with(
        &self,
        query_of: impl for<'e> Fn(&[&'e EmbeddedEvent], usize) -> &'e EmbeddedEvent,
    ) -> Result<Vec<LocalizedEvent>> {
        let has_starts = |event: &&EmbeddedEvent| event.truth.len < event.rows.audio.nrows();
        let events: Vec<&EmbeddedEvent> = self.events.iter().filter(has_starts).collect();
        let mut found = Vec::with_capacity(2 * events.len());
        for (own, event) in events.iter().enumerate() {
            let other = query_of(&events, own);
            for from in Modality::ALL {
                let query = other.query(from, event.truth.len);
                let seconds = event.seconds(from.other());
                let sequence = Sequence::new(self.comparison, from.other(), seconds)?;
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
