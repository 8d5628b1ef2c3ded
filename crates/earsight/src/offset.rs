//! Audio–visual offset (ours): by how much the sound comes before or after its picture.
//!
//! Sound and motion of one event begin together.
//! So onsets of the sound and motion of the picture agree best at the lag by which one of them comes late.
//! The uncertainty is calibrated on clips that are known to be in sync: no label is needed.

mod profile;
mod shared;

pub use profile::{LagProfile, lag_profile};
pub use shared::{MIN_CLIPS, shared_shift};

use earsight_core::PerModality;
use earsight_core::change::STEPS_PER_SEC;
use ndarray::ArrayView2;

/// Known offsets that are given to the clips of a reference, one after the other, in steps.
const KNOWN_SHIFTS: [isize; 5] = [0, 12, -12, 6, -6];

/// The gap between the best and the true lag of clips whose lag is known.
#[derive(Debug, Clone, PartialEq)]
pub struct ShiftReference {
    /// Gaps at the true lags, smallest first.
    gaps: Vec<f64>,
}

/// The audio–visual offset of a clip.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shift {
    /// Seconds by which the sound comes after the picture; below 0 it comes before.
    pub offset_secs: f64,
    /// Interval of the offsets that cannot be excluded; without evidence it spans all examined lags.
    pub interval_secs: (f64, f64),
    /// p-value of being in sync; small means out of sync.
    pub p_in_sync: f64,
}

impl ShiftReference {
    /// Learns from clips that are assumed to be in sync.
    ///
    /// Each is shifted by a known time (0, ±0.5 or ±1 s, in turn), which gives its gap:
    /// the best value of its [`LagProfile`] less the value at that time.
    /// Clips without changes, or too short to be shifted, are left out.
    ///
    /// # Shapes
    /// - each clip: rows of change `[T, C]` of both modalities, as [`earsight_core::change`] says
    pub fn learn<'a>(
        clips: impl IntoIterator<Item = PerModality<ArrayView2<'a, f32>>>,
        max_lag_secs: f64,
    ) -> Self {
        let gap = |(shift, clip): (isize, PerModality<ArrayView2<'_, f32>>)| {
            let profile = profile::shifted_profile(&clip, shift, max_lag_secs)?;
            profile.gap(shift)
        };
        let shifts = KNOWN_SHIFTS.into_iter().cycle();
        let mut gaps: Vec<f64> = shifts.zip(clips).filter_map(gap).collect();
        gaps.sort_by(f64::total_cmp);
        ShiftReference { gaps }
    }

    /// Clips it was learned from.
    pub fn n_clips(&self) -> usize {
        self.gaps.len()
    }

    /// The offset of a clip, with a set of lags that contains the true one with probability `coverage`.
    ///
    /// The set is conformal (Vovk et al. 2005): every lag whose gap is no larger than the
    /// `⌈(n + 1) · coverage⌉`-th smallest of the reference.
    /// That holds for clips like those of the reference, and on average over them.
    pub fn shift_of(&self, profile: &LagProfile, coverage: f64) -> Shift {
        let rank = ((self.gaps.len() + 1) as f64 * coverage).ceil() as usize;
        let allowed = match rank.checked_sub(1) {
            Some(place) => self.gaps.get(place).copied().unwrap_or(f64::INFINITY),
            None => 0.0,
        };
        let possible =
            || profile.lags().filter(|&lag| profile.gap(lag).is_some_and(|gap| gap <= allowed));
        let best = profile.best_lag();
        let half = 0.5;
        let first = possible().next().map_or(best, |lag| (lag as f64 - half).min(best));
        let last = possible().last().map_or(best, |lag| (lag as f64 + half).max(best));
        let own = profile.gap(0).unwrap_or(f64::INFINITY);
        let n_as_large = self.gaps.iter().filter(|&&gap| gap >= own).count();
        Shift {
            offset_secs: secs(best),
            interval_secs: (secs(first), secs(last)),
            p_in_sync: (n_as_large + 1) as f64 / (self.gaps.len() + 1) as f64,
        }
    }
}

fn secs(steps: f64) -> f64 {
    steps / STEPS_PER_SEC as f64
}

#[cfg(test)]
mod tests {
    use super::profile::planted::clip;
    use super::*;

    fn reference() -> ShiftReference {
        let clips: Vec<_> = (0..39).map(|seed| clip(10, 0, seed)).collect();
        let views = clips.iter().map(|clip| clip.as_ref().map(|rows| rows.view()));
        ShiftReference::learn(views, 3.0)
    }

    #[test]
    fn a_planted_offset_is_found_and_a_clip_in_sync_is_not_flagged() {
        let reference = reference();
        assert_eq!(reference.n_clips(), 39);
        for (late, seed) in [(0, 100), (7, 101), (-11, 102), (24, 103)] {
            let clip = clip(10, late, seed);
            let profile = lag_profile(clip.as_ref().map(|rows| rows.view()), 3.0).unwrap();
            let shift = reference.shift_of(&profile, 0.9);
            let expected = late as f64 / 12.0;
            assert!((shift.offset_secs - expected).abs() < 0.1, "{shift:?} for {expected}");
            let (first, last) = shift.interval_secs;
            assert!(first <= expected && expected <= last, "{shift:?}");
            assert_eq!(shift.p_in_sync <= 0.05, late != 0, "{shift:?}");
        }
    }

    #[test]
    fn without_a_reference_no_lag_is_excluded() {
        let clip = clip(10, 6, 1);
        let profile = lag_profile(clip.as_ref().map(|rows| rows.view()), 3.0).unwrap();
        let shift = ShiftReference::learn([], 3.0).shift_of(&profile, 0.9);
        assert_eq!(shift.p_in_sync, 1.0);
        let (first, last) = shift.interval_secs;
        assert!(first < -3.0 && last > 3.0, "{shift:?}");
    }
}
