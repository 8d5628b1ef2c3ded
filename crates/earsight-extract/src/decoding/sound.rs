//! The sound of a file as rows of features, of changes and of concepts.

use earsight_backbone::{AudioSegments, SoundChangeRows};
use earsight_core::{Modality, Span};
use earsight_media::Samples;

use super::concept_sound::ConceptSound;
use super::{Decoder, LEAD_SECS};
use crate::Result;
use crate::rows::{Rows, matrix};

/// The sound of a file being decoded, or of a window of it.
pub(super) struct Sound<'a> {
    decoder: &'a Decoder,
    first: Option<Vec<f32>>,
    /// `None` when the sound has ended with a complaint.
    samples: Option<Samples>,
    features: Stream<AudioSegments<'a>>,
    changes: Stream<SoundChangeRows<'a>>,
    concepts: Option<Stream<ConceptSound<'a>>>,
    /// The next second to read, counted from the file's start.
    next_second: usize,
    /// The first second of the window.
    start: usize,
    is_window: bool,
    /// Rows of changes before the window that are still to be dropped.
    n_lead: usize,
    /// Rows that may still be returned; known at the end.
    n_left: usize,
    n_rows: usize,
}

/// What makes rows of one kind, and rows that were not returned: each kind needs another part of the next seconds.
struct Stream<S> {
    from: S,
    /// The first second that it takes.
    start: usize,
    rows: Vec<Vec<f32>>,
}

impl<'a> Sound<'a> {
    /// Seconds of sound that the rows of a window depend on.
    pub(super) fn needed(decoder: &Decoder, window: Span) -> Span {
        let change = Span::new(window.start.saturating_sub(LEAD_SECS), 0);
        let concepts = decoder.concepts.as_ref().map(|concepts| concepts.sound.sound_of(window));
        let all = concepts.into_iter().chain([decoder.audio.sound_of(window), change]);
        let (start, end) = all.fold((window.start, window.end()), |(start, end), span| {
            (start.min(span.start), end.max(span.end()))
        });
        Span::new(start, end - start)
    }

    /// Reads the first second; `None` when there is none.
    pub(super) fn open(
        mut samples: Samples,
        decoder: &'a Decoder,
        window: Option<Span>,
    ) -> Result<Option<Self>> {
        let Some(first) = samples.next().transpose()? else { return Ok(None) };
        let span = window.unwrap_or(Span::new(0, 0));
        let concepts = decoder.concepts.as_ref().map(|concepts| -> Result<_> {
            let rate_hz = decoder.audio.sample_rate_hz();
            let from = ConceptSound::from(&concepts.sound, rate_hz, span.start)?;
            let start = concepts.sound.sound_of(Span::new(span.start, 1)).start;
            Ok(Stream { from, start, rows: vec![] })
        });
        Ok(Some(Sound {
            decoder,
            first: Some(first),
            samples: Some(samples),
            features: Stream {
                from: decoder.audio.segments_from(span.start),
                start: decoder.audio.sound_of(Span::new(span.start, 1)).start,
                rows: vec![],
            },
            changes: Stream {
                from: decoder.sound_change.rows(),
                start: span.start.saturating_sub(LEAD_SECS),
                rows: vec![],
            },
            concepts: concepts.transpose()?,
            next_second: window.map_or(0, |span| Sound::needed(decoder, span).start),
            start: span.start,
            is_window: window.is_some(),
            n_lead: span.start.min(LEAD_SECS),
            n_left: usize::MAX,
            n_rows: 0,
        }))
    }

    /// Reads on until the end of second `n_secs` of the picture; silence where the sound has ended.
    pub(super) fn read_to(&mut self, n_secs: usize, is_end: bool) -> Result<Option<Rows>> {
        while self.next_second < self.start + n_secs {
            let second = self.read_second()?.unwrap_or_default();
            self.push(second)?;
        }
        if is_end {
            self.finish(n_secs)?;
        }
        self.take_rows()
    }

