//! The published features of AVE: VGGish and VGG-19, a row a second.

use std::path::Path;

use earsight_core::{ClipFeatures, FeatureSet, FeatureSpace, PerModality};
use ndarray::{Array3, Axis};
use sha2::{Digest, Sha256};

use super::digests::hex;
use super::{Ave, AveRow, CLIP_SEGMENTS};
use crate::hdf5::Hdf5Array;
use crate::{Error, Result};

const KEY: &str = "avadataset";
const AUDIO_FILE: &str = "audio_feature.h5";
/// `[N, 10, 512]`: already the mean over places.
const VISUAL_FILE: &str = "visual_feature_vec.h5";
/// `[N, 10, 7, 7, 512]`: the mean over 7 × 7 places is taken here.
const VISUAL_MAP_FILE: &str = "visual_feature.h5";

/// Clips read at a time: 16 MB of `visual_feature.h5`.
const CLIPS_PER_SLICE: usize = 16;

impl Ave {
    /// Whether `audio_feature.h5` and one of the visual files are there.
    pub fn has_features(&self) -> bool {
        let is_there = |name: &str| self.folder.join(name).exists();
        is_there(AUDIO_FILE) && (is_there(VISUAL_FILE) || is_there(VISUAL_MAP_FILE))
    }

    /// Reads the features of every row; clips are named by [`AveRow::clip_id`].
    ///
    /// The vector file of the visual features is preferred, the map file is averaged over its places.
    /// Files are read a few clips at a time and never lie in memory whole.
    /// The spaces are `ave-vggish` and `ave-vgg19`, with the SHA-256 over the numbers as they were read.
    ///
    /// # Errors
    /// [`Error::Read`] when a file is missing, [`Error::Shape`] when its clips are not those of the annotations,
    /// [`Error::Features`] when a value is not finite.
    pub fn features(&self) -> Result<FeatureSet> {
        let (vector, map) = (self.folder.join(VISUAL_FILE), self.folder.join(VISUAL_MAP_FILE));
        let visual = if vector.exists() || !map.exists() {
            self.read_rows(&vector, 0)?
        } else {
            self.read_rows(&map, 2)?
        };
        let rows = PerModality { audio: self.read_rows(&self.folder.join(AUDIO_FILE), 0)?, visual };
        let names = PerModality { audio: "ave-vggish", visual: "ave-vgg19" };
        let spaces = rows.as_ref().zip(names).map(|(rows, name)| FeatureSpace {
            backbone: name.to_owned(),
            fingerprint: fingerprint(rows),
            dim: rows.len_of(Axis(2)),
        });
        let clip = |row: &AveRow| {
            let of = rows.as_ref().map(|rows| rows.index_axis(Axis(0), row.row).to_owned());
            ClipFeatures::paired(row.clip_id(), of.audio, of.visual)
        };
        Ok(FeatureSet::new(spaces, self.rows.iter().map(clip).collect())?)
    }

    /// `[N, 10, D]`, or with two `n_places_axes` the mean of `[N, 10, H, W, D]` over its places.
    fn read_rows(&self, path: &Path, n_places_axes: usize) -> Result<Array3<f32>> {
        let array = Hdf5Array::open(path, KEY)?;
        let (shape, n) = (array.shape().to_vec(), self.rows.len());
        let fits = shape.len() == 3 + n_places_axes
            && shape[..2] == [n, CLIP_SEGMENTS]
            && shape[2..].iter().all(|&size| size > 0);
        if !fits {
            let places = if n_places_axes == 0 { "" } else { "H, W, " };
            let expected = format!("[{n}, {CLIP_SEGMENTS}, {places}D]");
            let what = format!("array `{KEY}`");
            return Err(Error::Shape { what, expected, found: shape, path: path.to_path_buf() });
        }
        let dim = shape[shape.len() - 1];
        let n_places: usize = shape[2..shape.len() - 1].iter().product();
        let mut rows = Vec::with_capacity(n * CLIP_SEGMENTS * dim);
        for start in (0..n).step_by(CLIPS_PER_SLICE) {
            let slice = array.slice(start, CLIPS_PER_SLICE.min(n - start))?;
            for second in slice.chunks(n_places * dim) {
                let mean = |column: usize| {
                    let places = second.iter().skip(column).step_by(dim);
                    (places.map(|&value| f64::from(value)).sum::<f64>() / n_places as f64) as f32
                };
                rows.extend((0..dim).map(mean));
            }
        }
        Ok(Array3::from_shape_vec((n, CLIP_SEGMENTS, dim), rows)
            .expect("each second of each clip gave one row"))
    }
}

fn fingerprint(rows: &Array3<f32>) -> String {
    let mut digest = Sha256::new();
    for value in rows {
        digest.update(value.to_le_bytes());
    }
    hex(&digest.finalize())
}
