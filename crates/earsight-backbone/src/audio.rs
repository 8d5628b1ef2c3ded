//! Sound to features, second by second, while it is still being decoded.

mod log_mel_backbone;
mod second_window;

pub(crate) use log_mel_backbone::LogMelBackbone;
pub(crate) use second_window::SecondWindow;

use earsight_core::FeatureSpace;

use crate::Result;

/// A frozen network that turns seconds of sound into rows of numbers.
///
/// # Which sound
/// The reference features cut the sound to a whole number of seconds first.
/// Only `cnn9-wide` notices, in its last second: its window is moved back to lie within the sound,
/// so the caller should push no more than `n_segments` seconds.
///
/// The reference let ffmpeg mix the channels (`-ac 1`), which makes stereo sound louder than the mean by the root of two.
/// The mean is what the authors of the network take, and what is asked for here; it puts stereo clips at a cosine of 0.99 to that reference.
pub trait AudioBackbone: Send + Sync {
    /// The space its rows live in.
    fn space(&self) -> &FeatureSpace;

    /// Samples per second it takes: one channel, the mean of all channels, full scale ±1.
    fn sample_rate_hz(&self) -> u32;

    /// Starts a new sound.
    fn segments(&self) -> Box<dyn AudioSegments + '_>;
}

/// One sound on its way through a backbone: any number of `push`, then one `finish`.
///
/// Memory does not grow with the length of the sound,
/// and the rows do not depend on how the sound was cut into pieces.
pub trait AudioSegments: Send {
    /// Takes the next samples and returns the rows of the seconds that are now complete, in order.
    ///
    /// # Errors
    /// [`crate::Error::NotFinite`] for a sample that is infinite or not a number; the sound is then over.
    fn push(&mut self, samples: &[f32]) -> Result<Vec<Vec<f32>>>;

    /// Ends the sound and returns the rows that are missing, so that there are `n_segments` in all.
    ///
    /// A sound that is too short counts as silent to the end.
    /// A sound that was longer has already given more rows: the caller drops those.
    ///
    /// # Errors
    /// As [`AudioSegments::push`].
    fn finish(&mut self, n_segments: usize) -> Result<Vec<Vec<f32>>>;
}
