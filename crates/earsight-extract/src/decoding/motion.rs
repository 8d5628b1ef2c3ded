//! The motion of a video, from small pictures next to those of the network.

use earsight_backbone::PictureChange;
use earsight_media::Frames;

use crate::Result;

/// Converts small pictures of a file to rows of changes.
///
/// A network takes few and large pictures, motion needs many and small ones, of the same decoded video.
/// Time is that of the large pictures. Where the small ones end earlier, the last one is repeated.
pub(super) struct Motion {
    /// They end after the first picture for a photograph.
    frames: Frames,
    change: PictureChange,
    /// Rows before the window that are still to be dropped.
    n_lead: usize,
    n_rows: usize,
}

impl Motion {
    /// Takes pictures of [`PictureChange::FRAME_SPEC`]; their first `n_lead` seconds give no row.
    pub(super) fn new(frames: Frames, n_lead: usize) -> Self {
        Motion { frames, change: PictureChange::default(), n_lead, n_rows: 0 }
    }

    /// The rows up to the end of second `n_secs` that were not returned before.
    pub(super) fn read_to(&mut self, n_secs: usize) -> Result<Vec<Vec<f32>>> {
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
