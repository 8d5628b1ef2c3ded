//! From ranked seconds to results: adjacent seconds of a clip are one place, and a clip's places are kept together.

use std::collections::HashMap;

use earsight_core::{ClipId, Moment, Span};
use serde::Serialize;
use utoipa::ToSchema;

/// Adjacent seconds of a clip.
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

/// How many places to return.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Most {
    /// Results, at most.
    pub(crate) results: usize,
    /// Results of one clip, at most; its further places are returned with the first of them.
    pub(crate) per_clip: usize,
    /// Clips that there are, at most: when each has its results, no more are looked for.
    pub(crate) clips: usize,
}

impl Most {
    /// Results of all clips.
    pub(crate) fn of_all(self) -> usize {
        self.clips.saturating_mul(self.per_clip)
    }
}

/// Further places of a clip, at most.
const MOST_OTHERS: usize = 8;

/// The first places of seconds in order of distance, each with further places of its clip that are as near as the
/// results, nearest first.
///
/// A second that touches an earlier place of its clip is merged with it: a sound of a minute is one result, not sixty.
pub(crate) fn first_places(
    ranked: impl Iterator<Item = (usize, Moment, f64)>,
    most: Most,
) -> Vec<(Place, Vec<Place>)> {
    // By clip, each with its place in the order of all.
    let mut clips: HashMap<ClipId, Vec<(usize, Place)>> = HashMap::new();
    let (mut n_results, mut n_places) = (0, 0);
    for (order, (row, Moment { clip, segment }, distance)) in ranked.enumerate() {
        let of_clip = clips.entry(clip.clone()).or_default();
        let touches = |(_, place): &(usize, Place)| {
            segment + 1 >= place.span.start && segment <= place.span.end()
        };
        if let Some(first) = of_clip.iter().position(touches) {
            of_clip[first].1.span = hull(of_clip[first].1.span, Span::new(segment, 1));
            // The second may also touch a place on its other side.
            let second = of_clip.iter().skip(first + 1).position(touches);
            if let Some(second) = second.map(|offset| first + 1 + offset) {
                n_results -= usize::from(of_clip.len() <= most.per_clip);
                n_places -= 1;
                let (_, joined) = of_clip.remove(second);
                of_clip[first].1.span = hull(of_clip[first].1.span, joined.span);
            }
            continue;
        }
        let is_result = of_clip.len() < most.per_clip;
        let is_enough = n_results == most.of_all() && n_places >= most.results;
        if (is_result && n_results == most.results) || is_enough {
            break;
        }
        n_results += usize::from(is_result);
        n_places += 1;
        let span = Span::new(segment, 1);
        of_clip.push((order, Place { clip, second: segment, span, distance, row }));
    }
    let mut results: Vec<(usize, Place, Vec<Place>)> = Vec::new();
    for mut of_clip in clips.into_values() {
        let others = of_clip.split_off(of_clip.len().min(most.per_clip)).into_iter();
        let mut others: Vec<Place> = others.map(|(_, place)| place).take(MOST_OTHERS).collect();
        let of_clip = of_clip.into_iter();
        results.extend(of_clip.map(|(order, place)| (order, place, std::mem::take(&mut others))));
    }
    results.sort_by_key(|(order, ..)| *order);
    results.into_iter().map(|(_, place, others)| (place, others)).collect()
}

/// The shortest span that holds both.
fn hull(a: Span, b: Span) -> Span {
    let (start, end) = (a.start.min(b.start), a.end().max(b.end()));
    Span::new(start, end - start)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: Most = Most { results: 3, per_clip: usize::MAX, clips: usize::MAX };

    fn ranked(seconds: &[(&'static str, usize)]) -> impl Iterator<Item = (usize, Moment, f64)> {
        let moment = |(row, &(clip, segment)): (usize, &(&str, usize))| {
            (row, Moment { clip: clip.into(), segment }, row as f64)
        };
        seconds.iter().enumerate().map(moment).collect::<Vec<_>>().into_iter()
    }

    fn shown(places: &[(Place, Vec<Place>)]) -> Vec<String> {
        let one = |place: &Place| format!("{} {}", place.clip, place.span);
        let with_others = |(place, others): &(Place, Vec<Place>)| {
            others.iter().fold(one(place), |shown, other| format!("{shown}, {}", one(other)))
        };
        places.iter().map(with_others).collect()
    }

    #[test]
    fn seconds_that_touch_are_one_place() {
        let seconds =
            [("a", 4), ("b", 0), ("a", 5), ("a", 3), ("a", 8), ("a", 2), ("c", 2), ("c", 3)];
        let places = first_places(ranked(&seconds), ALL);
        assert_eq!(shown(&places), ["a 2..6", "b 0..1", "a 8..9"]);
        assert_eq!((places[0].0.second, places[0].0.distance), (4, 0.0));
    }

    #[test]
    fn a_second_between_two_places_merges_them() {
        let seconds = [("a", 1), ("a", 3), ("a", 2), ("a", 7)];
        let places = first_places(ranked(&seconds), Most { results: 2, ..ALL });
        assert_eq!(shown(&places), ["a 1..4", "a 7..8"]);
        let one_a_clip = Most { results: 2, per_clip: 1, ..ALL };
        let seconds = [("a", 1), ("a", 3), ("a", 2), ("a", 7), ("b", 0), ("c", 0)];
        assert_eq!(
            shown(&first_places(ranked(&seconds), one_a_clip)),
            ["a 1..4, a 7..8", "b 0..1"]
        );
    }

    #[test]
    fn further_places_of_a_clip_are_with_its_first() {
        let seconds = [("a", 0), ("a", 5), ("b", 3), ("a", 9), ("c", 1), ("b", 7), ("d", 0)];
        for (per_clip, expected) in [
            (1, vec!["a 0..1, a 5..6, a 9..10", "b 3..4, b 7..8", "c 1..2"]),
            (2, vec!["a 0..1, a 9..10", "a 5..6", "b 3..4"]),
            (usize::MAX, vec!["a 0..1", "a 5..6", "b 3..4"]),
        ] {
            let most = Most { per_clip, ..ALL };
            assert_eq!(shown(&first_places(ranked(&seconds), most)), expected, "{per_clip}");
        }
    }

    #[test]
    fn clips_that_do_not_exist_are_not_looked_for() {
        let seconds = [("a", 0), ("b", 0), ("a", 2), ("b", 2), ("a", 4), ("a", 6)];
        let mut n_read = 0;
        let read = ranked(&seconds).inspect(|_| n_read += 1);
        let places = first_places(read, Most { results: 3, per_clip: 1, clips: 2 });
        assert_eq!(shown(&places), ["a 0..1, a 2..3", "b 0..1"]);
        assert_eq!(n_read, 4);
    }
}
