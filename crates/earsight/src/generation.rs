//! §1: what it would look or sound like. The generated pair comes from [`crate::CrossModalGenerator`]; here is
//! what makes it visible and audible, how typical it is, and what lies between two moments.

pub mod interpolation;
mod nearest_real;
pub mod typicality;

pub use nearest_real::RealFeatures;
