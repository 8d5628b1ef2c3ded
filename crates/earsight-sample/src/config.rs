//! What collection to render.

use serde::{Deserialize, Serialize};

use crate::{Error, Result};

/// What collection to render; the same config gives the same samples and pixels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SampleConfig {
    /// Where every random choice comes from. Default: 0.
    pub seed: u64,
    /// Clips; clip `i` has kind `i mod` the number of kinds. Default: 144.
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
    /// Refuses what cannot be rendered.
    ///
    /// # Errors
    /// [`Error::Config`] naming the first value out of its range.
    pub fn check(&self) -> Result<()> {
        let within = |name, value: u64, low: u64, high: u64| {
            if (low..=high).contains(&value) {
                Ok(())
            } else {
                Err(Error::Config { name, value, allowed: format!("{low}..={high}") })
            }
        };
        within("n_clips", self.n_clips as u64, 1, 1_000_000)?;
        within("clip_secs", self.clip_secs.into(), 3, 60)?;
        within("width_px", self.width_px.into(), 32, 1920)?;
        within("height_px", self.height_px.into(), 32, 1080)?;
        within("frames_per_sec", self.frames_per_sec.into(), 1, 60)?;
        for (name, value) in [("width_px", self.width_px), ("height_px", self.height_px)] {
            if value % 2 == 1 {
                // 4:2:0 halves the colour planes.
                let allowed = "even numbers".to_owned();
                return Err(Error::Config { name, value: value.into(), allowed });
            }
        }
        Ok(())
    }

    /// Frames of a clip.
    pub fn n_frames(&self) -> u32 {
        self.clip_secs * self.frames_per_sec
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_config_out_of_range_is_refused_by_name() {
        let check = |change: fn(&mut SampleConfig), part: &str| {
            let mut config = SampleConfig::default();
            config.check().unwrap();
            change(&mut config);
            let message = config.check().unwrap_err().to_string();
            assert!(message.contains(part), "{message}");
        };
        check(|config| config.n_clips = 0, "n_clips");
        check(|config| config.clip_secs = 2, "3..=60");
        check(|config| config.width_px = 321, "even");
        check(|config| config.frames_per_sec = 0, "frames_per_sec");
    }
}
