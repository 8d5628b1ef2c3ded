//! What clips that nobody labelled say of themselves, for systems that cannot learn without labels.
//!
//! Every clip is a category of its own, and all its seconds are the event. Most of these systems also learn from
//! background, seconds where sound and picture do not belong together, which no clip with its own sound has. It is
//! made: each clip is lengthened by its own sounds beside the pictures of the next clip. Even clips have it at
//! their end, odd ones at their beginning, so that a second's position says nothing.

use earsight_core::{Category, ClipFeatures, Event, FeatureSet, PerModality, Span};
use ndarray::{Array2, Axis, concatenate};

use crate::dataset::Labelled;

/// The clips of `features` that are both heard and seen, lengthened and labelled as said above.
///
/// A single clip has no next one: it gets no background.
pub fn own_labels(features: &FeatureSet) -> Labelled {
    let pairs: Vec<_> = features.paired().collect();
    let of_clip = |(idx, &(place, pair)): (usize, &(usize, PerModality<&Array2<f32>>))| {
        let id = features.clips()[place].id.clone();
        let n = pair.audio.nrows();
        let (_, next) = pairs[(idx + 1) % pairs.len()];
        // A shorter neighbour's pictures are shown again.
        let strange: Vec<usize> =
            (0..n).map(|second| second % next.visual.nrows().max(1)).collect();
        let strange = next.visual.select(Axis(0), &strange);
        let has_background = pairs.len() > 1;
        let is_last = idx % 2 == 0;
        let lengthened = |own: &Array2<f32>, background: &Array2<f32>| {
            let parts = match (has_background, is_last) {
                (false, _) => vec![own.view()],
                (true, true) => vec![own.view(), background.view()],
                (true, false) => vec![background.view(), own.view()],
            };
            concatenate(Axis(0), &parts).expect("rows of one feature space are equally wide")
        };
        let audio = lengthened(pair.audio, pair.audio);
        let visual = lengthened(pair.visual, &strange);
        let start = if has_background && !is_last { n } else { 0 };
        let event = Event { category: Category(id.as_str().to_owned()), span: Span::new(start, n) };
        (ClipFeatures::paired(id.clone(), audio, visual), (id, event))
    };
    let (clips, events): (Vec<_>, Vec<_>) = pairs.iter().enumerate().map(of_clip).unzip();
    let features = FeatureSet::new(features.spaces().clone(), clips)
        .expect("the clips are those of a feature set");
    Labelled { features, annotations: events.into_iter().collect() }
}

#[cfg(test)]
mod tests {
    use earsight_core::FeatureSpace;

    use super::*;

    fn features(lengths: &[usize]) -> FeatureSet {
        let spaces = PerModality { audio: 1, visual: 1 }.map(|dim| FeatureSpace {
            backbone: "toy".into(),
            fingerprint: "00".into(),
            dim,
        });
        let clip = |(idx, &n): (usize, &usize)| {
            let rows =
                |of: usize| Array2::from_shape_fn((n, 1), |(t, _)| (10 * idx + t + of) as f32);
            ClipFeatures::paired(format!("c{idx}").as_str(), rows(100), rows(200))
        };
        FeatureSet::new(spaces, lengths.iter().enumerate().map(clip).collect()).unwrap()
    }

    #[test]
    fn background_is_the_own_sound_beside_the_next_clips_picture() {
        let labelled = own_labels(&features(&[2, 3]));
        let clips = labelled.features.clips();
        let column =
            |rows: Option<&Array2<f32>>| rows.unwrap().iter().copied().collect::<Vec<f32>>();
        let pair = |idx: usize| clips[idx].both().unwrap().map(|rows| column(Some(rows)));
        assert_eq!(pair(0).audio, [100.0, 101.0, 100.0, 101.0]);
        assert_eq!(pair(0).visual, [200.0, 201.0, 210.0, 211.0]);
        assert_eq!(pair(1).audio, [110.0, 111.0, 112.0, 110.0, 111.0, 112.0]);
        assert_eq!(pair(1).visual, [200.0, 201.0, 200.0, 210.0, 211.0, 212.0]);
        let span = |idx: usize| labelled.annotations.event(&clips[idx].id).unwrap().span;
        assert_eq!((span(0), span(1)), (Span::new(0, 2), Span::new(3, 3)));
    }

    #[test]
    fn a_single_clip_stays_as_it_is() {
        let labelled = own_labels(&features(&[2]));
        assert_eq!(labelled.features.clips()[0].n_segments(), 2);
        assert_eq!(labelled.countable(), []);
    }
}
