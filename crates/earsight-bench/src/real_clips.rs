//! Real clips with their own sound, as a file of per-second features.

use std::path::Path;

use earsight_core::{ClipFeatures, FeatureSet, FeatureSpace, PerModality};
use ndarray::Axis;

use crate::{Result, TensorFile};

/// Reads `audio` `[N, D_a]`, `visual` `[N, D_v]`, `clip` `[N]` and the clips' names.
///
/// # Errors
/// [`crate::Error::Read`], [`crate::Error::Format`], or broken features.
pub fn read(path: &Path) -> Result<FeatureSet> {
    of(&TensorFile::read(path)?)
}

/// The clips of a file that was read.
pub(crate) fn of(file: &TensorFile) -> Result<FeatureSet> {
    let rows = PerModality { audio: file.matrix("audio")?, visual: file.matrix("visual")? };
    let clip_of_row = file.integers("clip")?;
    let spaces =
        PerModality { audio: ("cnn9", &rows.audio), visual: ("efficientnet-lite0", &rows.visual) }
            .map(|(backbone, rows)| FeatureSpace {
                backbone: backbone.to_owned(),
                fingerprint: "given".to_owned(),
                dim: rows.ncols(),
            });
    let clips = file.names("clips")?.into_iter().enumerate().map(|(idx, name)| {
        let places: Vec<usize> = (0..clip_of_row.len())
            .filter(|&row| usize::try_from(clip_of_row[row]) == Ok(idx))
            .collect();
        ClipFeatures::paired(
            name.as_str(),
            rows.audio.select(Axis(0), &places),
            rows.visual.select(Axis(0), &places),
        )
    });
    Ok(FeatureSet::new(spaces, clips.collect())?)
}
