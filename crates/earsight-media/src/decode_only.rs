//! Decoding for its own sake: what extraction is measured against.

use std::path::Path;

use crate::ffmpeg::{Run, undecodable};
use crate::frames::{map, picture_of};
use crate::{Error, Ffmpeg, Limits, MediaInfo, Result};

impl Ffmpeg {
    /// Decodes every picture of a video and throws it away, with the threads of `limits`: `ffmpeg -i FILE -f null -`.
    ///
    /// How long it takes is what no extraction that looks at the whole video can be faster than.
    ///
    /// # Errors
    /// [`Error::NoStream`] when there is no picture, [`Error::Undecodable`] when there is a complaint,
    /// and those of opening the file and of its limits.
    pub fn decode_only(&self, file: &Path, info: &MediaInfo, limits: &Limits) -> Result<()> {
        let mut after = map(picture_of(info, file)?.index);
        after.extend(["-f", "null", "-"].map(String::from));
        let run = Run { verbosity: "error", before: &[], after: &after, made: None };
        let media_secs = info.duration_secs.unwrap_or(f64::INFINITY);
        // Nothing is written until the end, so silence is no stall.
        let limits = Limits { stall: limits.wall_clock_for(media_secs), ..*limits };
        let mut child = self.start(file, run, media_secs, &limits)?;
        while child.read_some(&mut [0; 4096])? > 0 {}
        undecodable(&child.leave()?, file).map_or(Ok::<_, Error>(()), Err)
    }
}
