//! The paper on one page: *Learning Audio-Visual Correlations from Variational Cross-Modal Generation*
//! (Zhu et al., ICASSP 2021). This crate opens no file, socket or clock.
//!
//! | paper | here |
//! |---|---|
//! | §2.1 encoders `q_a`, `q_v` | `encoder`, [`Posterior`] |
//! | §2.1 shared decoder `p(x\|z)` | `decoder` |
//! | §2.2 Eq. (3) objective | [`objective`] |
//! | §2.2 λ₂ schedule | [`training`] |
//! | §3.2 localization | [`localization`]; of sequences of any length [`alignment`] |
//! | moments of one clip, by what changes in them (ours) | [`synchrony`] |
//! | §3.3 retrieval | [`retrieval`]; all pairs at once [`distance_matrix`] |
//! | §1 cross-modal generation | [`generation`]; how typical, and between two moments: [`typicality`], [`interpolation`] |
//! | §3.4 latent space, Fig. 3 | [`latent_space`] |
//! | how sure an answer is (ours) | [`calibration`] |
//! | (ours) sound that does not belong, or is shifted | [`mismatch`], [`shift`] |
//! | evaluation beside chance and position rules | [`evaluation`] |
//! | Tables 1 and 2, rows | [`models`] |

mod activation;
pub mod alignment;
pub mod calibration;
mod canonical_correlation;
mod checkpoint;
mod convolution;
mod decoder;
mod decomposition;
pub mod distance_matrix;
mod distance_scale;
mod encoder;
mod error;
pub mod evaluation;
#[cfg(test)]
mod finite_differences;
pub mod generation;
mod inference;
pub mod interpolation;
pub mod latent_space;
mod layers;
pub mod localization;
mod matrix;
pub mod mismatch;
mod model;
pub mod models;
mod noise;
pub mod objective;
mod parameters;
mod posterior;
mod probabilistic_cca;
pub mod retrieval;
mod scaling;
pub mod shift;
pub mod synchrony;
pub mod training;
pub mod typicality;

pub use checkpoint::Checkpoint;
pub use earsight_kernels::on_threads;
pub use error::{Error, Result};
pub use model::{
    AudioVisualModel, ConfigTable, CorrespondenceModel, CrossModalGenerator, EventClassifier, Fit,
    FitSupervised, FitUnsupervised, Fitted, Fitting, LatentModel, ModelEntry, Reads,
};
pub use parameters::Parameter;
pub use posterior::Posterior;
pub use training::observer::{EpochReport, Observer, StopWhen};
