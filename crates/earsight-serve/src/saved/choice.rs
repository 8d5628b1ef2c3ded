//! Which clips, moments and media are saved; the quality of results has no influence.

use std::collections::{BTreeMap, BTreeSet};

use earsight_core::{Annotations, ClipId, Event, PerModality, Span};
use earsight_store::ContentRecord;

use super::Moment;

/// Clips with pictures and sounds, at most; of larger libraries evenly spread ones.
const MOST_CLIPS: usize = 150;
/// Number of queries.
const N_QUERIES: usize = 4;
/// Length of a moment without a label, and of any moment at most.
const MOMENT_SECS: usize = 2;
const MOST_MOMENT_SECS: usize = 4;
/// Pictures of a clip second by second, at most.
const MOST_STRIP: usize = 12;
/// Excerpts, at most: each is encoded.
const MOST_VIDEOS: usize = 16;
/// Seconds of an excerpt: a clip as long as that is saved whole.
const EXCERPT_SECS: usize = 10;

/// A clip that is shown in full.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Clip {
    pub(super) name: String,
    pub(super) n_secs: usize,
    pub(super) has: PerModality<bool>,
}

/// What is saved.
#[derive(Debug, Default)]
pub(super) struct Choice {
    /// Clips that are shown in full, by name.
    pub(super) shown: Vec<Clip>,
    /// Moments that are queries of searches and generations.
    pub(super) queries: Vec<Moment>,
    /// Every clip by name.
    clips: BTreeMap<String, Clip>,
}

impl Choice {
    /// Among the clips of a library; moments are their labelled events.
    pub(super) fn of<'a>(
        clips: impl Iterator<Item = (&'a ClipId, &'a ContentRecord)>,
        labels: &Annotations,
    ) -> Self {
        let all: Vec<Clip> = clips
            .map(|(clip, content)| Clip {
                name: clip.to_string(),
                n_secs: content.n_segments,
                has: content.has,
            })
            .collect();
        let shown: Vec<Clip> = spread(&all, MOST_CLIPS).cloned().collect();
        let both: Vec<&Clip> = shown
            .iter()
            .filter(|clip| clip.has.audio && clip.has.visual && clip.n_secs > 0)
            .collect();
        let events: Vec<Option<&Event>> =
            both.iter().map(|clip| labels.event(&ClipId::new(clip.name.as_str()))).collect();
        let places = places_of_all_kinds(&events, N_QUERIES).into_iter();
        let query = |place: usize| {
            let Clip { name, n_secs, .. } = both[place];
            (name.clone(), moment(*n_secs, events[place].map(|event| event.span)))
        };
        let queries = places.map(query).collect();
        let clips = all.into_iter().map(|clip| (clip.name.clone(), clip)).collect();
        Choice { shown, queries, clips }
    }

    /// Seconds of a clip that have pictures.
    fn n_pictures(&self, clip: &str) -> usize {
        self.clips.get(clip).filter(|clip| clip.has.visual).map_or(0, |clip| clip.n_secs)
    }

    /// Clips and seconds whose pictures are saved, the most needed first: every clip's middle, queries and results, the
    /// examples second by second, then some more of every clip.
    pub(super) fn pictures(&self, found: &[Moment], examples: &[Moment]) -> Vec<(String, usize)> {
        let visual = || self.shown.iter().filter(|clip| clip.has.visual && clip.n_secs > 0);
        let middles = visual().map(|clip| (clip.name.clone(), clip.n_secs / 2));
        let starts =
            self.queries.iter().chain(found).map(|(clip, span)| (clip.clone(), span.start));
        let strips = examples.iter().chain(&self.queries).flat_map(|(clip, _)| {
            let seconds: Vec<usize> = (0..self.n_pictures(clip)).collect();
            let chosen: Vec<usize> = spread(&seconds, MOST_STRIP).copied().collect();
            chosen.into_iter().map(move |second| (clip.clone(), second))
        });
        let more = [1, 5].into_iter().flat_map(|sixth| {
            visual().map(move |clip| (clip.name.clone(), clip.n_secs * sixth / 6))
        });
        let wanted = middles.chain(starts).chain(strips).chain(more);
        once(wanted.filter(|(clip, second)| *second < self.n_pictures(clip)))
    }

    /// Clips and seconds of them that are saved to be played, one excerpt a clip: of queries, examples, results.
    pub(super) fn videos(&self, found: &[Moment], examples: &[Moment]) -> Vec<Moment> {
        once_a_clip(self.queries.iter().chain(examples).chain(found))
            .into_iter()
            .filter_map(|(clip, span)| {
                let n_secs = self.clips.get(&clip)?.n_secs;
                Some((clip, excerpt(span, n_secs)))
            })
            .take(MOST_VIDEOS)
            .collect()
    }
}

/// At most `most` places, evenly spread; where labels tell, the next one of a category that has none yet.
fn places_of_all_kinds(events: &[Option<&Event>], most: usize) -> Vec<usize> {
    let places: Vec<usize> = (0..events.len()).collect();
    let mut seen = BTreeSet::new();
    let place = |&at: &usize| {
        let mut next = (at..events.len()).chain(0..at);
        let is_new = |place: &usize| events[*place].is_none_or(|it| seen.insert(&it.category));
        next.find(is_new).unwrap_or(at)
    };
    once(spread(&places, most).map(place))
}

/// The first moment of each clip.
pub(super) fn once_a_clip<'a>(moments: impl Iterator<Item = &'a Moment>) -> Vec<Moment> {
    let mut clips = BTreeSet::new();
    moments.filter(|(clip, _)| clips.insert(clip.as_str())).cloned().collect()
}

