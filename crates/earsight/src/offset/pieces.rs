//! A file in pieces of about ten seconds: what moves where changes from one to the next.

use earsight_core::PerModality;
use earsight_core::change::{PictureStep, STEPS_PER_SEC, SoundStep};
use ndarray::{Array2, ArrayView2, s};

use super::{LagProfile, agreement, curves};

/// Shorter files have no profile.
const MIN_SECS: usize = 3;
/// Length of a piece, if lags are at most a third of it.
const PIECE_SECS: usize = 10;

/// The lag profiles of the pieces of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct PieceProfiles {
    /// Length of a piece in seconds.
    pub(super) piece_secs: f64,
    /// `None` where a piece is silent or still.
    pub(super) profiles: Vec<Option<LagProfile>>,
}

impl PieceProfiles {
    /// Of a file, over lags up to `max_lag_secs`, but at most a third of the file.
    ///
    /// `None` where it is shorter than three seconds, silent throughout, or still throughout.
    ///
    /// # Shapes
    /// - `changes`: rows of change `[T, C]` of both modalities, as [`earsight_core::change`] says
    pub fn of(changes: PerModality<ArrayView2<'_, f32>>, max_lag_secs: f64) -> Option<Self> {
        Self::shifted(changes, 0, max_lag_secs)
    }

    /// The same after the sound is delayed by `shift` steps, by cutting steps off both modalities.
    pub(super) fn shifted(
        changes: PerModality<ArrayView2<'_, f32>>,
        shift: isize,
        max_lag_secs: f64,
    ) -> Option<Self> {
        let sound = curves::steps(changes.audio, SoundStep::WIDTH);
        let picture = curves::steps(changes.visual, PictureStep::WIDTH);
        let n_steps = sound.nrows().min(picture.nrows()).checked_sub(shift.unsigned_abs())?;
        if n_steps < MIN_SECS * STEPS_PER_SEC {
            return None;
        }
        let (delayed, hastened) = (shift.max(0) as usize, (-shift).max(0) as usize);
        let piece_secs = PIECE_SECS.max((3.0 * max_lag_secs).ceil() as usize);
        let n_pieces = (n_steps / (piece_secs * STEPS_PER_SEC)).max(1);
        let profiles = (0..n_pieces).map(|piece| {
            let (first, end) = (piece * n_steps / n_pieces, (piece + 1) * n_steps / n_pieces);
            let sound = sound.slice(s![hastened + first..hastened + end, ..]).to_owned();
            let picture = picture.slice(s![delayed + first..delayed + end, ..]).to_owned();
            profile(&sound, &picture, max_lag_secs)
        });
        let profiles: Vec<_> = profiles.collect();
        let piece_secs = n_steps as f64 / (n_pieces * STEPS_PER_SEC) as f64;
        profiles.iter().any(Option::is_some).then_some(PieceProfiles { piece_secs, profiles })
    }

    /// The profile of the file: pieces that agree by chance do so at different lags.
    ///
    /// It is the sum over `√n`, so that its values mean the same for files of any length.
    pub fn pooled(&self) -> LagProfile {
        let profiles: Vec<&LagProfile> = self.profiles.iter().flatten().collect();
        LagProfile::pooled(&profiles).unwrap_or_else(|| LagProfile::new([0.0]))
    }
}

fn profile(sound: &Array2<f64>, picture: &Array2<f64>, max_lag_secs: f64) -> Option<LagProfile> {
    let max_lag = ((max_lag_secs * STEPS_PER_SEC as f64) as usize).min(sound.nrows() / 3);
    let max_lag = isize::try_from(max_lag).ok()?;
    agreement::profile(&curves::of_sound(sound)?, &curves::of_picture(picture), max_lag)
}

#[cfg(test)]
mod tests {
    use super::super::planted::{clip, views};
    use super::*;

    fn shifted(clip: &PerModality<Array2<f32>>, shift: isize) -> Option<LagProfile> {
        Some(PieceProfiles::shifted(views(clip), shift, 2.0)?.pooled())
    }

    #[test]
    fn a_known_shift_moves_the_peak_by_as_much() {
        for shift in [-12, -6, 0, 6, 12] {
            let found = shifted(&clip(12, 0, 5), shift).unwrap();
            assert!((found.best_lag() - shift as f64).abs() < 0.5, "{shift}: {}", found.best_lag());
            assert_eq!(found.lags().count(), 49);
        }
    }

    #[test]
    fn longer_files_have_clearer_peaks() {
        let gap = |n_secs| shifted(&clip(n_secs, 4, 3), 0).unwrap().peak_gap();
        assert!(gap(60) > 1.5 * gap(10), "{} {}", gap(60), gap(10));
    }

    /// A sound that begins late is silent before, as after an edit, and an early one is silent at the end.
    #[test]
    fn silence_at_the_ends_is_ignored() {
        for (late, from, n_silent) in [(9, 0, 9), (-9, 135, 9)] {
            let mut padded = clip(12, late, 7);
            let mut steps: Vec<f32> = padded.audio.iter().copied().collect();
            for step in steps.chunks_exact_mut(SoundStep::WIDTH).skip(from).take(n_silent) {
                step.fill(0.0);
                step[SoundStep::LEVELS].fill(-40.0);
            }
            if late > 0 {
                // Its beginning is much louder than any event.
                steps[9 * SoundStep::WIDTH..][SoundStep::CHANGES].fill(500.0);
            }
            padded.audio = Array2::from_shape_vec(padded.audio.dim(), steps).unwrap();
            let found = shifted(&padded, 0).unwrap();
            assert!((found.best_lag() - late as f64).abs() < 0.5, "{late}: {}", found.best_lag());
        }
    }

    #[test]
    fn silent_still_and_short_clips_have_no_profile() {
        let mut silent = clip(6, 0, 1);
        silent.audio.fill(2.0 * SoundStep::SILENT_LEVEL);
        let mut still = clip(6, 0, 2);
        still.visual.fill(0.25);
        for clip in [silent, still, clip(2, 0, 3), clip(0, 0, 4)] {
            assert_eq!(shifted(&clip, 0), None);
        }
        assert_eq!(shifted(&clip(3, 0, 5), 12), None, "too short to be shifted");
    }

    #[test]
    fn lags_are_at_most_a_third_of_the_clip() {
        assert_eq!(shifted(&clip(3, 0, 1), 0).unwrap().lags().count(), 2 * 12 + 1);
    }
}
