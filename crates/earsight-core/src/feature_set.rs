//! Features of a collection, on which a model is trained; without labels.

use std::collections::HashSet;

use ndarray::{Array2, ArrayView1};

use crate::{ClipId, Error, FeatureSpace, Modality, PerModality, SecondRows, SideRows, change};

/// Features of one clip, or of some seconds of it.
///
/// # Shapes
/// - features of each modality: `[T, D]`, one row per second; absent when the clip lacks that modality
/// - changes of each modality: `[T, steps of a second × numbers of a step]`, see [`change`]; absent where they were not computed
/// - concepts of each modality: `[T, C]`, roots of the probabilities of the concepts of one list, so that a row's length
///   is 1; absent where they were not computed
#[derive(Debug, Clone, PartialEq)]
pub struct ClipFeatures {
    /// The clip.
    pub id: ClipId,
    /// Rows per second for each modality that is there.
    pub features: PerModality<Option<Array2<f32>>>,
    /// Changes within each second, for each modality that is there.
    pub changes: PerModality<Option<Array2<f32>>>,
    /// Roots of the probabilities of concepts in each second, for each modality that is there.
    pub concepts: PerModality<Option<Array2<f32>>>,
}

impl ClipFeatures {
    /// A clip with both modalities, without changes and concepts.
    pub fn paired(id: impl Into<ClipId>, audio: Array2<f32>, visual: Array2<f32>) -> Self {
        ClipFeatures {
            id: id.into(),
            features: PerModality { audio: Some(audio), visual: Some(visual) },
            changes: PerModality::default(),
            concepts: PerModality::default(),
        }
    }

    /// The same clip with changes.
    #[must_use]
    pub fn with_changes(mut self, changes: PerModality<Option<Array2<f32>>>) -> Self {
        self.changes = changes;
        self
    }

    /// The same clip with concepts.
    #[must_use]
    pub fn with_concepts(mut self, concepts: PerModality<Option<Array2<f32>>>) -> Self {
        self.concepts = concepts;
        self
    }

    /// Everything that is known of one modality; `None` without it.
    pub fn rows(&self, modality: Modality) -> Option<SecondRows<'_>> {
        Some(SecondRows {
            features: self.features[modality].as_ref()?.view(),
            changes: self.changes[modality].as_ref().map(|rows| rows.view()),
            concepts: self.concepts[modality].as_ref().map(|rows| rows.view()),
        })
    }

    /// Everything that is known of both modalities, if the clip has both.
    pub fn both_rows(&self) -> Option<PerModality<SecondRows<'_>>> {
        PerModality::from_fn(|modality| self.rows(modality)).both()
    }

    /// Seconds of the clip.
    pub fn n_segments(&self) -> usize {
        let PerModality { audio, visual } = self.features.as_ref();
        audio.as_ref().or(visual.as_ref()).map_or(0, Array2::nrows)
    }

    /// Both modalities, if the clip has both.
    pub fn both(&self) -> Option<PerModality<&Array2<f32>>> {
        self.features.as_ref().map(Option::as_ref).both()
    }

    /// The changes of both modalities, if both were computed.
    pub fn both_changes(&self) -> Option<PerModality<&Array2<f32>>> {
        self.changes.as_ref().map(Option::as_ref).both()
    }

    /// Checks the rules of [`FeatureSet`] that one clip can break.
    ///
    /// # Errors
    /// The first broken rule, with the clip's name.
    pub fn check(&self, spaces: &PerModality<FeatureSpace>) -> Result<(), Error> {
        let clip = || self.id.clone();
        let n_rows = self.features.as_ref().map(|rows| rows.as_ref().map_or(0, Array2::nrows));
        if self.both().is_some() && n_rows.audio != n_rows.visual {
            let PerModality { audio, visual } = n_rows;
            return Err(Error::SegmentCount { clip: clip(), audio, visual });
        }
        for (modality, layout) in change::spaces().iter() {
            if let Some(rows) = &self.features[modality] {
                let (expected, found) = (spaces[modality].dim, rows.ncols());
                if found != expected {
                    return Err(Error::FeatureDim { clip: clip(), modality, expected, found });
                }
            }
            let changes =
                self.changes[modality].iter().map(|rows| (SideRows::Changes, layout.dim, rows));
            let concepts = &self.concepts[modality];
            let concepts = concepts.iter().map(|rows| (SideRows::Concepts, rows.ncols(), rows));
            for (what, n_columns, rows) in changes.chain(concepts) {
                let (expected, found) =
                    ([n_rows[modality], n_columns], [rows.nrows(), rows.ncols()]);
                if found != expected {
                    return Err(Error::RowsShape { clip: clip(), modality, what, expected, found });
                }
            }
            let all = [&self.features, &self.changes, &self.concepts];
            for rows in all.into_iter().flat_map(|of| &of[modality]) {
                let is_finite = |row: ArrayView1<'_, f32>| row.iter().all(|x| x.is_finite());
                if let Some(segment) = rows.rows().into_iter().position(|row| !is_finite(row)) {
                    return Err(Error::NotFinite { clip: clip(), modality, segment });
                }
            }
        }
        Ok(())
    }
}

/// Features of many clips, all from the same two backbones.
///
/// Invariants, checked on entry: clip names are unique, every value is finite,
/// rows are as wide as the feature space says, both modalities of a clip have the same number of seconds,
/// and changes have the rows of their modality and the width of [`change::spaces`].
#[derive(Debug, Clone)]
pub struct FeatureSet {
    spaces: PerModality<FeatureSpace>,
    clips: Vec<ClipFeatures>,
    concept_means: Option<PerModality<Vec<f32>>>,
}

