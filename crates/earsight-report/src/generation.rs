//! What would it look or sound like.

use earsight_core::Modality;
use maud::{Markup, html};

use crate::hit::ranking;
use crate::media::Media;
use crate::{Excerpt, Hit, sense};

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

impl GenerationExample {
    pub(crate) fn render(&self, media: &mut Media<'_>) -> Markup {
        let to = self.from.other();
        html! {
            figure.example {
                h3 { (sense::direction(self.from, to)) }
                (ranking(media, self.from, &self.query, to, &self.nearest))
                figcaption {
                    "From the " (sense::word(self.from)) " of the query alone the model made up features of a "
                    (sense::word(to)) ". Features cannot be looked at or listened to, so these are the real seconds \
                     whose " (sense::word(to)) " comes nearest to them."
                }
            }
        }
    }
}
