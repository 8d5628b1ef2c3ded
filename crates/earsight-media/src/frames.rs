//! Pictures, one after the other.

use std::path::Path;

use earsight_core::{Frame, FrameSpec};

use crate::{Error, Ffmpeg, Limits, MediaInfo, Result, Window};

/// The pictures of a file, read from ffmpeg as they are asked for.
#[derive(Debug)]
pub struct Frames {}

impl Ffmpeg {
    /// Pictures `k / frames_per_sec` seconds after the start.
    ///
    /// # Errors
    /// Few.
    pub fn frames(
        &self,
        file: &Path,
        _info: &MediaInfo,
        _spec: FrameSpec,
        _window: Option<Window>,
        _limits: &Limits,
    ) -> Result<Frames> {
        Err(Error::NotAFile { path: file.into() })
    }
}

impl Frames {
    /// How long the picture was as far as it was read: pictures over pictures per second.
    pub fn picture_secs(&self) -> f64 {
        0.0
    }

    /// What ffmpeg complained about although it gave pictures, once the iterator has ended.
    pub fn complaint(&self) -> Option<&str> {
        None
    }
}

impl Iterator for Frames {
    type Item = Result<Frame>;

    fn next(&mut self) -> Option<Result<Frame>> {
        None
    }
}
