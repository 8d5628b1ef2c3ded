//! A stretch of a clip, as far as it can be shown and heard.

use earsight_core::{Category, ClipId, Frame, Span};
use ndarray::{Array2, s};

/// A stretch of a clip, as far as it can be shown and heard.
///
/// A query that is a file of its own is an excerpt too: `clip` is then its name.
#[derive(Debug, Clone)]
pub struct Excerpt {
    /// The clip.
    pub clip: ClipId,
    /// Which seconds of it.
    pub span: Span,
    /// One picture per second, the first at `span.start`; empty when there is nothing to see.
    pub frames: Vec<Frame>,
    /// The sound of exactly these seconds, if there is any.
    pub sound: Option<Sound>,
    /// What a person said it is, if someone did; shown, never learned from.
    pub category: Option<Category>,
}

impl Excerpt {
    /// An excerpt of which only the name is known so far.
    pub fn new(clip: impl Into<ClipId>, span: Span) -> Self {
        Excerpt { clip: clip.into(), span, frames: Vec::new(), sound: None, category: None }
    }

    /// `drums/solo.mp4, 3–5 s`, for people.
    pub(crate) fn place(&self) -> String {
        format!("{}, {}", self.clip, seconds(self.span))
    }

    /// A shorter stretch of this one, with the pictures and the sound that belong to it.
    pub(crate) fn cut(&self, span: Span) -> Excerpt {
        let within = |n_all: usize, second: usize| {
            let offset = second.saturating_sub(self.span.start).min(self.span.len);
            offset * n_all / self.span.len.max(1)
        };
        let frames = span
            .range()
            .filter_map(|second| self.frames.get(second.checked_sub(self.span.start)?).cloned());
        let sound = self.sound.as_ref().map(|sound| match sound {
            Sound::Samples { samples, sample_rate_hz } => {
                let rate = *sample_rate_hz as usize;
                let at = |second: usize| {
                    second.saturating_sub(self.span.start).saturating_mul(rate).min(samples.len())
                };
                Sound::Samples {
                    samples: samples[at(span.start)..at(span.end())].to_vec(),
                    sample_rate_hz: *sample_rate_hz,
                }
            }
            Sound::LogMel(bands) => {
                let (from, to) =
                    (within(bands.nrows(), span.start), within(bands.nrows(), span.end()));
                Sound::LogMel(bands.slice(s![from..to, ..]).to_owned())
            }
        });
        Excerpt {
            clip: self.clip.clone(),
            span,
            frames: frames.collect(),
            sound,
            category: self.category.clone(),
        }
    }
}

/// `second 3` or `3–5 s`, half open: the seconds 3 and 4.
pub(crate) fn seconds(span: Span) -> String {
    if span.len == 1 {
        format!("second {}", span.start)
    } else {
        format!("{}\u{2013}{} s", span.start, span.end())
    }
}

/// A sound, to be drawn as a spectrogram and, when its samples are there, to be listened to.
#[derive(Debug, Clone)]
pub enum Sound {
    /// Mono samples in −1..=1.
    Samples {
        /// The samples.
        samples: Vec<f32>,
        /// Samples per second.
        sample_rate_hz: u32,
    },
    /// A ready log-mel spectrogram, in any logarithmic unit; drawn between its own extremes.
    ///
    /// # Shapes
    /// - `[n_frames, n_bands]`, earliest frame first, lowest band first
    LogMel(Array2<f32>),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_has_the_sound_of_its_seconds() {
        let samples = (0..50).map(|index| index as f32).collect();
        let mut excerpt = Excerpt::new("a.mp4", Span::new(2, 5));
        excerpt.sound = Some(Sound::Samples { samples, sample_rate_hz: 10 });
        let heard = |span| match excerpt.cut(span).sound {
            Some(Sound::Samples { samples, .. }) => samples,
            other => panic!("{other:?}"),
        };
        assert_eq!(heard(Span::new(3, 1)), (10..20).map(|index| index as f32).collect::<Vec<_>>());
        assert_eq!(heard(Span::new(6, 9)).len(), 10, "the end of the sound is the end");
        assert!(heard(Span::new(90, 3)).is_empty());
        assert!(heard(Span::new(0, 1)).is_empty(), "before the excerpt there is nothing");
        excerpt.sound = Some(Sound::LogMel(Array2::zeros((10, 4))));
        let cut = excerpt.cut(Span::new(4, 2)).sound;
        assert!(matches!(cut, Some(Sound::LogMel(bands)) if bands.dim() == (4, 4)));
    }

    #[test]
    fn a_place_reads_as_seconds() {
        let excerpt = Excerpt::new("a.mp4", Span::new(3, 2));
        assert_eq!(excerpt.place(), "a.mp4, 3\u{2013}5 s");
        assert_eq!(excerpt.cut(Span::new(3, 1)).place(), "a.mp4, second 3");
    }
}
