//! A synthetic collection of videos: events that sound and move together.
//!
//! In some seconds of a clip, picture and sound are of the same event.
//! In its other seconds the picture is of one other kind of event and the sound of a different other kind,
//! so that only the correspondence of picture and sound locates the event.
//!
//! [`ClipPlan`] is the content of a clip, [`KINDS`] is the table of kinds of events,
//! a [`Performance`] of a kind drives its sound and its picture, and [`render()`] writes the files.

mod config;
mod error;
mod kind;
mod kinds;
mod performance;
mod picture;
mod plan;
mod render;
mod rhythm;
mod seed;
mod signal;
mod sound;
mod streams;

pub use config::SampleConfig;
pub use error::{Error, Result};
pub use kind::Kind;
pub use kinds::KINDS;
pub use performance::{Onset, Performance};
pub use plan::{ClipPlan, Take};
pub use render::{SampleReport, render};
pub use signal::Signal;
pub use sound::SOUND_RATE_HZ;
pub use streams::{ClipStreams, TakeStreams};
