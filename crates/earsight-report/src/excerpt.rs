//! A stretch of a clip, as far as it can be shown and heard.

use earsight_core::{Category, ClipId, Frame, Span};
use ndarray::Array2;

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
