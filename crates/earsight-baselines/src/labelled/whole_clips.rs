//! Labelled clips as sequences, for systems that read a whole clip.

use std::ops::Range;

use earsight::training::{Batches, Batching};
use earsight_core::PerModality;
use ndarray::{Array3, Axis, s, stack};
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use super::LabelledClips;

impl LabelledClips {
    /// Indices of the clips, those of equal length together, shortest first.
    fn by_length(&self) -> Vec<Vec<usize>> {
        let clips = self.clips();
        let mut places: Vec<usize> = (0..clips.len()).collect();
        places.sort_by_key(|&place| clips[place].len()); // stable: the collection's order within
        places.chunk_by(|&a, &b| clips[a].len() == clips[b].len()).map(<[usize]>::to_vec).collect()
    }
}

/// All clips of a step have the same length.
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
            Batching::ClipByClip => (0..self.paired.n_clips()).map(|place| vec![place]).collect(),
        }
    }

    fn batch(&self, places: &[usize]) -> ClipsBatch {
        let starts = self.paired.clip_starts();
        let clips: Vec<Range<usize>> =
            places.iter().map(|&place| starts[place]..starts[place + 1]).collect();
        let rows = self.paired.rows.as_ref().map(|all| {
            let views: Vec<_> = clips.iter().map(|rows| all.slice(s![rows.clone(), ..])).collect();
            stack(Axis(0), &views).expect("the clips of a step are equally long")
        });
        let classes = clips.into_iter().flat_map(|rows| self.classes[rows].iter().copied());
        ClipsBatch { rows, classes: classes.collect(), background: self.background() }
    }

    fn n_rows(&self) -> usize {
        self.paired.n_secs()
    }

    fn values(&self) -> Box<dyn Iterator<Item = f32> + '_> {
        Box::new(self.clips().into_iter().flat_map(|rows| {
            let PerModality { audio, visual } =
                self.paired.rows.as_ref().map(|all| all.slice(s![rows.clone(), ..]));
            let classes = self.classes[rows].iter().map(|&class| class as f32);
            audio.into_iter().chain(visual).copied().chain(classes)
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
    /// The class of background.
    pub(crate) background: usize,
}

impl ClipsBatch {
    /// Whether each second belongs to an event. `[B·T]`
    pub(crate) fn is_event(&self) -> Vec<bool> {
        self.classes.iter().map(|&class| class != self.background).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::small_clips::{DIMS, labelled};
    use rand::SeedableRng;

    #[test]
    fn a_step_has_clips_of_one_length_and_an_epoch_every_clip_once() {
        let labelled = labelled(&[3, 5, 3, 3, 5, 2]);
        for batching in [Batching::Shuffled { size: 2 }, Batching::ClipByClip] {
            let steps = labelled.steps(batching, &mut ChaCha8Rng::seed_from_u64(4));
            let mut places = steps.concat();
            places.sort_unstable();
            assert_eq!(places, (0..6).collect::<Vec<_>>());
            for step in steps {
                let batch = labelled.batch(&step);
                let (n_clips, n_segments, dim) = batch.rows.visual.dim();
                assert_eq!((n_clips, dim), (step.len(), DIMS.visual));
                assert_eq!(batch.classes.len(), n_clips * n_segments);
                let first = labelled.paired.rows.audio.row(labelled.clips()[step[0]].start);
                assert_eq!(batch.rows.audio.slice(s![0, 0, ..]), first);
            }
        }
    }
}
