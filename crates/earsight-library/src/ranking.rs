//! From ranked seconds to places: adjacent seconds of a clip are one result.

use earsight_core::{ClipId, Moment, Span};
use serde::Serialize;
use utoipa::ToSchema;

/// One result: adjacent seconds of a clip.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Place {
    /// The clip.
    pub clip: ClipId,
    /// Its nearest second.
    pub second: usize,
    /// The adjacent seconds that are among the nearest, too.
    pub span: Span,
    /// Distance of the nearest second; smaller is closer.
    pub distance: f64,
    /// The row of that second.
    #[serde(skip)]
    pub row: usize,
}

/// The first `k` places of seconds in order of distance.
///
/// A second that touches an earlier place of its clip is merged with it: a sound of a minute is one result, not sixty.
pub fn first_places(ranked: impl Iterator<Item = (usize, Moment, f64)>, k: usize) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    for (row, Moment { clip, segment }, distance) in ranked {
        let touches = |place: &Place| {
            place.clip == clip && segment + 1 >= place.span.start && segment <= place.span.end()
        };
        if let Some(first) = places.iter().position(touches) {
            places[first].span = hull(places[first].span, Span::new(segment, 1));
            // The second may also touch a place on its other side.
            let second = places.iter().skip(first + 1).position(touches);
            if let Some(second) = second.map(|offset| first + 1 + offset) {
                let joined = places.remove(second);
                places[first].span = hull(places[first].span, joined.span);
            }
        } else if places.len() == k {
            break;
        } else {
            let span = Span::new(segment, 1);
            places.push(Place { clip, second: segment, span, distance, row });
        }
    }
    places
}

/// The shortest span that holds both.
fn hull(a: Span, b: Span) -> Span {
    let (start, end) = (a.start.min(b.start), a.end().max(b.end()));
    Span::new(start, end - start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_that_touch_are_one_place() {
        let second = |clip: &str, segment| Moment { clip: clip.into(), segment };
        let ranked = [
            (0, second("a", 4), 0.1),
            (1, second("b", 0), 0.2),
            (2, second("a", 5), 0.3),
            (3, second("a", 3), 0.4),
            (4, second("a", 8), 0.5),
            (5, second("a", 2), 0.6),
            (6, second("c", 2), 0.7),
            (7, second("c", 3), 0.8),
        ];
        let places = first_places(ranked.into_iter(), 3);
        let found: Vec<_> =
            places.iter().map(|place| (place.clip.as_str(), place.second, place.span)).collect();
        let expected =
            [("a", 4, Span::new(2, 4)), ("b", 0, Span::new(0, 1)), ("a", 8, Span::new(8, 1))];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_second_between_two_places_merges_them() {
        let second = |segment| Moment { clip: "a".into(), segment };
        let ranked =
            [(0, second(1), 0.1), (1, second(3), 0.2), (2, second(2), 0.3), (3, second(7), 0.4)];
        let places = first_places(ranked.into_iter(), 2);
        let found: Vec<_> = places.iter().map(|place| (place.second, place.span)).collect();
        assert_eq!(found, [(1, Span::new(1, 3)), (7, Span::new(7, 1))]);
    }
}
