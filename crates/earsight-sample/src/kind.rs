//! The description of a kind of event.

use crate::Performance;
use crate::picture::{Hsl, Shape};
use crate::rhythm::Rhythm;
use crate::sound::{Source, n_samples};

/// One kind of event, as data: [`crate::KINDS`] lists them all.
pub struct Kind {
    /// The category in the labels.
    pub name: &'static str,
    /// Times of onsets, or a level over time; sound and picture both follow it.
    pub(crate) rhythm: Rhythm,
    /// Sources of the sound, which is their sum.
    pub(crate) sound: &'static [Source],
    /// The kind's own colours, chosen once per performance.
    pub(crate) colors: &'static [Hsl],
    /// Shapes of the picture, from back to front.
    pub(crate) picture: &'static [Shape],
}

impl Kind {
    /// A performance of `secs` seconds.
    pub fn perform(&self, seed: u64, secs: f64) -> Performance {
        self.rhythm.perform(seed, secs)
    }

    /// The samples of a performance, one channel at [`crate::SOUND_RATE_HZ`], before normalization of loudness.
    pub fn sound(&self, performance: &Performance) -> Vec<f64> {
        let mut sound = vec![0.0; n_samples(performance.secs)];
        for (idx, source) in (0..).zip(self.sound) {
            source.add_to(&mut sound, performance, idx);
        }
        sound
    }
}