impl FeatureSet {
    /// A set of these clips, after they were checked.
    ///
    /// # Errors
    /// The first broken invariant, with the clip's name.
    pub fn new(spaces: PerModality<FeatureSpace>, clips: Vec<ClipFeatures>) -> Result<Self, Error> {
        let mut seen = HashSet::with_capacity(clips.len());
        for clip in &clips {
            if !seen.insert(&clip.id) {
                return Err(Error::DuplicateClip { clip: clip.id.clone() });
            }
            clip.check(&spaces)?;
        }
        Ok(FeatureSet { spaces, clips, concept_means: None })
    }

    /// The backbones that made the features.
    pub fn spaces(&self) -> &PerModality<FeatureSpace> {
        &self.spaces
    }

    /// All clips, in the order given.
    pub fn clips(&self) -> &[ClipFeatures] {
        &self.clips
    }

    /// The same set with the mean concepts of other recordings, by the networks that made those of the clips.
    ///
    /// # Shapes
    /// - `means`: `[C]` each
    #[must_use]
    pub fn with_concept_means(mut self, means: PerModality<Vec<f32>>) -> Self {
        self.concept_means = Some(means);
        self
    }

    /// The mean concepts of other recordings; `None` unless every modality of every clip has concepts of that list.
    pub fn concept_means(&self) -> Option<&PerModality<Vec<f32>>> {
        let means = self.concept_means.as_ref()?;
        let is_known = |clip: &ClipFeatures, modality: Modality| {
            clip.rows(modality).is_none_or(|rows| {
                rows.concepts.is_some_and(|concepts| concepts.ncols() == means[modality].len())
            })
        };
        let all = |clip| Modality::ALL.into_iter().all(|modality| is_known(clip, modality));
        self.clips.iter().all(all).then_some(means)
    }

    /// Clips with both modalities, with their place in [`FeatureSet::clips`].
    pub fn paired(&self) -> impl Iterator<Item = (usize, PerModality<&Array2<f32>>)> {
        self.clips.iter().enumerate().filter_map(|(idx, clip)| Some((idx, clip.both()?)))
    }

    /// Seconds with both modalities.
    pub fn n_paired_segments(&self) -> usize {
        self.paired().map(|(_, pair)| pair.audio.nrows()).sum()
    }

    /// The clips at these places, in this order, as a set of its own.
    ///
    /// # Panics
    /// If a place is out of range or repeated; both are bugs of the caller.
    pub fn subset(&self, places: &[usize]) -> FeatureSet {
        let unique: HashSet<_> = places.iter().collect();
        assert_eq!(unique.len(), places.len(), "a clip is repeated");
        FeatureSet {
            spaces: self.spaces.clone(),
            clips: places.iter().map(|&idx| self.clips[idx].clone()).collect(),
            concept_means: self.concept_means.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spaces() -> PerModality<FeatureSpace> {
        PerModality { audio: 2, visual: 3 }.map(|dim| FeatureSpace {
            backbone: format!("toy-{dim}"),
            fingerprint: "00".into(),
            dim,
        })
    }

    fn clip(name: &str, audio: (usize, usize), visual: (usize, usize)) -> ClipFeatures {
        ClipFeatures::paired(name, Array2::zeros(audio), Array2::zeros(visual))
    }

    #[test]
    fn invalid_clips_are_rejected_with_their_name() {
        let check = |clips: Vec<ClipFeatures>, part: &str| {
            let message = FeatureSet::new(spaces(), clips).unwrap_err().to_string();
            assert!(message.contains(part), "{message}");
        };
        check(vec![clip("a", (4, 2), (5, 3))], "4");
        check(vec![clip("a", (4, 9), (4, 3))], "9");
        check(vec![clip("a", (4, 2), (4, 3)), clip("a", (4, 2), (4, 3))], "twice");
        let mut broken = clip("b.mp4", (4, 2), (4, 3));
        if let Some(rows) = &mut broken.features.audio {
            rows[[2, 1]] = f32::NAN;
        }
        check(vec![broken], "second 2");
    }

    fn changes(audio: (usize, usize)) -> PerModality<Option<Array2<f32>>> {
        PerModality { audio: Some(Array2::zeros(audio)), visual: None }
    }

    #[test]
    fn invalid_changes_are_rejected_with_their_clip() {
        let width = change::spaces().audio.dim;
        let whole = || clip("a", (4, 2), (4, 3));
        assert!(whole().with_changes(changes((4, width))).check(&spaces()).is_ok());
        let rejected = |clip: ClipFeatures, part: &str| {
            let message = clip.check(&spaces()).unwrap_err().to_string();
            assert!(message.contains("`a`") && message.contains(part), "{message}");
        };
        rejected(whole().with_changes(changes((5, width))), "[5, 216]");
        rejected(whole().with_changes(changes((4, width - 1))), "[4, 215]");
        let mut broken = whole().with_changes(changes((4, width)));
        broken.changes.audio.as_mut().unwrap()[[3, 7]] = f32::INFINITY;
        rejected(broken, "second 3");
        let mut without_audio = whole().with_changes(changes((4, width)));
        without_audio.features.audio = None;
        rejected(without_audio, "[0, 216]");
    }

    #[test]
    fn a_clip_without_audio_is_in_the_set_but_not_paired() {
        let mut silent = clip("silent", (4, 2), (4, 3));
        silent.features.audio = None;
        let set = FeatureSet::new(spaces(), vec![silent, clip("both", (5, 2), (5, 3))]).unwrap();
        assert_eq!(set.clips()[0].n_segments(), 4);
        assert_eq!(set.paired().map(|(idx, _)| idx).collect::<Vec<_>>(), [1]);
        assert_eq!(set.n_paired_segments(), 5);
        assert_eq!(set.subset(&[1]).clips().len(), 1);
    }
}
