//! §1: cross-modal generation. The generated pair comes from [`crate::CrossModalGenerator`]; here are the real
//! seconds nearest to it, its typicality, and interpolation between two moments.

pub mod interpolation;
mod nearest_real;
pub mod typicality;

pub use nearest_real::{CONCEPT_WEIGHT, GeneratedParts, GeneratedSecond, RealFeatures};
