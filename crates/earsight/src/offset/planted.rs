use earsight_core::PerModality;
use earsight_core::change::{PictureStep, STEPS_PER_SEC, SoundStep};
use ndarray::{Array2, ArrayView2};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

/// Noise, and events whose sound comes `late` steps after their picture.
pub fn clip(n_secs: usize, late: isize, seed: u64) -> PerModality<Array2<f32>> {
    drifting(n_secs, seed, |_| late)
}

/// The same with a delay that depends on the step.
pub fn drifting(
    n_secs: usize,
    seed: u64,
    late: impl Fn(usize) -> isize,
) -> PerModality<Array2<f32>> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let n_steps = n_secs * STEPS_PER_SEC;
    let mut sound: Vec<f32> =
        (0..n_steps * SoundStep::WIDTH).map(|_| random.random_range(0.0..0.3)).collect();
    let mut picture: Vec<f32> =
        (0..n_steps * PictureStep::WIDTH).map(|_| random.random_range(0.0..0.02)).collect();
    for _ in 0..2 * n_secs {
        let seen = random.random_range(0..n_steps);
        picture[seen * PictureStep::WIDTH + 9..][..4].fill(0.5);
        let heard = seen.checked_add_signed(late(seen)).filter(|&heard| heard < n_steps);
        if let Some(heard) = heard {
            let step = &mut sound[heard * SoundStep::WIDTH..][..SoundStep::WIDTH];
            step.iter_mut().for_each(|x| *x += 1.0);
        }
    }
    let rows =
        |values, width| Array2::from_shape_vec((n_secs, STEPS_PER_SEC * width), values).unwrap();
    PerModality { audio: rows(sound, SoundStep::WIDTH), visual: rows(picture, PictureStep::WIDTH) }
}

pub fn views(clip: &PerModality<Array2<f32>>) -> PerModality<ArrayView2<'_, f32>> {
    clip.as_ref().map(|rows| rows.view())
}
