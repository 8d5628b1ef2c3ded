//! Raw seconds as rows, the published input of L³-Net and AVE-Net (SPEC §8).

use serde::{Deserialize, Serialize};

/// Raw seconds as planes, and the convolutions over them.
///
/// A second is a row: visual `3 · side²` values, plane by plane (red, green, blue) and row by row;
/// audio `n_frequencies · n_frames` values of a log-spectrogram, frequency by frequency.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanesConfig {
    /// Rows and columns of an image.
    pub side_px: usize,
    /// Rows of a spectrogram.
    pub n_frequencies: usize,
    /// Columns of a spectrogram.
    pub n_frames: usize,
    /// Channels of each block of two convolutions.
    pub widths: Vec<usize>,
    /// Stride of the first convolution of each trunk.
    pub first_stride: usize,
}
