//! The two senses, told apart by shape and by colour.

use earsight_core::Modality;
use maud::{Markup, html};

/// What a person calls it.
pub(crate) fn word(modality: Modality) -> &'static str {
    match modality {
        Modality::Audio => "sound",
        Modality::Visual => "picture",
    }
}

/// A circle for audio, a triangle for visual, in the colour of the sense.
pub(crate) fn mark(modality: Modality) -> Markup {
    html! {
        svg.sense.(modality.name()) viewBox="0 0 12 12" aria-hidden="true" {
            @match modality {
                Modality::Audio => { circle cx="6" cy="6" r="4.6" {} }
                Modality::Visual => { path d="M6 1.2L11.2 10.8H.8z" {} }
            }
        }
    }
}

/// `sound ● → picture ▲`
pub(crate) fn direction(from: Modality, to: Modality) -> Markup {
    html! {
        span.direction {
            (mark(from)) (word(from)) span.arrow { " \u{2192} " } (mark(to)) (word(to))
        }
    }
}
