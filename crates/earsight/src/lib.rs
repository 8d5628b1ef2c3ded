//! The paper on one page: *Learning Audio-Visual Correlations from Variational Cross-Modal Generation*
//! (Zhu et al., ICASSP 2021). This crate opens no file, socket or clock.
//!
//! | paper | here |
//! |---|---|
//! | §2.1 encoders `q_a`, `q_v`, shared decoder `p(x\|z)` | [`network`], [`Posterior`] |
//! | §2.2 Eq. (3) objective | [`objective`] |
//! | §2.2 training | [`training`] |
//! | §3.2 localization; of sequences of any length; by onsets and motion (ours) | [`localization`] |
//! | §3.3 retrieval | [`retrieval`] |
//! | concepts beside what a model learned, weights of the parts (ours) | [`comparison`] |
//! | §1 cross-modal generation, typicality, interpolation | [`generation`] |
//! | §3.4 latent space, Fig. 3 | [`latent_space`] |
//! | confidence: prediction sets, rejection (ours) | [`calibration`] |
//! | mismatched sound, audio–visual offset (ours) | [`mismatch`], [`offset`] |
//! | evaluation by folds over clips | [`evaluation`] |
//! | closed forms: CCA, probabilistic CCA | [`linear`] |
//! | Tables 1 and 2, rows | [`models`]; the baselines are the crate `earsight-baselines` |

pub mod calibration;
pub mod checkpoint;
pub mod comparison;
mod error;
pub mod evaluation;
pub mod generation;
pub mod latent_space;
pub mod linear;
pub mod localization;
pub mod mismatch;
pub mod model;
pub mod models;
pub mod network;
pub mod objective;
pub mod offset;
pub mod parameters;
pub mod retrieval;
pub mod scaling;
pub mod training;

pub use checkpoint::Checkpoint;
pub use earsight_kernels::on_threads;
pub use error::{Error, Result};
pub use model::{
    AudioVisualModel, ConfigTable, CorrespondenceModel, CrossModalGenerator, EventClassifier, Fit,
    Fitted, Fitting, LatentModel, ModelEntry, Reads,
};
pub use models::{AbsentModel, Registry};
pub use network::posterior::Posterior;
pub use parameters::Parameter;
pub use training::observer::{EpochReport, Observer, StopWhen};
