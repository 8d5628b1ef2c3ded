//! What else is like this.

use std::borrow::Cow;

use earsight_core::Modality;

use crate::Excerpt;

/// One query and the seconds nearest to it.
#[derive(Debug, Clone)]
pub struct RetrievalExample {
    /// The sense of the query.
    pub from: Modality,
    /// The sense it was compared with.
    pub to: Modality,
    /// The query.
    pub query: Excerpt,
    /// The nearest, closest first.
    pub hits: Vec<Hit>,
}

/// One answer and how far it is.
#[derive(Debug, Clone)]
pub struct Hit {
    /// The second.
    pub excerpt: Excerpt,
    /// The summands of the distance, weights included; their sum is the distance.
    pub parts: Vec<DistancePart>,
}

/// One summand of a distance, as measured.
#[derive(Debug, Clone, PartialEq)]
pub struct DistancePart {
    /// `latent` or `generated`, the name in [`earsight_core::Part`].
    pub name: Cow<'static, str>,
    /// Its value, at least 0; smaller is closer.
    pub value: f64,
}

impl Hit {
    /// The distance: the sum of its parts.
    pub fn distance(&self) -> f64 {
        self.parts.iter().map(|part| part.value).sum()
    }
}
