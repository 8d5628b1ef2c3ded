//! Raw seconds for the networks that read pixels and spectrograms (SPEC §8): a picture or a second of
//! sound as one flat row, in the layout of [`earsight_baselines::PlanesConfig`].

mod composition;
mod listing;
mod picture;
mod spectrogram;

pub use composition::{RawParts, Recording};
pub use listing::{Decode, Part};
pub use picture::Crop;
use picture::{picture_row, read_picture};
pub use spectrogram::{SAMPLE_RATE_HZ, Spectrogram};

use earsight_baselines::PlanesConfig;
use earsight_core::{FeatureSpace, PerModality};

/// The feature spaces of rows of such planes.
fn spaces(planes: &PlanesConfig) -> PerModality<FeatureSpace> {
    let space = |backbone: &str, fingerprint: String, dim| FeatureSpace {
        backbone: backbone.to_owned(),
        fingerprint,
        dim,
    };
    let PlanesConfig { side_px, n_frequencies, n_frames, .. } = planes;
    PerModality {
        audio: space(
            "log-spectrogram",
            format!("{n_frequencies}x{n_frames}"),
            n_frequencies * n_frames,
        ),
        visual: space("pixels", format!("{side_px}x{side_px}"), 3 * side_px * side_px),
    }
}
