//! Verdicts on the sync of sound and picture.

use earsight::offset::{LagProfile, PieceProfiles, SharedOffset, TOLERANCE_SECS, shared_offset};

use super::ALPHA;
use super::verdict::{
    DriftEvidence, Judged, OffsetEvidence, Opinion, SharedOffsetEvidence, Together,
};

/// Coverage of the intervals.
const COVERAGE: f64 = 0.9;
/// A sound is out of sync if its offset is larger: half a step more than the error that an offset may have.
const MIN_OFFSET_SECS: f64 = 1.5 * TOLERANCE_SECS;
/// Files share a sync if the interval of their offset is within this on both sides.
const SHARED_SYNC_SECS: f64 = 0.5;
/// A sound does not drift if the interval of its rate is within this on both sides.
const STEADY_MS_PER_MIN: f64 = 25.0;

/// The verdict on one file; it needs a peak that stands out by more than `needed_gap`.
pub(super) fn offset(profile: &LagProfile, needed_gap: Option<f64>) -> Judged<OffsetEvidence> {
    let (offset_secs, peak_gap) = (profile.best_lag_secs(), profile.peak_gap());
    let is_clear = needed_gap.is_some_and(|needed| peak_gap > needed);
    let verdict = match is_clear {
        true if offset_secs.abs() > MIN_OFFSET_SECS => Opinion::Wrong,
        true => Opinion::Fine,
        false => Opinion::CannotTell,
    };
    let evidence = OffsetEvidence { offset_secs, peak_gap, needed_gap };
    Judged { verdict, evidence: Some(evidence), reason: None }
}

/// The verdict on the drift of a long file; `None` for others.
pub(super) fn drift(pieces: &PieceProfiles) -> Option<Judged<DriftEvidence>> {
    let drift = pieces.drift(COVERAGE)?;
    let (first, last) = drift.interval_ms_per_min;
    let is_line = drift.p_chance <= ALPHA;
    let verdict = match is_line {
        true if first > 0.0 || last < 0.0 => Opinion::Wrong,
        true if -STEADY_MS_PER_MIN <= first && last <= STEADY_MS_PER_MIN => Opinion::Fine,
        _ => Opinion::CannotTell,
    };
    let evidence = DriftEvidence {
        ms_per_min: drift.ms_per_min,
        interval_ms_per_min: drift.interval_ms_per_min,
        middle_offset_secs: drift.offset_secs,
        p_chance: drift.p_chance,
    };
    Some(Judged { verdict, evidence: Some(evidence), reason: None })
}

/// The offset that files are taken to share; `None` for a few files.
pub fn judge_together(profiles: &[LagProfile]) -> Option<Together> {
    let SharedOffset { offset_secs, interval_secs, p_in_sync } = shared_offset(profiles, COVERAGE)?;
    let (first, last) = interval_secs;
    // A periodic signal agrees at several lags: a small p-value alone is no offset.
    let is_offset = first > 0.0 || last < 0.0;
    let verdict = match p_in_sync <= ALPHA && is_offset {
        true => Opinion::Wrong,
        false if -SHARED_SYNC_SECS <= first && last <= SHARED_SYNC_SECS => Opinion::Fine,
        false => Opinion::CannotTell,
    };
    let evidence = SharedOffsetEvidence { offset_secs, interval_secs, p_in_sync };
    let timing = Judged { verdict, evidence: Some(evidence), reason: None };
    Some(Together { n_files: profiles.len(), timing })
}
