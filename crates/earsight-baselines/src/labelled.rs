//! Clips with a class for each of their seconds: the data of supervised systems.

pub(crate) mod seconds;
#[cfg(feature = "tensor-library")]
pub(crate) mod whole_clips;

use std::ops::Range;

use earsight_core::{Annotations, Category, FeatureSet};

use earsight::training::pairs::PairedRows;
use earsight::{Error, Result};

/// All annotated clips that have both modalities.
pub(crate) struct LabelledClips {
    pub(crate) paired: PairedRows,
    /// Class of each second: an index into [`LabelledClips::categories`], or their number for background. `[N]`
    pub(crate) classes: Vec<usize>,
    pub(crate) categories: Vec<Category>,
}

/// Fewer seconds than this are too few to learn from.
const MIN_SEGMENTS: usize = 2;

impl LabelledClips {
    /// An event of no seconds means that the whole clip is background; one that extends beyond the
    /// clip's end ends there. `categories` sets the classes and their order; where it is empty they
    /// are all that the annotations of these clips name, in order of name.
    ///
    /// # Errors
    /// [`Error::TooFewSegments`], [`Error::NeedsLabels`] where no clip is annotated, and
    /// [`Error::Config`] where an event is of none of the given categories.
    pub(crate) fn of(
        model: &'static str,
        features: &FeatureSet,
        annotations: &Annotations,
        categories: &[Category],
    ) -> Result<Self> {
        let found = features.n_paired_segments();
        if found < MIN_SEGMENTS {
            return Err(Error::TooFewSegments { model, needed: MIN_SEGMENTS, found });
        }
        let (places, events): (Vec<_>, Vec<_>) = features
            .paired()
            .filter(|(_, pair)| pair.audio.nrows() > 0)
            .filter_map(|(idx, _)| Some((idx, annotations.event(&features.clips()[idx].id)?)))
            .unzip();
        let paired = PairedRows::at_least(MIN_SEGMENTS, model, &features.subset(&places))
            .map_err(|_| Error::NeedsLabels { model })?;
        let mut categories = categories.to_vec();
        if categories.is_empty() {
            let events = events.iter().filter(|event| !event.span.is_empty());
            categories = events.map(|event| event.category.clone()).collect();
            categories.sort();
            categories.dedup();
        }
        let background = categories.len();
        let mut classes = Vec::with_capacity(paired.n_secs());
        for (rows, event) in rows_of_clips(&paired).zip(events) {
            let class = if event.span.is_empty() || event.span.start >= rows.len() {
                background
            } else {
                let place = categories.iter().position(|category| *category == event.category);
                place.ok_or_else(|| Error::Config {
                    model,
                    reason: format!("`{}` is not among its categories", event.category.0),
                })?
            };
            let seconds = event.span.range();
            let class_of = |second| if seconds.contains(&second) { class } else { background };
            classes.extend((0..rows.len()).map(class_of));
        }
        Ok(LabelledClips { paired, classes, categories })
    }

    /// The rows of each clip.
    pub(crate) fn clips(&self) -> Vec<Range<usize>> {
        rows_of_clips(&self.paired).collect()
    }

    /// The class of background.
    pub(crate) fn background(&self) -> usize {
        self.categories.len()
    }

    /// # Errors
    /// [`Error::NoSuchSeconds`] where every second is background.
    pub(crate) fn require_events(&self, model: &'static str) -> Result<()> {
        self.require(model, "an event", |class, background| class != background)
    }

    /// # Errors
    /// [`Error::NoSuchSeconds`] where no second is background.
    pub(crate) fn require_background(&self, model: &'static str) -> Result<()> {
        self.require(model, "background", |class, background| class == background)
    }

    fn require(
        &self,
        model: &'static str,
        kind: &'static str,
        is_it: impl Fn(usize, usize) -> bool,
    ) -> Result<()> {
        if self.classes.iter().any(|&class| is_it(class, self.background())) {
            return Ok(());
        }
        Err(Error::NoSuchSeconds { model, kind })
    }
}

fn rows_of_clips(paired: &PairedRows) -> impl Iterator<Item = Range<usize>> {
    paired.clip_starts().windows(2).map(|bounds| bounds[0]..bounds[1])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::small_clips;
    use earsight_core::{ClipId, Event, Span};

    fn labelled(events: &[(&str, &str, Span)]) -> Result<LabelledClips> {
        let event = |&(clip, category, span): &(&str, &str, Span)| {
            (ClipId::new(clip), Event { category: Category(category.to_owned()), span })
        };
        let features = small_clips::features(small_clips::DIMS, &[4; 4]);
        LabelledClips::of("m", &features, &events.iter().map(event).collect(), &[])
    }

    #[test]
    fn seconds_have_the_class_of_their_event() {
        let events = [
            ("0", "dog", Span::new(1, 2)),
            ("1", "cat", Span::new(2, 9)),
            ("3", "owl", Span::new(0, 0)),
        ];
        let labelled = labelled(&events).unwrap();
        assert_eq!(labelled.categories, ["cat", "dog"].map(|name| Category(name.to_owned())));
        assert_eq!(labelled.classes, [[2, 1, 1, 2], [2, 2, 0, 0], [2, 2, 2, 2]].concat());
        assert_eq!(labelled.clips(), [0..4, 4..8, 8..12]);
    }

    #[test]
    fn labels_without_background_are_refused() {
        let all_event = labelled(&[("0", "dog", Span::new(0, 4))]).unwrap();
        assert!(all_event.require_events("m").is_ok());
        let missing = all_event.require_background("m").unwrap_err().to_string();
        assert!(missing.contains("background"), "{missing}");
    }
}
