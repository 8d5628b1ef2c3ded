//! From which peak on an offset is claimed.

use earsight_core::PerModality;
use earsight_core::change::STEPS_PER_SEC;
use ndarray::ArrayView2;

use super::PieceProfiles;

/// A claimed offset is wrong if it is further from the true one.
pub const TOLERANCE_SECS: f64 = 0.1;
/// Known offsets that are given to the clips of a reference, one after the other, in steps.
const KNOWN_SHIFTS: [isize; 7] = [0, 6, -12, 24, -6, 12, -24];

/// Peaks of clips whose offset is known, and whether they are at the right lag.
#[derive(Debug, Clone, PartialEq)]
pub struct OffsetReference {
    n_clips: usize,
    /// Peak gaps of the clips whose peak is at a wrong lag, largest first.
    wrong_gaps: Vec<f64>,
}

impl OffsetReference {
    /// Learns from clips that are assumed to be in sync.
    ///
    /// Each is shifted by a known time (0, ±0.5, ±1 or ±2 s, in turn), and its best lag compared with that time.
    /// A clip that is too short for its turn gets the next time that fits; clips without changes are left out.
    ///
    /// # Shapes
    /// - each clip: rows of change `[T, C]` of both modalities, as [`earsight_core::change`] says
    pub fn learn<'a>(
        clips: impl IntoIterator<Item = PerModality<ArrayView2<'a, f32>>>,
        max_lag_secs: f64,
    ) -> Self {
        let reachable =
            |shift: &isize| shift.unsigned_abs() as f64 <= max_lag_secs * STEPS_PER_SEC as f64;
        let shifts: Vec<isize> = KNOWN_SHIFTS.into_iter().filter(reachable).collect();
        let tolerance = TOLERANCE_SECS * STEPS_PER_SEC as f64;
        let (mut n_clips, mut wrong_gaps) = (0, Vec::new());
        for (turn, clip) in clips.into_iter().enumerate() {
            let shifted =
                |&shift: &isize| Some((shift, PieceProfiles::shifted(clip, shift, max_lag_secs)?));
            let mut from_its_turn =
                shifts.iter().cycle().skip(turn % shifts.len().max(1)).take(shifts.len());
            let Some((shift, pieces)) = from_its_turn.find_map(shifted) else { continue };
            let profile = pieces.pooled();
            n_clips += 1;
            if (profile.best_lag() - shift as f64).abs() > tolerance {
                wrong_gaps.push(profile.peak_gap());
            }
        }
        wrong_gaps.sort_by(|a, b| b.total_cmp(a));
        OffsetReference { n_clips, wrong_gaps }
    }

    /// Clips it was learned from.
    pub fn n_clips(&self) -> usize {
        self.n_clips
    }

    /// The gap that a peak must exceed, so that at most a share `max_wrong` of new clips get a wrong claim;
    /// `None` where the clips are too few to tell.
    ///
    /// The smallest one with `(n_wrong + 1) / (n + 1) ≤ max_wrong` (conformal risk control, Angelopoulos et al. 2024,
    /// arXiv:2208.02814, §2). That holds for clips like those of the reference, and on average over them.
    pub fn needed_gap(&self, max_wrong: f64) -> Option<f64> {
        let n_allowed = (max_wrong * (self.n_clips + 1) as f64).floor() - 1.0;
        (n_allowed >= 0.0)
            .then(|| self.wrong_gaps.get(n_allowed as usize).copied().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::super::planted::{clip, views};
    use super::*;

    #[test]
    fn clear_clips_need_no_gap_and_a_few_clips_are_too_few() {
        let clips: Vec<_> = (0..19).map(|seed| clip(10, 0, seed)).collect();
        let reference = OffsetReference::learn(clips.iter().map(views), 2.5);
        assert_eq!((reference.n_clips(), reference.needed_gap(0.05)), (19, Some(0.0)));
        let reference = OffsetReference::learn(clips[..18].iter().map(views), 2.5);
        assert_eq!(reference.needed_gap(0.05), None);
        assert_eq!(OffsetReference::learn([], 2.5).needed_gap(0.05), None);
    }

    /// Sounds of other clips: every peak is at a wrong lag.
    #[test]
    fn few_of_the_wrong_peaks_exceed_the_gap() {
        let unrelated = |seed| PerModality {
            audio: clip(10, 0, 1000 + seed).audio,
            visual: clip(10, 0, seed).visual,
        };
        let clips: Vec<_> = (0..60).map(unrelated).collect();
        let reference = OffsetReference::learn(clips[..39].iter().map(views), 2.5);
        let needed = reference.needed_gap(0.05).unwrap();
        let gaps = clips[39..]
            .iter()
            .map(|clip| PieceProfiles::of(views(clip), 2.5).unwrap().pooled().peak_gap());
        let n_claimed = gaps.filter(|&gap| gap > needed).count();
        assert!(n_claimed <= 4, "{n_claimed} of 21 unrelated sounds get an offset");
    }

    #[test]
    fn a_wrong_peak_that_is_allowed_lowers_the_gap() {
        let reference = |n_clips| OffsetReference { n_clips, wrong_gaps: vec![3.0, 2.0, 1.0] };
        let needed = |n_clips| reference(n_clips).needed_gap(0.05);
        assert_eq!(
            [18, 19, 39, 59, 79].map(needed),
            [None, Some(3.0), Some(2.0), Some(1.0), Some(0.0)]
        );
    }
}
