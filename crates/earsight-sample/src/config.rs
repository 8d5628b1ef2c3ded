//! The config of a collection.

use serde::Serialize;

use crate::{Error, Result};

/// The config of a collection; the same config gives the same samples and pixels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SampleConfig {
    /// Seed of every random choice. Default: 0.
    pub seed: u64,
    /// Number of clips; clip `i` has kind `i mod` the number of kinds. Default: 144.
    pub n_clips: usize,
    /// Length of a clip, 3..=60 s. Default: 10.
    pub clip_secs: u32,
    /// Width of a frame, even, 32..=1920. Default: 320.
    pub width_px: u32,
    /// Height of a frame, even, 32..=1080. Default: 240.
    pub height_px: u32,
    /// Frames per second, 1..=60. Default: 15.
    pub frames_per_sec: u32,
}

impl Default for SampleConfig {
    fn default() -> Self {
        SampleConfig {
            seed: 0,
            n_clips: 144,
            clip_secs: 10,
            width_px: 320,
            height_px: 240,
            frames_per_sec: 15,
        }
    }
}

impl SampleConfig {
    /// Checks that all values are in range.
    ///
    /// # Errors
    /// [`Error::Config`] naming the first value out of its range.
    pub fn check(&self) -> Result<()> {
        let fields = [
            ("n_clips", self.n_clips as u64, 1, 1_000_000),
            ("clip_secs", self.clip_secs.into(), 3, 60),
            ("width_px", self.width_px.into(), 32, 1920),
            ("height_px", self.height_px.into(), 32, 1080),
            ("frames_per_sec", self.frames_per_sec.into(), 1, 60),
        ];
        for (name, value, low, high) in fields {
            if !(low..=high).contains(&value) {
                return Err(Error::Config(name, value, format!("{low}..={high}")));
            }
            // The colour planes of 4:2:0 have half of the pixels each way.
            if name.ends_with("_px") && value % 2 == 1 {
                return Err(Error::Config(name, value, "even numbers".to_owned()));
            }
        }
        Ok(())
    }

    /// Frames of a clip.
    pub fn n_frames(&self) -> u32 {
        self.clip_secs * self.frames_per_sec
    }
}
