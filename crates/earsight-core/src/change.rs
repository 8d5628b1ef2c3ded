//! What changes within a second: which number of a change row is what.
//!
//! What is *in* a second tells clips apart; what *changes* in it tells moments apart.
//! A row of changes holds [`STEPS_PER_SEC`] steps one after the other,
//! each as wide as [`SoundStep::WIDTH`] or [`PictureStep::WIDTH`].

use std::ops::Range;

use crate::{FeatureSpace, Modality, PerModality};

/// Steps of a second.
pub const STEPS_PER_SEC: usize = 12;

/// What one step of a sound holds; levels are natural logarithms of power.
#[derive(Debug, Clone, Copy)]
pub struct SoundStep;

impl SoundStep {
    /// How loud each of eight bands of pitch is, low to high.
    pub const LEVELS: Range<usize> = 0..8;
    /// How much louder each of them became, 0 or more.
    pub const ONSETS: Range<usize> = 8..16;
    /// The sharpest onset over all bands, 0 or more.
    pub const SHARPEST: usize = 16;
    /// How much the whole power rose, 0 or more.
    pub const RISE: usize = 17;
    /// All of them that ask for the step before.
    pub const CHANGES: Range<usize> = 8..18;
    /// Numbers of a step.
    pub const WIDTH: usize = 18;
    /// Level that no band of a silent step reaches: −80 dB.
    pub const SILENT_LEVEL: f32 = -18.4;

    /// Whether nothing is heard in a step. `[WIDTH]`
    pub fn is_silent(step: &[f32]) -> bool {
        step[SoundStep::LEVELS].iter().all(|&level| level < SoundStep::SILENT_LEVEL)
    }
}

/// What one step of a picture holds; greys are in 0..=1.
#[derive(Debug, Clone, Copy)]
pub struct PictureStep;

impl PictureStep {
    /// Mean change of grey in each of 8 × 8 blocks, row by row from the top left.
    pub const MOTIONS: Range<usize> = 0..64;
    /// Mean grey of each of 4 × 4 blocks, row by row from the top left.
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

/// The space of change rows: which layout they have, so that no program reads another's.
///
/// The fingerprint is raised when a number comes to mean something else.
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
    fn a_step_has_a_place_for_every_number() {
        assert_eq!(SoundStep::LEVELS.end, SoundStep::ONSETS.start);
        assert_eq!(SoundStep::ONSETS.end, SoundStep::SHARPEST);
        assert_eq!((SoundStep::SHARPEST + 1, SoundStep::RISE + 1), (17, SoundStep::WIDTH));
        assert_eq!(PictureStep::MOTIONS.end, PictureStep::GREYS.start);
        assert_eq!(PictureStep::GREYS.end, PictureStep::WIDTH);
        assert_eq!(spaces().map(|space| space.dim), PerModality { audio: 216, visual: 960 });
    }
}
