//! The offset that clips share, such as all recordings of one device.
//!
//! One clip is weak evidence of its own offset: at most lags there is some agreement by chance.
//! Chance agreement is at other lags in each clip, so the sum of a few dozen profiles has its peak at the shared lag.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::{LagProfile, central, secs};

/// Fewer clips are too few for the bootstrap.
pub const MIN_CLIPS: usize = 5;
/// Draws of as many clips, with replacement.
const N_RESAMPLES: usize = 1000;
/// Of the draws.
const SEED: u64 = 0;

/// An offset that clips share.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SharedOffset {
    /// Seconds by which the sound comes after the picture; below 0 it comes before.
    pub offset_secs: f64,
    /// Interval of the offset.
    pub interval_secs: (f64, f64),
    /// p-value of being in sync; small means out of sync.
    pub p_in_sync: f64,
}

/// The offset of clips that are assumed to share one: the lag with the largest sum of their profiles.
///
/// The interval is that of the bootstrap over clips (Efron 1979): the lag of a draw lies in it with probability
/// `coverage`; `p_in_sync` is the share of draws that reach 0 or cross it, two-sided.
/// The profiles of shorter clips have fewer lags; all are compared at the lags that they have in common.
///
/// `None` for fewer than [`MIN_CLIPS`] profiles.
pub fn shared_offset(profiles: &[LagProfile], coverage: f64) -> Option<SharedOffset> {
    let max_lag = profiles.iter().map(LagProfile::max_lag).min()?;
    if profiles.len() < MIN_CLIPS {
        return None;
    }
    let profiles: Vec<&[f64]> = profiles.iter().map(|profile| profile.up_to(max_lag)).collect();
    let all = LagProfile::sum_of(profiles.iter().copied());
    let mut rng = ChaCha8Rng::seed_from_u64(SEED);
    let mut lags: Vec<f64> = (0..N_RESAMPLES)
        .map(|_| {
            let draws = (0..profiles.len()).map(|_| profiles[rng.random_range(0..profiles.len())]);
            LagProfile::sum_of(draws).best_lag()
        })
        .collect();
    lags.sort_unstable_by(f64::total_cmp);
    let best = all.best_lag();
    let half = 0.5;
    let (first, last) = central(&lags, coverage);
    let n_reach_0 =
        |reaches: &dyn Fn(f64) -> bool| lags.iter().filter(|&&lag| reaches(lag)).count();
    let n_crossing = n_reach_0(&|lag| lag <= half).min(n_reach_0(&|lag| lag >= -half));
    Some(SharedOffset {
        offset_secs: secs(best),
        interval_secs: (secs(first.min(best) - half), secs(last.max(best) + half)),
        p_in_sync: (2.0 * (n_crossing + 1) as f64 / (N_RESAMPLES + 1) as f64).min(1.0),
    })
}

#[cfg(test)]
mod tests {
    use super::super::PieceProfiles;
    use super::super::planted::{clip, views};
    use super::*;

    /// One clip in three is late by so many steps.
    fn profiles(n_clips: u64, late: isize) -> Vec<LagProfile> {
        (0..n_clips)
            .map(|seed| {
                // Two in three carry no information: their sound is another clip's.
                let mut video = clip(8, late, seed);
                if seed % 3 > 0 {
                    video.audio = clip(8, 0, 1000 + seed).audio;
                }
                PieceProfiles::of(views(&video), 2.0).unwrap().pooled()
            })
            .collect()
    }

    #[test]
    fn a_shared_offset_is_found_although_most_clips_carry_no_information() {
        for late in [0, 9, -14] {
            let shift = shared_offset(&profiles(24, late), 0.9).unwrap();
            let expected = late as f64 / 12.0;
            assert!((shift.offset_secs - expected).abs() < 0.1, "{shift:?} for {expected}");
            let (first, last) = shift.interval_secs;
            assert!(first <= expected && expected <= last && last - first < 1.0, "{shift:?}");
            assert_eq!(shift.p_in_sync <= 0.05, late != 0, "{shift:?}");
        }
    }

    #[test]
    fn unrelated_clips_have_a_wide_interval() {
        let unrelated: Vec<LagProfile> = profiles(24, 9)
            .into_iter()
            .enumerate()
            .filter_map(|(place, profile)| (place % 3 > 0).then_some(profile))
            .collect();
        let (first, last) = shared_offset(&unrelated, 0.9).unwrap().interval_secs;
        assert!(last - first > 1.5, "{first} {last}");
    }

    #[test]
    fn a_few_clips_are_too_few() {
        assert_eq!(shared_offset(&profiles(4, 9), 0.9), None);
        assert_eq!(shared_offset(&[], 0.9), None);
    }
}
