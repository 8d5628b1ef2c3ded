//! Where in a clip the query happens (the paper's Fig. 2).

use earsight_core::{Modality, Span};

use crate::Excerpt;

/// One query, the clip it was looked for in, and the answer.
#[derive(Debug, Clone)]
pub struct LocalizationExample {
    /// The sense the query was taken from; it was looked for in the other one.
    pub from: Modality,
    /// The query; when it is a stretch of the same clip, it is marked in the strip of its own sense.
    pub query: Excerpt,
    /// The whole clip it was looked for in.
    pub sequence: Excerpt,
    /// Distance summed over the query, for each start from `sequence.span.start`; smaller is closer.
    ///
    /// # Shapes
    /// - `[T − l + 1]` for a query of `l` seconds in `T`
    pub distances: Vec<f64>,
    /// Starts of smallest distance, in seconds of the clip: the first is the answer, more than one is a tie.
    pub best_starts: Vec<usize>,
    /// Where it really is, when that is known.
    pub truth: Option<Span>,
}
