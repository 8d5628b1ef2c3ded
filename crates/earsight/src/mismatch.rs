//! Mismatched sound (ours): whether a clip's sound belongs to its picture, or to another one.
//!
//! A model gives the distance of a sound and a picture, second by second.
//! A matching sound is nearer to its own picture than to those of other clips, and its picture nearer to it
//! than to other sounds; for a sound that was added later, its own picture is one of many.

use earsight_core::{Distance, PerModality};
use ndarray::{ArrayView2, s};

/// Shorter clips are not tested.
const MIN_SECS: usize = 2;
/// Tolerated offset of sound and picture.
const MAX_SHIFT_SECS: usize = 1;

/// How a clip's sound fits its picture, compared with sounds and pictures of other clips.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PairFit {
    /// Mean distance of its seconds of sound to its seconds of picture; smaller fits better.
    pub distance: f64,
    /// The same less the mean distance of its sound to other pictures and of its picture to other sounds; smaller fits
    /// better. Some sounds and pictures are far from everything.
    pub excess: f64,
    /// Probability that a random other sound or picture fits as well; small means that they belong together.
    pub p_random: f64,
}

/// How sound and picture of a clip fit, compared with the `others`; rows are embedded.
///
/// Its sound is compared with the picture of each of the others, and its picture with their sounds,
/// both cut to the length they share. With `k` of these `n` pairs at most as far as the clip's own,
/// `p_random = (k + 1) / (n + 1)`: a permutation test, which is exact where the clip and the others are exchangeable.
/// `None` for a clip of less than two seconds, or without others as long.
///
/// # Shapes
/// - each clip: `[T, E]` of both modalities
pub fn pair_fit<'a>(
    distance: &Distance,
    clip: PerModality<ArrayView2<'_, f32>>,
    others: impl IntoIterator<Item = PerModality<ArrayView2<'a, f32>>>,
) -> Option<PairFit> {
    let own = mean_distance(distance, clip.audio, clip.visual)?;
    let (mut n_pairs, mut n_as_near, mut sum) = (0_usize, 0_usize, 0.0);
    for other in others {
        let n_secs = other.audio.nrows().min(clip.audio.nrows());
        let [audio, visual] =
            [clip.audio, clip.visual].map(|rows| rows.slice_move(s![..n_secs, ..]));
        let Some(own) = mean_distance(distance, audio, visual) else { continue };
        for (sound, picture) in [(audio, other.visual), (other.audio, visual)] {
            let Some(other) = mean_distance(distance, sound, picture) else { continue };
            n_pairs += 1;
            sum += other;
            n_as_near += usize::from(other.total_cmp(&own).is_le());
        }
    }
    let p_random = (n_as_near + 1) as f64 / (n_pairs + 1) as f64;
    let excess = own - sum / n_pairs as f64;
    (n_pairs > 0).then_some(PairFit { distance: own, excess, p_random })
}

impl PairFit {
    /// Probability that a clip whose sound belongs to its picture fits as badly, by its excess; small means a mismatch.
    /// `reference` are the fits of such clips.
    ///
    /// Conformal, so exact for clips like those of the reference.
    /// A model fits its own training clips better than others: with those as the reference
    /// a new clip is called a mismatch too often, so consider [`PairFit::p_random`], too.
    pub fn p_belongs<'a>(self, reference: impl IntoIterator<Item = &'a PairFit>) -> f64 {
        let (mut n, mut n_as_bad) = (0_usize, 0_usize);
        for fit in reference {
            n += 1;
            n_as_bad += usize::from(fit.excess >= self.excess);
        }
        (n_as_bad + 1) as f64 / (n + 1) as f64
    }
}

/// Mean distance over the seconds that both have, at the best of a few shifts by whole seconds.
fn mean_distance(
    distance: &Distance,
    audio: ArrayView2<'_, f32>,
    visual: ArrayView2<'_, f32>,
) -> Option<f64> {
    let n_secs = audio.nrows().min(visual.nrows());
    let at = |audio_start: usize, visual_start: usize| {
        let pairs = audio
            .rows()
            .into_iter()
            .skip(audio_start)
            .zip(visual.rows().into_iter().skip(visual_start));
        let n_pairs = n_secs - audio_start.max(visual_start);
        pairs.take(n_pairs).map(|(audio, visual)| distance.between(audio, visual)).sum::<f64>()
            / n_pairs as f64
    };
    (n_secs >= MIN_SECS).then(|| {
        let late = (1..=MAX_SHIFT_SECS).map(|shift| at(shift, 0).min(at(0, shift)));
        late.fold(at(0, 0), f64::min)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::Array2;

    fn distance() -> Distance {
        Distance::euclidean("latent", 2)
    }

    /// A clip with sound of one kind and a picture of another.
    fn clip(audio: f32, visual: f32, n_secs: usize) -> PerModality<Array2<f32>> {
        PerModality { audio, visual }.map(|kind| {
            Array2::from_shape_fn((n_secs, 2), |(t, column)| kind + 0.01 * (t + column) as f32)
        })
    }

    fn fit_among(
        clip: &PerModality<Array2<f32>>,
        others: &[PerModality<Array2<f32>>],
    ) -> Option<PairFit> {
        let others = others.iter().map(|other| other.as_ref().map(|rows| rows.view()));
        pair_fit(&distance(), clip.as_ref().map(|rows| rows.view()), others)
    }

    #[test]
    fn a_sound_of_another_picture_fits_no_better_than_chance() {
        let others: Vec<_> = (0..20).map(|kind| clip(kind as f32, kind as f32, 6)).collect();
        let own = fit_among(&clip(30.0, 30.0, 8), &others).unwrap();
        assert_eq!(own.p_random, 1.0 / 41.0);
        let swapped = fit_among(&clip(0.0, 19.0, 8), &others).unwrap();
        assert!(swapped.p_random > 0.9, "{swapped:?}");
        let belong = (0..20).map(|kind| {
            let rest = [&others[..kind], &others[kind + 1..]].concat();
            fit_among(&others[kind], &rest).unwrap()
        });
        let reference: Vec<PairFit> = belong.collect();
        assert_eq!(own.p_belongs(&reference), 1.0);
        assert_eq!(swapped.p_belongs(&reference), 1.0 / 21.0);
    }

    #[test]
    fn short_clips_are_not_tested() {
        let others = [clip(1.0, 1.0, 6)];
        assert_eq!(fit_among(&clip(1.0, 1.0, 1), &others), None);
        assert_eq!(fit_among(&clip(1.0, 1.0, 5), &[clip(1.0, 1.0, 1)]), None);
        assert_eq!(fit_among(&clip(1.0, 1.0, 5), &[]), None);
    }

    #[test]
    fn a_second_of_delay_is_tolerated() {
        let mut late = clip(0.0, 0.0, 6);
        for t in 0..6 {
            late.visual.row_mut(t).fill(t as f32);
            late.audio.row_mut(t).fill(t as f32 - 1.0);
        }
        let views = late.as_ref().map(|rows| rows.view());
        assert_eq!(mean_distance(&distance(), views.audio, views.visual), Some(0.0));
    }
}
