//! Pictures and sounds as `data:` URIs, so that the page needs no other file.

mod color_map;
mod log_mel;
mod snippet;
mod spectrogram;
mod thumbnail;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

pub(crate) use snippet::{n_wav_bytes, wav};
pub(crate) use spectrogram::spectrogram;
pub use spectrogram::spectrogram_png;
pub(crate) use thumbnail::thumbnail;
pub use thumbnail::thumbnail_jpeg;

/// `data:image/png;base64,…`.
pub(crate) fn data_uri(media_type: &str, bytes: &[u8]) -> String {
    let mut uri = format!("data:{media_type};base64,");
    STANDARD.encode_string(bytes, &mut uri);
    uri
}
