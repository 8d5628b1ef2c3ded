//! Seconds to features: frozen networks and their preprocessing.
//!
//! A backbone turns one second of video or audio into one row of features.
//! [`BACKBONES`] lists them; [`visual()`] and [`audio()`] build one by name.
//! The default weights are inside the binary; nothing is downloaded at run time.
//!
//! A backbone that was trained to name what it sees or hears has a [`ConceptHead`], built by [`concept_head`].
//! Those of EfficientNet-Lite0 and SoundNet-8 have the same list, so a picture and a sound can be compared.
//! [`ConceptList::find`] reads a typed text as concepts of a list.
//!
//! ```no_run
//! let backbone = earsight_backbone::visual("efficientnet-lite0", None, 2)?;
//! let spec = backbone.frame_spec(); // 3 frames a second, short side 256, crop 224
//! # let frames: Vec<earsight_core::Frame> = Vec::new();
//! let rows = backbone.embed_segments(&frames, spec.frames_per_sec as usize)?; // [T, 1280]
//! # Ok::<(), earsight_backbone::Error>(())
//! ```
//!
//! # Engine
//! Networks run on the kernels of `earsight-kernels`, each frame or second on one thread.
//! A row has the same bits whatever else is in its batch and however many threads there are.

mod audio;
mod change;
mod concepts;
mod engine;
mod error;
mod given_weights;
mod log_mel;
mod network;
mod registry;
mod visual;
mod weights;
mod work_queue;

pub use audio::{AudioBackbone, AudioSegments};
pub use change::{PictureChange, SoundChange, SoundChangeRows};
pub use concepts::{
    CONCEPT_LISTS, Concept, ConceptHead, ConceptList, FoundConcepts, MAX_SUGGESTIONS, MAX_WORDS,
    MatchKind, Sense, Term, TermUse, concept_head, concept_list,
};
pub use error::{Error, Result};
pub use given_weights::GivenWeights;
pub use log_mel::{DRAWN_BANDS, DRAWN_SOUND_HZ, drawn_log_mel};
pub use registry::{BACKBONES, BackboneEntry, audio, space, visual};
pub use visual::VisualBackbone;
