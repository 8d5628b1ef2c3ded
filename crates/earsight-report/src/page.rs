//! The document around the sections.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::media::Media;
use crate::{Limits, Report, number};

/// Of the page, and of figures that are files of their own.
pub(crate) const STYLE: &str = concat!(include_str!("theme.css"), include_str!("page.css"));

/// Nothing but what is inside the file: no script, no font, no request.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; \
    img-src data:; media-src data:; base-uri 'none'; form-action 'none'";

/// One part of the page.
struct Section {
    id: &'static str,
    title: &'static str,
    /// What a person should know before looking.
    lead: &'static str,
    /// Nothing when there is nothing to show.
    body: Option<Markup>,
    /// Why that can be.
    nothing: &'static str,
}

/// The whole document.
pub(crate) fn render(report: &Report, limits: &Limits) -> Markup {
    let mut media = Media::new(report, limits);
    let sections = sections(report, &mut media);
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(CONTENT_SECURITY_POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                title { (report.head.title) " \u{b7} Earsight report" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#content" { "Skip to the results" }
                (report.head.render())
                nav aria-label="Sections" {
                    ul { @for section in &sections {
                        li { a href={ "#" (section.id) } { (section.title) } }
                    } }
                }
                main #content {
                    @for section in &sections { (section.render()) }
                }
                (footer(&media))
            }
        }
    }
}

fn sections(report: &Report, media: &mut Media<'_>) -> Vec<Section> {
    vec![
        Section {
            id: "self-check",
            title: "How well it works",
            lead: "Measured on clips the model has not learned from. \
                   A number means something only beside what guessing gives (the dashed tick) \
                   and beside a method that learns nothing deep.",
            body: each(&report.self_checks, |check| check.render()),
            nothing: "No self-check was run; it needs at least a few clips with both sound and picture.",
        },
        Section {
            id: "localization",
            title: "Where does it happen?",
            lead: "Localization: a stretch of one sense is looked for in the other sense of a clip.",
            body: each(&report.localizations, |example| example.render(media)),
            nothing: "No example; localization needs a clip of a few seconds with both sound and picture.",
        },
        Section {
            id: "retrieval",
            title: "What else is like this?",
            lead: "Retrieval: all seconds of the collection, ordered by their distance to the query. \
                   The bar adds up the parts of that distance: how far the two are in the latent space, \
                   and how far what the model generates from them is. Shorter is closer.",
            body: each(&report.retrievals, |example| example.render(media)),
            nothing: "No example; retrieval needs more than one second of sound or picture.",
        },
        Section {
            id: "generation",
            title: "What would it look or sound like?",
            lead: "Generation: one sense imagined from the other.",
            body: each(&report.generations, |example| example.render(media)),
            nothing: "No example; generation needs a model that has learned from both sound and picture.",
        },
        Section {
            id: "training",
            title: "How it learned",
            lead: "",
            body: report.training.as_ref().map(|training| training.render()),
            nothing: "No training was recorded for this report.",
        },
        Section {
            id: "latent-space",
            title: "One space for both senses",
            lead: "",
            body: report
                .latent_space
                .as_ref()
                .filter(|space| !space.panels.is_empty())
                .map(|space| space.render(media.limits.latent_points)),
            nothing: "No picture of the latent space; it needs clips with both sound and picture.",
        },
    ]
}

/// All examples one after the other; nothing when there is none.
fn each<T>(examples: &[T], mut render: impl FnMut(&T) -> Markup) -> Option<Markup> {
    (!examples.is_empty()).then(|| html! { @for example in examples { (render(example)) } })
}

impl Section {
    fn render(&self) -> Markup {
        let heading_id = format!("{}-heading", self.id);
        html! {
            section id=(self.id) aria-labelledby=(heading_id) {
                h2 id=(heading_id) { (self.title) }
                @if let Some(body) = &self.body {
                    @if !self.lead.is_empty() { p.lead { (self.lead) } }
                    (body)
                } @else {
                    p.nothing { (self.nothing) }
                }
            }
        }
    }
}

fn footer(media: &Media<'_>) -> Markup {
    html! {
        footer {
            p {
                "This page is one file: pictures and sounds are inside it, it runs no script and asks nothing of any network. "
                "Sounds are cut to " (media.limits.snippet_secs) " s and thinned to at most 24 kHz for listening"
                @if media.n_left_out() > 0 {
                    "; to keep the file small, " (number::count(media.n_left_out(), "sound")) " of answers have no player"
                }
                ". Times are in seconds from the beginning of a clip; a window 3\u{2013}5 holds the seconds 3 and 4."
            }
        }
    }
}
