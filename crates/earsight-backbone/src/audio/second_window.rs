//! The log-mel frames of a second.

use crate::log_mel::{HOP, SAMPLE_RATE_HZ, VGGISH_FRAMES, VGGISH_FRAMES_PER_SEC};

/// The part of the sound around a second that is the network's input.
///
/// The frames of one second need not be a whole number (43.07 of CNN9), so the start of each second is rounded down on its own and does not drift.
/// Windows that would reach beyond the sound are moved to lie within it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SecondWindow {
    /// Frames in the window.
    pub(crate) n_frames: u64,
    /// Frames from one row's window to the next, as a fraction: samples of a row over samples of a frame.
    frames_per_row: (u64, u64),
    /// Half rows from the row's start to the window's anchor.
    anchor_half_rows: u64,
    /// Frames of the window before its anchor.
    n_before: u64,
}

/// Frames of CNN9 in a second.
const CNN9_FRAMES_PER_SEC: (u64, u64) = (SAMPLE_RATE_HZ as u64, HOP as u64);

impl SecondWindow {
    /// CNN9, the second itself: 43 frames from its start.
    pub(crate) const STRICT: SecondWindow = SecondWindow {
        n_frames: 43,
        frames_per_row: CNN9_FRAMES_PER_SEC,
        anchor_half_rows: 0,
        n_before: 0,
    };

    /// CNN9, the second and its context: 100 frames (2.3 s, as in the network's training) around its middle.
    pub(crate) const WIDE: SecondWindow = SecondWindow {
        n_frames: 100,
        frames_per_row: CNN9_FRAMES_PER_SEC,
        anchor_half_rows: 1,
        n_before: 50,
    };

    /// VGGish, the second's first 0.975 s: rows do not drift from the seconds of the video.
    pub(crate) const ALIGNED: SecondWindow = SecondWindow {
        n_frames: VGGISH_FRAMES as u64,
        frames_per_row: (VGGISH_FRAMES_PER_SEC, 1),
        anchor_half_rows: 0,
        n_before: 0,
    };

    /// VGGish as AVE's features were made: row `j` starts at 0.96 `j` s, so after ten seconds it is 0.36 s early (SPEC §12.1).
    pub(crate) const AVE_COMPATIBLE: SecondWindow =
        SecondWindow { frames_per_row: (VGGISH_FRAMES as u64, 1), ..Self::ALIGNED };

    /// The first frame of a second's window, in a sound that is long enough.
    pub(crate) fn start(self, second: u64) -> u64 {
        let half_rows = 2 * second + self.anchor_half_rows;
        let (frames, of) = self.frames_per_row;
        (half_rows * frames / (2 * of)).saturating_sub(self.n_before)
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
    fn a_wide_window_is_centred_and_moved_into_the_sound() {
        let starts: Vec<u64> = (0..4).map(|second| SecondWindow::WIDE.start(second)).collect();
        assert_eq!(starts, [0, 14, 57, 100]);
        assert_eq!(SecondWindow::WIDE.start_within(3, 173), 73);
        assert_eq!(SecondWindow::WIDE.start_within(0, 44), 0);
    }
}
