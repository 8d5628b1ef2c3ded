//! The motion of a film, read beside the pictures that the network sees.

use std::path::Path;

use earsight_backbone::PictureChange;
use earsight_media::{Ffmpeg, Frames, Limits, MediaInfo, Window};

use crate::Result;

/// Small pictures of a file becoming rows of change, as far as they are asked for.
///
/// A network takes few and large pictures, motion needs many and small ones: a second ffmpeg decodes them.
/// Time is that of the large pictures. Where the small ones end before, the last one stands.
pub(crate) struct Motion {
    /// At their end for a photograph after the first picture.
    frames: Frames,
    change: PictureChange,
    /// Rows before the window, still to be dropped.
    n_lead: usize,
    n_rows: usize,
}

impl Motion {
    /// Begins to read; `around` is the window with `lead_secs` before it.
    pub(crate) fn open(
        ffmpeg: &Ffmpeg,
        path: &Path,
        info: &MediaInfo,
        around: Option<Window>,
        lead_secs: usize,
        limits: &Limits,
    ) -> Result<Self> {
        let frames = ffmpeg.frames(path, info, PictureChange::FRAME_SPEC, around, limits)?;
        // A photograph is the same whatever the window.
        let n_lead = if info.is_still() { 0 } else { lead_secs };
        Ok(Motion { frames, change: PictureChange::default(), n_lead, n_rows: 0 })
    }

    /// Reads on until the end of second `n_secs`.
    pub(crate) fn read_to(&mut self, n_secs: usize) -> Result<Vec<Vec<f32>>> {
        let mut rows = Vec::new();
        while self.n_rows < n_secs {
            let row = match self.frames.next().transpose()? {
                Some(frame) => self.change.push(&frame),
                None => self.change.hold(),
            };
            match row {
                Some(_) if self.n_lead > 0 => self.n_lead -= 1,
                Some(row) => {
                    self.n_rows += 1;
                    rows.push(row);
                }
                None => {}
            }
        }
        Ok(rows)
    }
}
