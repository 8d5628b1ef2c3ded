//! Clips with what people said about each of their seconds: what supervised systems learn from.

pub(crate) mod seconds;
#[cfg(feature = "tensor-library")]
pub(crate) mod whole_clips;

use earsight_core::{Annotations, Category, FeatureSet, PerModality};
use ndarray::{Array2, Axis, concatenate};

use earsight::scaling::ColumnStatistics;
use earsight::{Error, Result};

/// One annotated clip that is both heard and seen.
pub(crate) struct LabelledClip {
    /// `[T, D]` each.
    pub(crate) rows: PerModality<Array2<f32>>,
    /// Class of each second: a place in [`LabelledClips::categories`], or their number for background. `[T]`
    pub(crate) classes: Vec<usize>,
}

/// All annotated clips; those that nobody said anything about are left out.
pub(crate) struct LabelledClips {
    pub(crate) clips: Vec<LabelledClip>,
    pub(crate) categories: Vec<Category>,
}

/// Fewer seconds than this teach nothing.
const MIN_SEGMENTS: usize = 2;

impl LabelledClips {
    /// An event of no seconds says that all of its clip is background; one that reaches over the
    /// clip's end ends there. `categories` fixes the classes and their order; where it is empty they
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
        let annotated: Vec<_> = features
            .paired()
            .filter(|(_, pair)| pair.audio.nrows() > 0)
            .filter_map(|(idx, pair)| Some((pair, annotations.event(&features.clips()[idx].id)?)))
            .collect();
        let n_labelled: usize = annotated.iter().map(|(pair, _)| pair.audio.nrows()).sum();
        if n_labelled < MIN_SEGMENTS {
            return Err(Error::NeedsLabels { model });
        }
        let mut categories = categories.to_vec();
        if categories.is_empty() {
            let events = annotated.iter().filter(|(_, event)| !event.span.is_empty());
            categories = events.map(|(_, event)| event.category.clone()).collect();
            categories.sort();
            categories.dedup();
        }
        let background = categories.len();
        let mut clips = Vec::with_capacity(annotated.len());
        for (pair, event) in annotated {
            let n_segments = pair.audio.nrows();
            let class = if event.span.is_empty() || event.span.start >= n_segments {
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
            clips.push(LabelledClip {
                classes: (0..n_segments).map(class_of).collect(),
                rows: pair.map(Clone::clone),
            });
        }
        Ok(LabelledClips { clips, categories })
    }

    /// Mean and spread of each column over all seconds.
    pub(crate) fn column_statistics(&self) -> PerModality<ColumnStatistics> {
        PerModality::from_fn(|modality| {
            let views: Vec<_> = self.clips.iter().map(|clip| clip.rows[modality].view()).collect();
            let rows = concatenate(Axis(0), &views).expect("clips are equally wide");
            ColumnStatistics::fit(rows.view())
        })
    }

    /// The class that is no category.
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
        let mut classes = self.clips.iter().flat_map(|clip| &clip.classes);
        if classes.any(|&class| is_it(class, self.background())) {
            return Ok(());
        }
        Err(Error::NoSuchSeconds { model, kind })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use earsight_core::{ClipFeatures, ClipId, Event, FeatureSpace, Span};

    fn features() -> FeatureSet {
        let spaces = PerModality { audio: 2, visual: 3 }.map(|dim| FeatureSpace {
            backbone: "toy".into(),
            fingerprint: "00".into(),
            dim,
        });
        let clip =
            |name: &str| ClipFeatures::paired(name, Array2::zeros((4, 2)), Array2::zeros((4, 3)));
        FeatureSet::new(spaces, ["a", "b", "c", "d"].map(clip).into()).unwrap()
    }

    fn annotations(events: &[(&str, &str, Span)]) -> Annotations {
        let event = |&(clip, category, span): &(&str, &str, Span)| {
            (ClipId::new(clip), Event { category: Category(category.to_owned()), span })
        };
        events.iter().map(event).collect()
    }

    #[test]
    fn seconds_get_the_class_of_their_event() {
        let events = [
            ("a", "dog", Span::new(1, 2)),
            ("b", "cat", Span::new(2, 9)),
            ("d", "owl", Span::new(0, 0)),
        ];
        let labelled = LabelledClips::of("m", &features(), &annotations(&events), &[]).unwrap();
        assert_eq!(labelled.categories, ["cat", "dog"].map(|name| Category(name.to_owned())));
        let classes: Vec<_> = labelled.clips.iter().map(|clip| clip.classes.clone()).collect();
        assert_eq!(classes, [vec![2, 1, 1, 2], vec![2, 2, 0, 0], vec![2, 2, 2, 2]]);
    }

    #[test]
    fn labels_that_cannot_teach_are_refused() {
        let of = |events: &[(&str, &str, Span)], categories: &[Category]| {
            LabelledClips::of("m", &features(), &annotations(events), categories)
        };
        assert!(matches!(of(&[], &[]), Err(Error::NeedsLabels { .. })));
        let event = [("a", "dog", Span::new(0, 4))];
        let other = [Category("cat".to_owned())];
        assert!(matches!(of(&event, &other), Err(Error::Config { .. })));
        let all_event = of(&event, &[]).unwrap();
        assert!(all_event.require_events("m").is_ok());
        let missing = all_event.require_background("m").unwrap_err().to_string();
        assert!(missing.contains("background"), "{missing}");
        assert!(of(&[("a", "dog", Span::new(0, 0))], &[]).unwrap().require_events("m").is_err());
    }
}