    /// Reads one second of a file without picture, of at most `n_most` seconds.
    ///
    /// Returns its number of seconds at the end.
    pub(super) fn read_one(&mut self, n_most: usize) -> Result<(Option<Rows>, Option<usize>)> {
        let is_full = self.next_second >= self.start.saturating_add(n_most);
        let second = if is_full { None } else { self.read_second()? };
        match second.filter(|second| self.next_second <= self.start || !self.is_rest(second)) {
            Some(second) => {
                self.push(second)?;
                Ok((self.take_rows()?, None))
            }
            None => {
                let n_secs = self.next_second.saturating_sub(self.start).max(1).min(n_most);
                self.finish(n_secs)?;
                Ok((self.take_rows()?, Some(n_secs)))
            }
        }
    }

    /// Computes the rows that are missing, so that there are `n_secs` in all.
    fn finish(&mut self, n_secs: usize) -> Result<()> {
        // The sound after a window affects the rows of its last seconds, where the file has it.
        let window = Span::new(self.start, n_secs);
        let end = if self.is_window { Sound::needed(self.decoder, window).end() } else { 0 };
        while self.next_second < end
            && let Some(second) = self.read_second()?
            && !self.is_rest(&second)
        {
            self.push(second)?;
        }
        self.features.rows.extend(self.features.from.finish(n_secs)?);
        let n_lead = self.start - self.changes.start;
        self.changes.rows.extend(self.changes.from.finish(n_lead + n_secs));
        if let Some(concepts) = &mut self.concepts {
            concepts.rows.extend(concepts.from.finish(n_secs)?);
        }
        self.n_left = n_secs.saturating_sub(self.n_rows);
        Ok(())
    }

    /// Whether a second is a rest of less than half a second, which is dropped, except as the only one.
    fn is_rest(&self, second: &[f32]) -> bool {
        2 * second.len() < self.decoder.audio.sample_rate_hz() as usize
    }

    fn read_second(&mut self) -> Result<Option<Vec<f32>>> {
        let next = self.first.take().map(Ok);
        Ok(next.or_else(|| self.samples.as_mut()?.next()).transpose()?)
    }

    /// Passes on the next second, which is shorter, or empty, where the sound has ended.
    fn push(&mut self, mut second: Vec<f32>) -> Result<()> {
        let at = self.next_second;
        self.next_second += 1;
        if let Some(concepts) = self.concepts.as_mut().filter(|concepts| at >= concepts.start) {
            concepts.rows.extend(concepts.from.push(&second)?);
        }
        second.resize(self.decoder.audio.sample_rate_hz() as usize, 0.0);
        if at >= self.features.start {
            self.features.rows.extend(self.features.from.push(&second)?);
        }
        if at >= self.changes.start {
            self.changes.rows.extend(self.changes.from.push(&second));
        }
        Ok(())
    }

    /// Seconds that have rows of every kind, without those before the window.
    fn take_rows(&mut self) -> Result<Option<Rows>> {
        let n_lead = self.n_lead.min(self.changes.rows.len());
        self.changes.rows.drain(..n_lead);
        self.n_lead -= n_lead;
        let n_concepts = self.concepts.as_ref().map_or(usize::MAX, |of| of.rows.len());
        let n_complete = self.features.rows.len().min(self.changes.rows.len()).min(n_concepts);
        let n = n_complete.min(self.n_left);
        if n == 0 {
            return Ok(None);
        }
        let taken = |rows: &mut Vec<Vec<f32>>| matrix(&rows.drain(..n).collect::<Vec<_>>());
        let rows = self.concepts.as_mut().map(|concepts| taken(&mut concepts.rows));
        let roots = self
            .decoder
            .concepts
            .as_ref()
            .zip(rows)
            .map(|(networks, rows)| networks.roots(Modality::Audio, rows.view()));
        self.n_rows += n;
        self.n_left -= n;
        Ok(Some(Rows {
            features: taken(&mut self.features.rows),
            changes: taken(&mut self.changes.rows),
            concepts: roots.transpose()?,
        }))
    }

    /// What ffmpeg complained about, returned once.
    pub(super) fn complaint(&mut self) -> Option<String> {
        let complaint = self.samples.as_ref()?.complaint()?.to_owned();
        self.samples = None;
        Some(complaint)
    }
}
