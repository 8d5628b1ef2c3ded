//! Closed forms: linear CCA, probabilistic CCA, and the decompositions that they need.

pub mod cca;
pub mod decomposition;
pub(crate) mod probabilistic_cca;
