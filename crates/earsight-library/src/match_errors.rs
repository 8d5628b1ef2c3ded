//! Both errors of a test of whether two things match.

use earsight::calibration::MatchTest;
use serde::Serialize;
use utoipa::ToSchema;

/// Both errors of a test, measured on held-out clips.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct MatchErrors {
    /// Rate of false rejections: the share of true matches that the threshold may lose.
    pub reject: f64,
    /// Share of mismatched pairs that it rejects; the others pass as matches.
    pub mismatches_rejected: f64,
    /// Held-out clips that both are measured on.
    pub n_clips: usize,
}

impl MatchErrors {
    /// Of a test at a rate of false rejections.
    pub(crate) fn of(test: &MatchTest, reject: f64) -> Self {
        let (mismatches_rejected, n_clips) = (test.power(reject), test.n_clips());
        MatchErrors { reject, mismatches_rejected, n_clips }
    }
}
