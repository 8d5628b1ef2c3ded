//! Where in a clip the query happens (the paper's Fig. 2).

pub(crate) mod figure;

use earsight_core::{Modality, Span};
use maud::{Markup, html};

use crate::hit::card;
use crate::media::{Media, Side};
use crate::number::measured;
use crate::{Excerpt, excerpt, sense};

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

/// How the answer compares with the truth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// No start has a finite distance.
    Unanswered,
    /// Nobody knows where it is.
    Unjudged,
    /// The one best start is the right one.
    Hit,
    /// The right start is one of several equally good ones.
    Tie,
    /// This many seconds beside it.
    Miss(usize),
}

impl LocalizationExample {
    /// The query with the sound and pictures of the clip when it brought none of its own.
    pub(crate) fn heard_query(&self) -> Excerpt {
        if !self.query_is_in_sequence() {
            return self.query.clone();
        }
        let cut = self.sequence.cut(self.query.span);
        Excerpt {
            frames: if self.query.frames.is_empty() {
                cut.frames
            } else {
                self.query.frames.clone()
            },
            sound: self.query.sound.clone().or(cut.sound),
            ..self.query.clone()
        }
    }

    fn query_is_in_sequence(&self) -> bool {
        self.query.clip == self.sequence.clip
    }

    fn answer(&self) -> Option<Span> {
        self.best_starts.first().map(|&start| Span::new(start, self.query.span.len))
    }

    pub(crate) fn outcome(&self) -> Outcome {
        match (self.best_starts.as_slice(), self.truth) {
            ([], _) => Outcome::Unanswered,
            (_, None) => Outcome::Unjudged,
            ([start], Some(truth)) if *start == truth.start => Outcome::Hit,
            (starts, Some(truth)) if starts.contains(&truth.start) => Outcome::Tie,
            ([start, ..], Some(truth)) => Outcome::Miss(start.abs_diff(truth.start)),
        }
    }

    pub(crate) fn render(&self, media: &mut Media<'_>) -> Markup {
        let (from, to) = (self.from, self.from.other());
        html! {
            figure.example.localization {
                h3 { (sense::direction(from, to)) " " (self.outcome().badge()) }
                p.name { "in " (self.sequence.clip)
                    @if let Some(category) = &self.sequence.category { " \u{b7} " (category.0) } }
                div.side-by-side {
                    div.query {
                        p.rank { "Query, " (excerpt::seconds(self.query.span)) }
                        (card(media, &self.heard_query(), from, Side::Query))
                    }
                    @if to == Modality::Audio && let Some(answer) = self.answer() {
                        div.query {
                            p.rank { "Answer, " (excerpt::seconds(answer)) }
                            (card(media, &self.sequence.cut(answer), to, Side::Answer))
                        }
                    }
                }
                div.scroll role="region" tabindex="0" aria-label="Clip, second by second" {
                    (figure::draw(self, media))
                }
                figcaption {
                    "The " (sense::word(from)) " of " (excerpt::seconds(self.query.span))
                    @if !self.query_is_in_sequence() { " of " (self.query.clip) }
                    " was looked for in the " (sense::word(to)) " of the clip"
                    @if self.query_is_in_sequence() { " without knowing when it was taken" }
                    ". The curve is the distance if the window began at that second: the lowest point is the answer"
                    @if let Some(answer) = self.answer() { ", " (excerpt::seconds(answer)) }
                    "."
                    (self.margin()) " " (self.outcome().sentence())
                }
            }
        }
    }

    /// How clearly the answer won.
    fn margin(&self) -> Markup {
        let at = |start: usize| {
            let index = start.checked_sub(self.sequence.span.start)?;
            self.distances.get(index).copied().filter(|distance| distance.is_finite())
        };
        let best = self.best_starts.first().and_then(|&start| at(start));
        let second = (self.sequence.span.start..)
            .take(self.distances.len())
            .filter(|start| !self.best_starts.contains(start))
            .filter_map(at)
            .fold(f64::INFINITY, f64::min);
        html! {
            @if let Some(best) = best {
                " Its distance is " (measured(best))
                @if second.is_finite() { ", the next best " (measured(second)) }
                "."
            }
            @if self.best_starts.len() > 1 {
                " " (self.best_starts.len()) " starts are equally near; the first was taken."
            }
        }
    }
}

impl Outcome {
    fn badge(self) -> Markup {
        match self {
            Outcome::Hit => html! { span.badge.hit { "\u{2713} exact match" } },
            Outcome::Tie => html! { span.badge.tie { "= tie with the right start" } },
            Outcome::Miss(n_secs) => html! { span.badge.miss { "\u{2717} " (n_secs) " s off" } },
            Outcome::Unanswered => html! { span.badge.miss { "no answer" } },
            Outcome::Unjudged => html! {},
        }
    }

    pub(crate) fn in_a_word(self) -> String {
        match self {
            Outcome::Hit => "exact match".to_owned(),
            Outcome::Tie => "tie with the right start".to_owned(),
            Outcome::Miss(n_secs) => format!("{n_secs} s off"),
            Outcome::Unanswered => "no answer".to_owned(),
            Outcome::Unjudged => "not judged".to_owned(),
        }
    }

    fn sentence(self) -> &'static str {
        match self {
            Outcome::Hit => "It is the right one, to the second.",
            Outcome::Tie => "The right start is one of them.",
            Outcome::Miss(_) => "It is not where the event really is.",
            Outcome::Unanswered => "No start had a distance that is a number.",
            Outcome::Unjudged => "Nobody said where it really is.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outcome_counts_ties_and_seconds() {
        let outcome = |best_starts: &[usize], truth: Option<usize>| {
            let example = LocalizationExample {
                from: Modality::Audio,
                query: Excerpt::new("a.mp4", Span::new(3, 2)),
                sequence: Excerpt::new("a.mp4", Span::new(0, 10)),
                distances: vec![1.0; 9],
                best_starts: best_starts.to_vec(),
                truth: truth.map(|start| Span::new(start, 2)),
            };
            example.outcome()
        };
        assert_eq!(outcome(&[3], Some(3)), Outcome::Hit);
        assert_eq!(outcome(&[1, 3], Some(3)), Outcome::Tie);
        assert_eq!(outcome(&[3, 1], Some(3)), Outcome::Tie);
        assert_eq!(outcome(&[8], Some(3)), Outcome::Miss(5));
        assert_eq!(outcome(&[8], None), Outcome::Unjudged);
        assert_eq!(outcome(&[], Some(3)), Outcome::Unanswered);
    }
}
