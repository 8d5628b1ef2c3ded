//! What must hold of every score, whatever is scored.

mod properties;
