//! Which mel frames belong to a second.

use crate::log_mel::{HOP, SAMPLE_RATE_HZ};

/// How much of the sound around a second the network hears.
///
/// Frames of one second are not a whole number (43.07), so the start is rounded down for each second anew and does not drift.
/// Windows that would reach beyond the sound are moved to lie within it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SecondWindow {
    /// Frames in the window.
    n_frames: u64,
    /// Half seconds from the second's start to the moment that the window is laid on.
    anchor_half_secs: u64,
    /// Frames of the window before that moment.
    n_before: u64,
}

impl SecondWindow {
    /// The second itself: 43 frames from its start.
    pub(crate) const STRICT: SecondWindow =
        SecondWindow { n_frames: 43, anchor_half_secs: 0, n_before: 0 };

    /// The second and its surroundings: 100 frames (2.3 s, what the network was trained on) around its middle.
    pub(crate) const WIDE: SecondWindow =
        SecondWindow { n_frames: 100, anchor_half_secs: 1, n_before: 50 };

    /// Frames in the window.
    pub(crate) fn n_frames(self) -> u64 {
        self.n_frames
    }

    /// The first frame of a second's window, in a sound that is long enough.
    pub(crate) fn start(self, second: u64) -> u64 {
        let half_secs = 2 * second + self.anchor_half_secs;
        let anchor = half_secs * u64::from(SAMPLE_RATE_HZ) / (2 * HOP as u64);
        anchor.saturating_sub(self.n_before)
    }

    /// The same in a sound of `n_total` frames.
    pub(crate) fn start_within(self, second: u64, n_total: u64) -> u64 {
        self.start(second).min(n_total.saturating_sub(self.n_frames))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_strict_window_starts_with_its_second_and_does_not_drift() {
        let starts: Vec<u64> =
            [0, 1, 2, 9, 36_000].map(|second| SecondWindow::STRICT.start(second)).into();
        assert_eq!(starts, [0, 43, 86, 387, 1_550_390]);
    }

    #[test]
    fn a_wide_window_is_centred_and_kept_inside() {
        let starts: Vec<u64> = (0..4).map(|second| SecondWindow::WIDE.start(second)).collect();
        assert_eq!(starts, [0, 14, 57, 100]);
        assert_eq!(SecondWindow::WIDE.start_within(3, 173), 73);
        assert_eq!(SecondWindow::WIDE.start_within(0, 44), 0);
    }
}
