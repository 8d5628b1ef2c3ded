//! Small pictures of what a video looks and sounds like: JPEG of a frame, PNG of a spectrogram.

mod color_map;
mod log_mel;
mod spectrogram;
mod thumbnail;

pub use spectrogram::spectrogram_png;
pub use thumbnail::thumbnail_jpeg;
