//! Small images of a video: a frame as JPEG, a spectrogram as PNG.

mod color_map;
mod log_mel;
mod spectrogram;
mod thumbnail;

pub use spectrogram::spectrogram_png;
pub use thumbnail::thumbnail_jpeg;
