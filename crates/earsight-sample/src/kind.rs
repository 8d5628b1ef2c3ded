//! What a kind of event is made of.

use crate::Performance;
use crate::picture::{Hsl, Shape};
use crate::rhythm::Rhythm;
use crate::sound::{Source, n_samples};

/// One kind of event, as data: [`crate::KINDS`] lists them all.
pub struct Kind {
    /// The category, as it stands in the labels.
    pub name: &'static str,
    /// When something happens; sound and picture both follow it.
    pub(crate) rhythm: Rhythm,
    /// What is heard: the sum of these.
    pub(crate) sound: &'static [Source],
    /// The kind's own colours, drawn once per performance.
    pub(crate) colors: &'static [Hsl],
    /// What is seen, from back to front.
    pub(crate) picture: &'static [Shape],
}

impl Kind {
    /// Decides what happens in `secs` seconds.
    pub fn perform(&self, seed: u64, secs: f64) -> Performance {
        self.rhythm.perform(seed, secs)
    }

    /// The samples of a performance, one channel at [`crate::SOUND_RATE_HZ`], at no particular loudness.
    pub fn sound(&self, performance: &Performance) -> Vec<f64> {
        let mut sound = vec![0.0; n_samples(performance.secs)];
        for (idx, source) in (0..).zip(self.sound) {
            source.add_to(&mut sound, performance, idx);
        }
        sound
    }
}
