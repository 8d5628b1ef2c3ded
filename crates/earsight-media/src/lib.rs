//! File to seconds: probe, decode and resample through ffmpeg as a child process
//!
//! Second 0 is where the container starts, for both modalities.
//! A sound that starts late keeps its time, because silence is inserted before it ([`Samples`]).
//! A sound that ends after the video is cut by the caller, who counts the frames of [`Ffmpeg::frames`].

mod au;
mod child;
mod decode_only;
mod error;
mod ffmpeg;
mod frames;
mod input;
mod limits;
mod media_info;
mod media_path;
mod playable;
mod probe;
mod resampling;
mod samples;
mod thumbnail;
mod window;

pub use error::{Error, Result};
pub use ffmpeg::Ffmpeg;
pub use frames::Frames;
pub use limits::Limits;
pub use media_info::{AudioStream, MediaInfo, VideoStream};
pub use media_path::is_media_path;
pub use resampling::Resampling;
pub use samples::Samples;
pub use window::Window;
