//! The pictures of a file and the motion between them.

use earsight_core::{Frame, FrameSpec};
use earsight_media::Frames;

use super::Piece;
use super::motion::Motion;
use crate::Result;
use crate::seconds::n_segments;

/// Pictures that are embedded together: two seconds of them, so that reading pictures, motion and sound
/// alternates often and ffmpeg seldom waits.
const FRAMES_AT_ONCE: u32 = 6;

/// The pictures of a file being decoded.
pub(super) struct Pictures {
    first: Option<Frame>,
    frames: Frames,
    motion: Motion,
    n_frames: u64,
    frames_per_sec: u32,
}

impl Pictures {
    /// Reads the first picture; `None` when there is none.
    pub(super) fn open(
        mut frames: Frames,
        motion: Motion,
        spec: FrameSpec,
    ) -> Result<Option<Self>> {
        let first = frames.next().transpose()?;
        let frames_per_sec = spec.frames_per_sec;
        let open =
            |first| Pictures { first: Some(first), frames, motion, n_frames: 0, frames_per_sec };
        Ok(first.map(open))
    }

    /// Reads the next pictures and changes.
    ///
    /// Returns the whole seconds of the file so far, all its seconds at the end, and whether this is the end.
    pub(super) fn read(&mut self, piece: &mut Piece) -> Result<(usize, bool)> {
        let per_sec = self.frames_per_sec;
        let n_wanted = ((FRAMES_AT_ONCE / per_sec).max(1) * per_sec) as usize;
        let frames = &mut piece.frames;
        frames.extend(self.first.take());
        while frames.len() < n_wanted
            && let Some(frame) = self.frames.next().transpose()?
        {
            frames.push(frame);
        }
        let is_end = frames.len() < n_wanted;
        self.n_frames += frames.len() as u64;
        let n_secs = match is_end {
            true => n_segments(self.n_frames, per_sec),
            false => (self.n_frames / u64::from(per_sec)) as usize,
        };
        // At the end, pictures that are too few for another second are dropped.
        let n_over = self.n_frames.saturating_sub(n_secs as u64 * u64::from(per_sec)) as usize;
        frames.truncate(frames.len().saturating_sub(n_over));
        if !frames.is_empty() {
            piece.changes = self.motion.read_to(n_secs)?;
        }
        Ok((n_secs, is_end))
    }

    /// What ffmpeg complained about.
    pub(super) fn complaint(&self) -> Option<String> {
        self.frames.complaint().map(str::to_owned)
    }
}
