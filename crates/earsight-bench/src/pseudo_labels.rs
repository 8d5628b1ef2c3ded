//! Pseudo-labels of unlabelled clips, for systems that cannot learn without labels.
//!
//! Every clip is a category of its own, and all its seconds are the event. Most of these systems also learn from
//! background, seconds where sound and image do not correspond, which a clip with its own sound does not have. So
//! each clip is lengthened by mismatched pairs: its own sound with the images of the next clip. Even clips have
//! them at their end, odd ones at their beginning, so that the position of a second carries no information.

use earsight_core::{Category, ClipFeatures, Event, FeatureSet, Span};
use ndarray::{Axis, concatenate};

use crate::dataset::Labelled;

/// The clips of `features` with both modalities, lengthened and labelled as described above.
///
/// A single clip has no next one: it gets no background.
pub(crate) fn pseudo_labels(features: &FeatureSet) -> Labelled {
    let pairs: Vec<_> = features.paired().collect();
    let (mut clips, mut events) = (Vec::new(), Vec::new());
    for (idx, &(place, own)) in pairs.iter().enumerate() {
        let id = features.clips()[place].id.clone();
        let n = own.audio.nrows();
        let mut event = Event { category: Category(id.to_string()), span: Span::new(0, n) };
        let mut rows = own.map(|rows| vec![rows.view()]);
        let (_, next) = pairs[(idx + 1) % pairs.len()];
        // A shorter clip's images are repeated.
        let repeated: Vec<usize> =
            (0..n).map(|second| second % next.visual.nrows().max(1)).collect();
        let mismatched = next.visual.select(Axis(0), &repeated);
        if pairs.len() > 1 {
            rows.audio.push(own.audio.view());
            rows.visual.push(mismatched.view());
            if idx % 2 == 1 {
                rows.visual.reverse();
                event.span.start = n;
            }
        }
        let rows = rows.map(|parts| {
            concatenate(Axis(0), &parts).expect("rows of one feature space are equally wide")
        });
        clips.push(ClipFeatures::paired(id.clone(), rows.audio, rows.visual));
        events.push((id, event));
    }
    let features = FeatureSet::new(features.spaces().clone(), clips)
        .expect("the clips are those of a feature set");
    Labelled { features, annotations: events.into_iter().collect() }
}

#[cfg(test)]
mod tests {
    use earsight_core::{FeatureSpace, PerModality};
    use ndarray::Array2;

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
    fn background_is_the_own_sound_with_the_next_clips_images() {
        let labelled = pseudo_labels(&features(&[2, 3]));
        let clips = labelled.features.clips();
        let pair = |idx: usize| {
            clips[idx].both().unwrap().map(|rows| rows.iter().copied().collect::<Vec<f32>>())
        };
        assert_eq!(pair(0).audio, [100.0, 101.0, 100.0, 101.0]);
        assert_eq!(pair(0).visual, [200.0, 201.0, 210.0, 211.0]);
        assert_eq!(pair(1).audio, [110.0, 111.0, 112.0, 110.0, 111.0, 112.0]);
        assert_eq!(pair(1).visual, [200.0, 201.0, 200.0, 210.0, 211.0, 212.0]);
        let span = |idx: usize| labelled.annotations.event(&clips[idx].id).unwrap().span;
        assert_eq!((span(0), span(1)), (Span::new(0, 2), Span::new(3, 3)));
    }

    #[test]
    fn a_single_clip_stays_as_it_is() {
        let labelled = pseudo_labels(&features(&[2]));
        assert_eq!(labelled.features.clips()[0].n_segments(), 2);
        assert_eq!(labelled.countable(), []);
    }
}
