//! What would it look or sound like.

use earsight_core::Modality;

use crate::{Excerpt, Hit};

/// A query in one sense and the real seconds nearest to what was generated for the other.
#[derive(Debug, Clone)]
pub struct GenerationExample {
    /// The sense of the query; the other one was generated.
    pub from: Modality,
    /// The query.
    pub query: Excerpt,
    /// Real seconds nearest to the generated features, closest first.
    ///
    /// The distance is between features of the backbone; it usually has one part.
    pub nearest: Vec<Hit>,
}
