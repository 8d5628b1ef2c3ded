//! One answer of a ranking and how far it is.

use std::borrow::Cow;

use earsight_core::{ClipId, Modality};
use maud::{Markup, html};

use crate::Excerpt;
use crate::media::{Media, Side};
use crate::number::{coordinate, measured};
use crate::sense;

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

    /// `1.18 = 0.31 latent + 0.87 generated`
    fn sum_in_words(&self) -> Markup {
        let parts: Vec<String> = self
            .parts
            .iter()
            .map(|part| format!("{}\u{a0}{}", measured(part.value), part.name))
            .collect();
        html! {
            @match parts.as_slice() {
                [] => "no distance",
                [only] => (only),
                _ => { strong { (measured(self.distance())) } " = " (parts.join(" + ")) }
            }
        }
    }
}

/// A query and its answers side by side.
///
/// `compared` is the sense of the answers that the distance looked at; the other one is shown for the eye only.
pub(crate) fn ranking(
    media: &mut Media<'_>,
    from: Modality,
    query: &Excerpt,
    compared: Modality,
    hits: &[Hit],
) -> Markup {
    let farthest = hits.iter().map(Hit::distance).filter(|far| far.is_finite()).fold(0.0, f64::max);
    html! {
        div.ranking {
            div.query {
                p.rank { "Query" }
                (card(media, query, from, Side::Query))
            }
            @if hits.is_empty() { p.nothing { "Nothing was found." } }
            ol.hits {
                @for (index, hit) in hits.iter().enumerate() {
                    li {
                        p.rank { (index + 1) (same_clip(&hit.excerpt.clip, &query.clip)) }
                        (card(media, &hit.excerpt, compared, Side::Answer))
                        (bar(hit, farthest))
                        p.distance { (hit.sum_in_words()) }
                    }
                }
            }
        }
    }
}

fn same_clip(hit: &ClipId, query: &ClipId) -> Markup {
    html! { @if hit == query { " " span.badge { "same clip" } } }
}

/// Picture, spectrogram, name and player; the sense that counts has a frame in its colour.
pub(crate) fn card(
    media: &mut Media<'_>,
    excerpt: &Excerpt,
    counts: Modality,
    side: Side,
) -> Markup {
    let class = |modality: Modality| if modality == counts { modality.name() } else { "aside" };
    html! {
        div.card {
            div.picture.(class(Modality::Visual)) { (media.picture(excerpt)) }
            div.sound.(class(Modality::Audio)) { (media.small_spectrogram(excerpt)) }
            @if counts == Modality::Audio { (media.player(excerpt, side)) }
            p.name { (sense::mark(counts)) span { (excerpt.clip) } }
            p.second {
                (crate::excerpt::seconds(excerpt.span))
                @if let Some(category) = &excerpt.category { " \u{b7} " (category.0) }
            }
        }
    }
}

/// The parts of the distance one after the other; the farthest answer fills the width.
fn bar(hit: &Hit, farthest: f64) -> Markup {
    let scale = |value: f64| if farthest > 0.0 { value / farthest * 100.0 } else { 0.0 };
    let finite = hit.parts.iter().map(|part| part.value).filter(|value| value.is_finite());
    let stacked = finite.enumerate().scan(0.0, |end, (index, value)| {
        let start = *end;
        *end += scale(value.max(0.0));
        Some((if index % 2 == 0 { "even" } else { "odd" }, start, *end - start))
    });
    html! {
        svg.parts viewBox="0 0 100 7" preserveAspectRatio="none" aria-hidden="true" {
            rect.track x="0" y="0" width="100" height="7" {}
            @for (class, start, width) in stacked {
                rect.(class) x=(coordinate(start)) y="0" width=(coordinate(width)) height="7" {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use earsight_core::Span;

    fn hit(parts: &[(&'static str, f64)]) -> Hit {
        let parts =
            parts.iter().map(|&(name, value)| DistancePart { name: name.into(), value }).collect();
        Hit { excerpt: Excerpt::new("a.mp4", Span::new(0, 1)), parts }
    }

    #[test]
    fn the_parts_are_written_and_add_up() {
        let both = hit(&[("latent", 0.31), ("generated", 0.87)]);
        assert_eq!(
            both.sum_in_words().into_string(),
            "<strong>1.18</strong> = 0.31\u{a0}latent + 0.87\u{a0}generated"
        );
        assert_eq!(hit(&[("generated", 2.0)]).sum_in_words().into_string(), "2\u{a0}generated");
        assert_eq!(hit(&[]).sum_in_words().into_string(), "no distance");
    }

    #[test]
    fn the_farthest_fills_the_bar_and_odd_values_break_nothing() {
        let svg = bar(&hit(&[("latent", 1.0), ("generated", 3.0)]), 4.0).into_string();
        assert!(svg.contains(r#"x="25" y="0" width="75""#), "{svg}");
        for value in [f64::NAN, f64::INFINITY, -1.0] {
            let svg = bar(&hit(&[("latent", value), ("generated", 1.0)]), 1.0).into_string();
            assert!(svg.contains(r#"x="0" y="0" width="100""#) && !svg.contains("NaN"), "{svg}");
        }
    }
}
