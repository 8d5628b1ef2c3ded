//! Labelled clips as sequences, for systems that read a clip as a whole.

use earsight::training::{Batches, Batching};
use earsight_core::{Modality, PerModality};
use ndarray::{Array3, Axis, stack};
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use super::LabelledClips;

impl LabelledClips {
    /// Places of the clips, those of equally many seconds together, shortest first.
    fn by_length(&self) -> Vec<Vec<usize>> {
        let mut places: Vec<usize> = (0..self.clips.len()).collect();
        let n_segments = |place: usize| self.clips[place].classes.len();
        places.sort_by_key(|&place| n_segments(place)); // stable: the collection's order within
        places.chunk_by(|&a, &b| n_segments(a) == n_segments(b)).map(<[usize]>::to_vec).collect()
    }
}

/// A step's clips all have the same number of seconds.
impl Batches for LabelledClips {
    type Batch = ClipsBatch;

    fn steps(&self, batching: Batching, rng: &mut ChaCha8Rng) -> Vec<Vec<usize>> {
        match batching {
            Batching::Shuffled { size } => {
                let mut steps = Vec::new();
                for mut places in self.by_length() {
                    places.shuffle(rng);
                    steps.extend(places.chunks(size.max(1)).map(<[usize]>::to_vec));
                }
                steps.shuffle(rng);
                steps
            }
            Batching::ClipByClip => (0..self.clips.len()).map(|place| vec![place]).collect(),
        }
    }

    fn batch(&self, places: &[usize]) -> ClipsBatch {
        let clips = || places.iter().map(|&place| &self.clips[place]);
        let rows = |modality: Modality| {
            let views: Vec<_> = clips().map(|clip| clip.rows[modality].view()).collect();
            stack(Axis(0), &views).expect("a step's clips are equally long")
        };
        ClipsBatch {
            rows: PerModality::from_fn(rows),
            classes: clips().flat_map(|clip| clip.classes.iter().copied()).collect(),
            background: self.background(),
        }
    }

    fn n_rows(&self) -> usize {
        self.clips.iter().map(|clip| clip.classes.len()).sum()
    }

    fn values(&self) -> Box<dyn Iterator<Item = f32> + '_> {
        Box::new(self.clips.iter().flat_map(|clip| {
            let classes = clip.classes.iter().map(|&class| class as f32);
            clip.rows.audio.iter().chain(&clip.rows.visual).copied().chain(classes)
        }))
    }
}

/// Whole clips of both modalities, and their classes.
///
/// # Shapes
/// - each modality: `[B, T, D]`
pub(crate) struct ClipsBatch {
    pub(crate) rows: PerModality<Array3<f32>>,
    /// Class of each second, clip after clip. `[B·T]`
    pub(crate) classes: Vec<usize>,
    /// The class that is no category.
    pub(crate) background: usize,
}

impl ClipsBatch {
    /// Whether each second is one of an event. `[B·T]`
    pub(crate) fn is_event(&self) -> Vec<bool> {
        self.classes.iter().map(|&class| class != self.background).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::LabelledClip;
    use super::*;
    use ndarray::Array2;
    use rand::SeedableRng;

    #[test]
    fn a_step_holds_clips_of_one_length_and_an_epoch_every_clip_once() {
        let clip = |(idx, n): (usize, usize)| LabelledClip {
            rows: PerModality { audio: (n, 2), visual: (n, 3) }
                .map(|shape| Array2::from_elem(shape, idx as f32)),
            classes: vec![idx % 2; n],
        };
        let clips: Vec<_> = [3, 5, 3, 3, 5, 2].into_iter().enumerate().map(clip).collect();
        let labelled = LabelledClips { clips, categories: Vec::new() };
        for batching in [Batching::Shuffled { size: 2 }, Batching::ClipByClip] {
            let steps = labelled.steps(batching, &mut ChaCha8Rng::seed_from_u64(4));
            let mut places = steps.concat();
            places.sort_unstable();
            assert_eq!(places, (0..6).collect::<Vec<_>>());
            for step in steps {
                let batch = labelled.batch(&step);
                let (n_clips, n_segments, dim) = batch.rows.visual.dim();
                assert_eq!((n_clips, dim), (step.len(), 3));
                assert_eq!(batch.classes.len(), n_clips * n_segments);
                assert_eq!(batch.rows.audio[[0, 0, 0]], step[0] as f32);
            }
        }
    }
}
