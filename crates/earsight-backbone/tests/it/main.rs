//! Tests of the public API: registry, rows, errors.

#![allow(clippy::print_stdout)] // for reasons of skips and for measured errors
#![allow(clippy::unwrap_used)]

mod audio;
mod ave_backbones;
mod clips;
mod concept_words;
mod concepts;
mod given_weights;
mod numpy_rows;
mod picture_change;
mod registry;
mod sound_change;
mod sound_windows;
mod soundnet8;
mod visual;
mod weights;
