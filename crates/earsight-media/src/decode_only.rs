//! Decoding without using the frames: the baseline for the speed of extraction.

use std::path::Path;

use crate::ffmpeg::Run;
use crate::frames::{map, video_of};
use crate::{Ffmpeg, Limits, MediaInfo, Result};

impl Ffmpeg {
    /// Decodes every frame of a video and discards it, with the threads of `limits`: `ffmpeg -i FILE -f null -`.
    ///
    /// No extraction that decodes the whole video can be faster.
    ///
    /// # Errors
    /// [`crate::Error::NoStream`] when there is no video stream, [`crate::Error::Undecodable`] when ffmpeg reports
    /// a failure, and those of opening the file and of its limits.
    pub fn decode_only(&self, file: &Path, info: &MediaInfo, limits: &Limits) -> Result<()> {
        let after = format!("{} -f null -", map(video_of(info, file)?.index));
        let run = Run { verbosity: "error", before: "", after: &after, made: None };
        let media_secs = info.duration_secs.unwrap_or(f64::INFINITY);
        // Nothing is written until the end, so the stall limit does not apply.
        let limits = Limits { stall: limits.wall_clock_for(media_secs), ..*limits };
        let messages = self.start(file, run, media_secs, &limits)?.finish()?;
        messages.error(file).map_or(Ok(()), Err)
    }
}
