//! Labelled seconds as rows, for systems that read one second at a time.

use earsight_core::PerModality;
use ndarray::Array2;
use rand_chacha::ChaCha8Rng;

use super::LabelledClips;
use earsight::training::batches::{Batches, Batching, shuffled_steps};

/// All seconds of labelled clips, in order.
pub(crate) struct LabelledSeconds {
    pub(crate) clips: LabelledClips,
    /// Whether a step draws whole clips, so that it contains one clip at several times; else single seconds.
    pub(crate) of_whole_clips: bool,
}

impl Batches for LabelledSeconds {
    type Batch = SecondsBatch;

    fn steps(&self, batching: Batching, rng: &mut ChaCha8Rng) -> Vec<Vec<usize>> {
        match batching {
            Batching::Shuffled { size } if self.of_whole_clips => {
                let clips = self.clips.clips();
                let rows = |step: Vec<usize>| step.iter().flat_map(|&i| clips[i].clone()).collect();
                shuffled_steps(clips.len(), size, rng).into_iter().map(rows).collect()
            }
            _ => self.clips.paired.steps(batching, rng),
        }
    }

    fn batch(&self, places: &[usize]) -> SecondsBatch {
        let (rows, clips) = self.clips.paired.select(places);
        let classes = places.iter().map(|&row| self.clips.classes[row]).collect();
        SecondsBatch { rows, classes, clips, background: self.clips.background() }
    }

    fn n_rows(&self) -> usize {
        self.clips.paired.n_secs()
    }

    fn values(&self) -> Box<dyn Iterator<Item = f32> + '_> {
        let classes = self.clips.classes.iter().map(|&class| class as f32);
        Box::new(self.clips.paired.values().chain(classes))
    }
}

/// Synchronised seconds of both modalities and their classes.
///
/// # Shapes
/// - each modality: `[B, D]`
pub(crate) struct SecondsBatch {
    pub(crate) rows: PerModality<Array2<f32>>,
    /// Class of each row. `[B]`
    pub(crate) classes: Vec<usize>,
    /// Clip of each row. `[B]`
    pub(crate) clips: Vec<usize>,
    /// The class of background.
    pub(crate) background: usize,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::small_clips::labelled;
    use rand::SeedableRng;

    #[test]
    fn every_second_is_drawn_once_an_epoch() {
        for (of_whole_clips, batching) in [
            (false, Batching::Shuffled { size: 3 }),
            (true, Batching::Shuffled { size: 2 }),
            (false, Batching::ClipByClip),
        ] {
            let seconds = LabelledSeconds { clips: labelled(&[3, 1, 4]), of_whole_clips };
            let steps = seconds.steps(batching, &mut ChaCha8Rng::seed_from_u64(1));
            let mut rows = steps.concat();
            rows.sort_unstable();
            assert_eq!(rows, (0..8).collect::<Vec<_>>());
        }
    }

    #[test]
    fn whole_clips_stay_together() {
        let seconds = LabelledSeconds { clips: labelled(&[3, 1, 4]), of_whole_clips: true };
        let rng = &mut ChaCha8Rng::seed_from_u64(1);
        for step in seconds.steps(Batching::Shuffled { size: 1 }, rng) {
            let batch = seconds.batch(&step);
            assert!(batch.clips.iter().all(|&clip| clip == batch.clips[0]));
            assert_eq!(batch.clips.len(), [3, 1, 4][batch.clips[0]]);
        }
    }
}
