//! What else is like this.

use earsight_core::Modality;
use maud::{Markup, html};

use crate::hit::ranking;
use crate::media::Media;
use crate::{Excerpt, Hit, sense};

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

impl RetrievalExample {
    pub(crate) fn render(&self, media: &mut Media<'_>) -> Markup {
        html! {
            figure.example {
                h3 { (sense::direction(self.from, self.to)) }
                (ranking(media, self.from, &self.query, self.to, &self.hits))
                figcaption {
                    "The " (sense::word(self.from)) " of the query was compared with the "
                    (sense::word(self.to)) " of every second; nearest first. "
                    @if self.from != self.to {
                        "What is outlined in colour was compared, the other sense is there for you to judge."
                    }
                }
            }
        }
    }
}
