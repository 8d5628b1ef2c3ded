//! The motion of a video, read beside the pictures that the network sees.

use earsight_backbone::PictureChange;
use earsight_media::Frames;

use crate::Result;

/// Small pictures of a file becoming rows of change, as far as they are asked for.
///
/// A network takes few and large pictures, motion needs many and small ones, of the same decoded video.
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
    /// Takes pictures of [`PictureChange::FRAME_SPEC`]; the first `n_lead` seconds of them give no row.
    pub(crate) fn new(frames: Frames, n_lead: usize) -> Self {
        Motion { frames, change: PictureChange::default(), n_lead, n_rows: 0 }
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
