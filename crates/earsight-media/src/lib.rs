//! File to seconds: probe, decode and resample through ffmpeg as a child process
//!
//! Time is the picture's: second 0 is where the container starts, for both modalities.
//! A sound that starts late keeps its place, because silence is put before it ([`Samples`]).
//! A sound that ends late is cut by the caller, who alone knows how long the picture was:
//! read [`Ffmpeg::frames`] to the end, take [`Frames::picture_secs`],
//! and ask [`Ffmpeg::samples`] for [`Window::first`] of its whole seconds.

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
mod picture;
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
pub use media_info::{AudioStream, MediaInfo, Motion, VideoStream};
pub use media_path::{AUDIO_EXTENSIONS, PICTURE_EXTENSIONS, VIDEO_EXTENSIONS, is_media_path};
pub use picture::{spectrogram_png, thumbnail_jpeg};
pub use samples::Samples;
pub use window::Window;
