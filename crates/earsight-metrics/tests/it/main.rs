//! Properties of every score.

mod properties;
