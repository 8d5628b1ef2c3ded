//! Labelled seconds as rows, for systems that look at one second at a time.

use earsight_core::PerModality;
use ndarray::{Array2, Axis, concatenate};
use rand_chacha::ChaCha8Rng;

use super::LabelledClips;
use earsight::training::batches::{Batches, Batching, shuffled_steps};

/// All seconds of labelled clips, one after the other.
///
/// # Shapes
/// - each modality: `[N, D]`
pub(crate) struct LabelledSeconds {
    rows: PerModality<Array2<f32>>,
    classes: Vec<usize>,
    /// The clip of each row, counted from 0.
    clips: Vec<usize>,
    background: usize,
    draw: Draw,
}

/// What is drawn for a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Draw {
    /// Single seconds.
    Seconds,
    /// All seconds of whole clips, so that a step sees one clip at several times.
    Clips,
}

impl LabelledSeconds {
    pub(crate) fn of(labelled: &LabelledClips, draw: Draw) -> Self {
        let clips = &labelled.clips;
        let rows = PerModality::from_fn(|modality| {
            let views: Vec<_> = clips.iter().map(|clip| clip.rows[modality].view()).collect();
            concatenate(Axis(0), &views).expect("there are clips, and they are equally wide")
        });
        let numbered = clips.iter().enumerate();
        LabelledSeconds {
            rows,
            classes: clips.iter().flat_map(|clip| clip.classes.iter().copied()).collect(),
            clips: numbered.flat_map(|(idx, clip)| vec![idx; clip.classes.len()]).collect(),
            background: labelled.background(),
            draw,
        }
    }

    fn n_clips(&self) -> usize {
        self.clips.last().map_or(0, |last| last + 1)
    }

    /// Rows of the clips with these numbers.
    fn rows_of(&self, clips: &[usize]) -> Vec<usize> {
        let of_clip = |&clip: &usize| {
            self.clips.partition_point(|&c| c < clip)..self.clips.partition_point(|&c| c <= clip)
        };
        clips.iter().flat_map(of_clip).collect()
    }
}

impl Batches for LabelledSeconds {
    type Batch = SecondsBatch;

    fn steps(&self, batching: Batching, rng: &mut ChaCha8Rng) -> Vec<Vec<usize>> {
        let steps = match (batching, self.draw) {
            (Batching::Shuffled { size }, Draw::Seconds) => {
                return shuffled_steps(self.n_rows(), size, rng);
            }
            (Batching::Shuffled { size }, Draw::Clips) => shuffled_steps(self.n_clips(), size, rng),
            (Batching::ClipByClip, _) => (0..self.n_clips()).map(|clip| vec![clip]).collect(),
        };
        steps.iter().map(|clips| self.rows_of(clips)).collect()
    }

    fn batch(&self, places: &[usize]) -> SecondsBatch {
        SecondsBatch {
            rows: self.rows.as_ref().map(|rows| rows.select(Axis(0), places)),
            classes: places.iter().map(|&row| self.classes[row]).collect(),
            clips: places.iter().map(|&row| self.clips[row]).collect(),
            background: self.background,
        }
    }

    fn n_rows(&self) -> usize {
        self.classes.len()
    }

    fn values(&self) -> Box<dyn Iterator<Item = f32> + '_> {
        let classes = self.classes.iter().map(|&class| class as f32);
        Box::new(self.rows.audio.iter().chain(&self.rows.visual).copied().chain(classes))
    }
}

/// Synchronised seconds of both modalities and what they are.
///
/// # Shapes
/// - each modality: `[B, D]`
pub(crate) struct SecondsBatch {
    pub(crate) rows: PerModality<Array2<f32>>,
    /// Class of each row. `[B]`
    pub(crate) classes: Vec<usize>,
    /// Clip of each row. `[B]`
    pub(crate) clips: Vec<usize>,
    /// The class that is no category.
    pub(crate) background: usize,
}

#[cfg(test)]
mod tests {
    use super::super::LabelledClip;
    use super::*;
    use rand::SeedableRng;

    fn labelled() -> LabelledClips {
        let clip = |n: usize| LabelledClip {
            rows: PerModality { audio: Array2::ones((n, 2)), visual: Array2::ones((n, 3)) },
            classes: vec![0; n],
        };
        LabelledClips { clips: [3, 1, 4].map(clip).into(), categories: Vec::new() }
    }

    #[test]
    fn every_second_is_drawn_once_an_epoch() {
        for (draw, batching) in [
            (Draw::Seconds, Batching::Shuffled { size: 3 }),
            (Draw::Clips, Batching::Shuffled { size: 2 }),
            (Draw::Seconds, Batching::ClipByClip),
        ] {
            let seconds = LabelledSeconds::of(&labelled(), draw);
            let steps = seconds.steps(batching, &mut ChaCha8Rng::seed_from_u64(1));
            let mut rows = steps.concat();
            rows.sort_unstable();
            assert_eq!(rows, (0..8).collect::<Vec<_>>());
        }
    }

    #[test]
    fn whole_clips_stay_together() {
        let seconds = LabelledSeconds::of(&labelled(), Draw::Clips);
        let rng = &mut ChaCha8Rng::seed_from_u64(1);
        for step in seconds.steps(Batching::Shuffled { size: 1 }, rng) {
            let batch = seconds.batch(&step);
            assert!(batch.clips.iter().all(|&clip| clip == batch.clips[0]));
            assert_eq!(batch.clips.len(), [3, 1, 4][batch.clips[0]]);
        }
    }
}
