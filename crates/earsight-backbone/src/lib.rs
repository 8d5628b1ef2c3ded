//! Seconds to features: frozen networks and their preprocessing.
//!
//! A backbone turns one second of picture or sound into one row of numbers.
//! [`BACKBONES`] lists them; [`visual`] and [`audio`] build one by name.
//! The weights are inside the binary, so nothing is fetched at run time.
//!
//! ```no_run
//! let backbone = earsight_backbone::visual("efficientnet-lite0", 2)?;
//! let wanted = backbone.frame_spec(); // 3 pictures a second, short side 256, crop 224
//! # let frames: Vec<earsight_core::Frame> = Vec::new();
//! let rows = backbone.embed_segments(&frames, wanted.frames_per_sec as usize)?; // [T, 1280]
//! # Ok::<(), earsight_backbone::Error>(())
//! ```
//!
//! # Engines
//! Convolutions are run by kernels of our own, on one thread for each picture or second; rten, which is part of the
//! program too, runs networks that have other layers (VGGish).
//! With the optional feature `ort`, onnxruntime does, if the environment variable `EARSIGHT_ONNXRUNTIME` is the path of its library,
//! such as `onnxruntime/capi/libonnxruntime.so.1.32.0` of the Python package `onnxruntime` (1.24 or newer).
//! Where the variable is not set or no such file exists, it is those again;
//! a file that is no such library is an [`Error::Engine`].
//! The rows of all agree to 1e-4 of their length, so they share one [`space`].

mod audio;
#[cfg(test)]
mod ave_backbones;
mod change;
mod engine;
mod error;
#[cfg(test)]
mod full_precision;
mod given_weights;
mod graph;
mod log_mel;
mod network;
mod onnx;
mod registry;
mod visual;
mod weights;

pub use audio::{AudioBackbone, AudioSegments};
pub use change::{PictureChange, SoundChange, SoundChangeRows};
pub use error::{Error, Result};
pub use given_weights::{Checkpoint, GivenWeights};
pub use log_mel::vggish_log_mel;
pub use registry::{
    BACKBONES, BackboneEntry, audio, audio_with, space, space_with, visual, visual_with,
};
pub use visual::VisualBackbone;
