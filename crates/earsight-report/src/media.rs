//! The heavy things of one page, and how much of them is left.

use earsight_core::{Frame, Modality};
use maud::{Markup, html};

use crate::picture::{data_uri, n_wav_bytes, spectrogram, thumbnail, wav};
use crate::{Excerpt, Limits, Report, Sound};

/// Whose sound it is; queries come first when there is not enough room for all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Query,
    Answer,
}

/// Makes pictures and players, within the limits of the page.
pub(crate) struct Media<'a> {
    pub(crate) limits: &'a Limits,
    query_bytes_left: usize,
    answer_bytes_left: usize,
    n_left_out: usize,
}

impl<'a> Media<'a> {
    /// Sets aside what the queries need, the rest is for answers.
    pub(crate) fn new(report: &Report, limits: &'a Limits) -> Self {
        let queries = report
            .localizations
            .iter()
            .map(|example| (example.from, example.heard_query()))
            .chain(report.retrievals.iter().map(|example| (example.from, example.query.clone())))
            .chain(report.generations.iter().map(|example| (example.from, example.query.clone())));
        let needed: usize = queries
            .filter(|(from, _)| *from == Modality::Audio)
            .filter_map(|(_, query)| {
                query.sound.as_ref().map(|sound| n_snippet_bytes(sound, limits))
            })
            .sum();
        let query_bytes_left = needed.min(limits.audio_bytes);
        Media {
            limits,
            query_bytes_left,
            answer_bytes_left: limits.audio_bytes - query_bytes_left,
            n_left_out: 0,
        }
    }

    /// Players that did not fit.
    pub(crate) fn n_left_out(&self) -> usize {
        self.n_left_out
    }

    /// A frame as a `data:` URI.
    pub(crate) fn thumbnail(&self, frame: &Frame, longer_side_px: u32) -> Option<String> {
        thumbnail(frame, longer_side_px.min(self.limits.thumbnail_px))
    }

    /// The sound of a whole clip as a `data:` URI, for a strip.
    pub(crate) fn strip_spectrogram(&self, sound: &Sound) -> Option<String> {
        spectrogram(sound, 320)
    }

    /// The middle picture of an excerpt, or a field that says there is none.
    pub(crate) fn picture(&self, excerpt: &Excerpt) -> Markup {
        let middle = excerpt.frames.get(excerpt.frames.len() / 2);
        html! {
            @if let Some(uri) = middle.and_then(|frame| self.thumbnail(frame, u32::MAX)) {
                img src=(uri) alt={ "Picture of " (excerpt.place()) } loading="lazy";
            } @else {
                div.missing { "no picture" }
            }
        }
    }

    /// The spectrogram of an excerpt, or a field that says there is no sound.
    pub(crate) fn small_spectrogram(&self, excerpt: &Excerpt) -> Markup {
        let uri = excerpt.sound.as_ref().and_then(|sound| spectrogram(sound, 96));
        html! {
            @if let Some(uri) = uri {
                img.spectrogram src=(uri) alt={ "Spectrogram of " (excerpt.place()) } loading="lazy";
            } @else {
                div.missing { "no sound" }
            }
        }
    }

    /// A player, when there are samples and room for them.
    pub(crate) fn player(&mut self, excerpt: &Excerpt, side: Side) -> Markup {
        let Some(sound @ Sound::Samples { samples, sample_rate_hz }) = &excerpt.sound else {
            return html! {};
        };
        let n_bytes = n_snippet_bytes(sound, self.limits);
        let left = match side {
            Side::Query => &mut self.query_bytes_left,
            Side::Answer => &mut self.answer_bytes_left,
        };
        if n_bytes == 0 || n_bytes > *left {
            self.n_left_out += usize::from(n_bytes > 0);
            return html! {};
        }
        *left -= n_bytes;
        let samples = &samples[..n_snippet_samples(samples.len(), *sample_rate_hz, self.limits)];
        html! {
            audio controls preload="metadata" aria-label={ "Sound of " (excerpt.place()) }
                src=(data_uri("audio/wav", &wav(samples, *sample_rate_hz))) {}
        }
    }
}

fn n_snippet_samples(n_samples: usize, sample_rate_hz: u32, limits: &Limits) -> usize {
    n_samples.min((limits.snippet_secs.max(0.0) * sample_rate_hz as f32) as usize)
}

/// 0 for a sound that cannot be played.
fn n_snippet_bytes(sound: &Sound, limits: &Limits) -> usize {
    match sound {
        Sound::Samples { samples, sample_rate_hz } if *sample_rate_hz > 0 => {
            match n_snippet_samples(samples.len(), *sample_rate_hz, limits) {
                0 => 0,
                n_samples => n_wav_bytes(n_samples, *sample_rate_hz),
            }
        }
        _ => 0,
    }
}
