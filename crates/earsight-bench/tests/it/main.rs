//! Composed clips, and the whole way from features to scores on them.

mod composed;
