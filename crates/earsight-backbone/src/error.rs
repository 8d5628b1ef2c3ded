//! What can go wrong between a second and its features.

use std::path::PathBuf;

use earsight_core::Modality;

/// Shorthand for results of this crate.
pub type Result<T> = std::result::Result<T, Error>;

/// What can go wrong between a second and its features.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A backbone that does not exist.
    #[error("no {modality} backbone is called `{typed}`; there are {known}")]
    UnknownBackbone {
        /// The modality of the backbone.
        modality: Modality,
        /// What was typed.
        typed: String,
        /// The names that exist, quoted and separated by commas.
        known: String,
    },
    /// A picture of another size than [`crate::VisualBackbone::frame_spec`] asks for.
    #[error(
        "picture {frame} is {} × {} pixels, `{backbone}` takes {} × {}",
        found.0, found.1, expected.0, expected.1
    )]
    FrameSize {
        /// Registry name.
        backbone: String,
        /// Position among the pictures given.
        frame: usize,
        /// Width and height it takes.
        expected: (u32, u32),
        /// Width and height it was given.
        found: (u32, u32),
    },
    /// A sound sample that is infinite or not a number.
    #[error("sound sample {sample} is {value}, at {:.3} s", *sample as f64 / f64::from(*sample_rate_hz))]
    NotFinite {
        /// Position in the sound, counted from 0.
        sample: u64,
        /// Samples per second.
        sample_rate_hz: u32,
        /// What was there.
        value: f32,
    },
    /// Weights that are not what the network needs.
    #[error("weights of `{backbone}`: {reason}")]
    Weights {
        /// Registry name.
        backbone: String,
        /// What is wrong with them.
        reason: String,
    },
    /// A backbone that needs weights from a file.
    #[error("`{backbone}` needs weights, made with make_ave_weights.py from `{checkpoint}`")]
    NeedsWeights {
        /// Registry name.
        backbone: String,
        /// The published file.
        checkpoint: &'static str,
    },
    /// A file of weights that cannot be used.
    #[error("{reason}: {}", path.display())]
    WeightFile {
        /// What is wrong with it.
        reason: String,
        /// The file.
        path: PathBuf,
    },
}
