//! Changes within a second: the layout of a row of changes.
//!
//! The features of a second distinguish clips; its *changes* distinguish moments of a clip.
//! A row of changes holds [`STEPS_PER_SEC`] steps one after the other,
//! each as wide as [`SoundStep::WIDTH`] or [`PictureStep::WIDTH`].

use std::ops::Range;

use crate::{FeatureSpace, Modality, PerModality};

/// Number of steps in a second.
pub const STEPS_PER_SEC: usize = 12;

/// The layout of one step of sound; levels are natural logarithms of power.
#[derive(Debug, Clone, Copy)]
pub struct SoundStep;

impl SoundStep {
    /// The level of each of eight frequency bands, low to high.
    pub const LEVELS: Range<usize> = 0..8;
    /// The increase of each of them since the previous step, 0 or more.
    pub const ONSETS: Range<usize> = 8..16;
    /// The sharpest onset over all bands, 0 or more.
    pub const SHARPEST: usize = 16;
    /// The increase of the total power, 0 or more.
    pub const RISE: usize = 17;
    /// All numbers that depend on the previous step.
    pub const CHANGES: Range<usize> = 8..18;
    /// Numbers of a step.
    pub const WIDTH: usize = 18;
    /// All levels of a silent step are below this one: −80 dB.
    pub const SILENT_LEVEL: f32 = -18.4;

    /// Whether a step is silent. `[WIDTH]`
    pub fn is_silent(step: &[f32]) -> bool {
        step[SoundStep::LEVELS].iter().all(|&level| level < SoundStep::SILENT_LEVEL)
    }
}

/// The layout of one step of the image; grey levels are in 0..=1.
#[derive(Debug, Clone, Copy)]
pub struct PictureStep;

impl PictureStep {
    /// Mean change of the grey level in each of 8 × 8 blocks, row by row from the top left.
    pub const MOTIONS: Range<usize> = 0..64;
    /// Mean grey level of each of 4 × 4 blocks, row by row from the top left.
    pub const GREYS: Range<usize> = 64..80;
    /// Numbers of a step.
    pub const WIDTH: usize = 80;
}

/// Numbers of one step.
pub fn step_width(modality: Modality) -> usize {
    match modality {
        Modality::Audio => SoundStep::WIDTH,
        Modality::Visual => PictureStep::WIDTH,
    }
}

/// The space of rows of changes; it identifies their layout, so that a program does not read another one.
///
/// The fingerprint changes when the meaning of a number changes.
pub fn spaces() -> PerModality<FeatureSpace> {
    PerModality::from_fn(|modality| FeatureSpace {
        backbone: match modality {
            Modality::Audio => "onsets".to_owned(),
            Modality::Visual => "motions".to_owned(),
        },
        fingerprint: "steps-1".to_owned(),
        dim: STEPS_PER_SEC * step_width(modality),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_layout_of_a_step_has_no_gaps() {
        assert_eq!(SoundStep::LEVELS.end, SoundStep::ONSETS.start);
        assert_eq!(SoundStep::ONSETS.end, SoundStep::SHARPEST);
        assert_eq!((SoundStep::SHARPEST + 1, SoundStep::RISE + 1), (17, SoundStep::WIDTH));
        assert_eq!(PictureStep::MOTIONS.end, PictureStep::GREYS.start);
        assert_eq!(PictureStep::GREYS.end, PictureStep::WIDTH);
        assert_eq!(spaces().map(|space| space.dim), PerModality { audio: 216, visual: 960 });
    }
}
