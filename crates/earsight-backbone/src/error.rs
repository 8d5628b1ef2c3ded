//! The errors of this crate.

use std::path::PathBuf;

use earsight_core::Modality;

/// Shorthand for results of this crate.
pub type Result<T> = std::result::Result<T, Error>;

/// An error while a backbone is built or run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A backbone that does not exist.
    #[error("no {modality} backbone is called `{typed}`; there are {known}")]
    UnknownBackbone {
        /// The modality of the backbone.
        modality: Modality,
        /// The unknown name.
        typed: String,
        /// The names that exist, quoted and separated by commas.
        known: String,
    },
    /// A frame of another size than [`crate::VisualBackbone::frame_spec`] specifies.
    #[error(
        "picture {frame} is {} × {} pixels, `{backbone}` takes {} × {}",
        found.0, found.1, expected.0, expected.1
    )]
    FrameSize {
        /// Registry name.
        backbone: String,
        /// Position of the frame in the call.
        frame: usize,
        /// Width and height that the backbone takes.
        expected: (u32, u32),
        /// Width and height of the frame.
        found: (u32, u32),
    },
    /// Rows of features that are not those of the backbone.
    #[error(
        "`{backbone}` has rows of shape [{}, {}], these have [{}, {}]",
        expected[0], expected[1], found[0], found[1]
    )]
    Columns {
        /// Registry name.
        backbone: String,
        /// Rows and columns that were expected.
        expected: [usize; 2],
        /// Rows and columns of the argument.
        found: [usize; 2],
    },
    /// A sound sample that is infinite or not a number.
    #[error("sound sample {sample} is {value}, at {:.3} s", *sample as f64 / f64::from(*sample_rate_hz))]
    NotFinite {
        /// Position in the sound, counted from 0.
        sample: u64,
        /// Samples per second.
        sample_rate_hz: u32,
        /// The sample.
        value: f32,
    },
    /// Weights that do not fit the network.
    #[error("weights of `{backbone}`: {reason}")]
    Weights {
        /// Registry name.
        backbone: String,
        /// The reason.
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
        /// The reason.
        reason: String,
        /// The file.
        path: PathBuf,
    },
}