/// The labelled event, or the middle; at least one second and at most [`MOST_MOMENT_SECS`].
fn moment(n_secs: usize, event: Option<Span>) -> Span {
    let around = event.unwrap_or_else(|| {
        let len = MOMENT_SECS.min(n_secs);
        Span::new((n_secs - len) / 2, len)
    });
    let len = around.len.clamp(1, MOST_MOMENT_SECS).min(n_secs);
    let start = around.start + (around.len.max(len) - len) / 2;
    Span::new(start.min(n_secs - len), len)
}

/// [`EXCERPT_SECS`] with the moment in their middle, within the clip.
fn excerpt(moment: Span, n_secs: usize) -> Span {
    let len = EXCERPT_SECS.min(n_secs);
    let before = len.saturating_sub(moment.len) / 2;
    Span::new(moment.start.saturating_sub(before).min(n_secs - len), len)
}

/// At most `most` of all, evenly spread, in order.
fn spread<T>(all: &[T], most: usize) -> impl Iterator<Item = &T> {
    let n = all.len().min(most);
    (0..n).map(move |place| &all[(2 * place + 1) * all.len() / (2 * n)])
}

/// Each value once, at its first place.
fn once<T: Ord + Clone>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut seen = BTreeSet::new();
    all.filter(|it| seen.insert(it.clone())).collect()
}

#[cfg(test)]
mod tests {
    use earsight_core::Category;

    use super::*;

    #[test]
    fn a_moment_is_within_its_clip() {
        assert_eq!(moment(10, None), Span::new(4, 2));
        assert_eq!(moment(1, None), Span::new(0, 1));
        assert_eq!(moment(10, Some(Span::new(3, 3))), Span::new(3, 3));
        assert_eq!(moment(10, Some(Span::new(0, 10))), Span::new(3, 4));
        assert_eq!(moment(10, Some(Span::new(12, 5))), Span::new(6, 4));
        assert_eq!(moment(10, Some(Span::new(9, 0))), Span::new(9, 1));
    }

    #[test]
    fn an_excerpt_holds_its_moment() {
        assert_eq!(excerpt(Span::new(2, 3), 8), Span::new(0, 8));
        for start in [0, 1, 50, 96, 97] {
            let (moment, n_secs) = (Span::new(start, 3), 100);
            let excerpt = excerpt(moment, n_secs);
            assert_eq!(excerpt.overlap(moment), 3, "{excerpt:?}");
            assert!(excerpt.end() <= n_secs && excerpt.len == EXCERPT_SECS);
        }
    }

    #[test]
    fn spread_values_are_even_and_in_order() {
        let all: Vec<usize> = (0..100).collect();
        assert_eq!(spread(&all, 4).copied().collect::<Vec<_>>(), [12, 37, 62, 87]);
        assert_eq!(spread(&all, 200).count(), 100);
        assert_eq!(spread(&all, 100).copied().collect::<Vec<_>>(), all);
        assert_eq!(spread::<usize>(&[], 4).count(), 0);
    }

    #[test]
    fn queries_are_of_all_kinds() {
        let event = |kind: usize| Event {
            category: Category(["bird", "bell", "knock", "drum"][kind % 4].to_owned()),
            span: Span::new(0, 1),
        };
        for n_kinds in 1..=4 {
            let events: Vec<Event> = (0..32).map(|place| event(place % n_kinds)).collect();
            let events: Vec<Option<&Event>> = events.iter().map(Some).collect();
            let places = places_of_all_kinds(&events, 4);
            let kinds: BTreeSet<usize> = places.iter().map(|place| place % n_kinds).collect();
            assert_eq!((places.len(), kinds.len()), (4, n_kinds), "{places:?}");
        }
        assert_eq!(places_of_all_kinds(&[None; 100], 4), [12, 37, 62, 87]);
        assert_eq!(places_of_all_kinds(&[], 4), [0; 0]);
    }

    #[test]
    fn every_clip_has_a_picture_before_any_has_two() {
        let both = PerModality { audio: true, visual: true };
        let content = |n_segments| ContentRecord {
            n_segments,
            duration_secs: n_segments as f64,
            has: both,
            decoder: String::new(),
            rows: Vec::new(),
        };
        let clips: Vec<_> =
            (0..300).map(|n| (ClipId::new(format!("{n:03}.mp4")), content(20))).collect();
        let listed = clips.iter().map(|(clip, content)| (clip, content));
        let choice = Choice::of(listed, &Annotations::default());
        assert_eq!((choice.shown.len(), choice.queries.len()), (MOST_CLIPS, N_QUERIES));
        let found =
            [("299.mp4".to_owned(), Span::new(19, 2)), ("no.mp4".to_owned(), Span::new(0, 1))];
        let pictures = choice.pictures(&found, &[]);
        let first: BTreeSet<_> = pictures[..MOST_CLIPS].iter().map(|(clip, _)| clip).collect();
        assert_eq!(first.len(), MOST_CLIPS);
        assert!(pictures.contains(&("299.mp4".to_owned(), 19)));
        assert!(pictures.iter().all(|(clip, second)| clip != "no.mp4" && *second < 20));
        let videos = choice.videos(&found, &[]);
        assert_eq!(videos.len(), N_QUERIES + 1);
        assert_eq!(videos.last().unwrap(), &("299.mp4".to_owned(), Span::new(10, 10)));
    }
}
