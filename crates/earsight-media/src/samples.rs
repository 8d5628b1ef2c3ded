//! Sound, second by second.

use std::path::Path;

use crate::{Error, Ffmpeg, Limits, MediaInfo, Result, Window};

/// The sound of a file as mono chunks of about a second, read from ffmpeg as they are asked for.
#[derive(Debug)]
pub struct Samples {}

impl Ffmpeg {
    /// The sound at `sample_rate_hz`: mean of the channels.
    ///
    /// # Errors
    /// Few.
    pub fn samples(
        &self,
        file: &Path,
        _info: &MediaInfo,
        _sample_rate_hz: u32,
        _window: Option<Window>,
        _limits: &Limits,
    ) -> Result<Samples> {
        Err(Error::NotAFile { path: file.into() })
    }
}

impl Samples {
    /// What ffmpeg complained about although it gave sound, once the iterator has ended.
    pub fn complaint(&self) -> Option<&str> {
        None
    }
}

impl Iterator for Samples {
    type Item = Result<Vec<f32>>;

    fn next(&mut self) -> Option<Result<Vec<f32>>> {
        None
    }
}
