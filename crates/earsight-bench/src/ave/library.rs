//! AVE from its videos: features of a library, matched by YouTube id.

use std::collections::HashMap;
use std::path::Path;

use earsight_core::{ClipFeatures, FeatureSet};
use ndarray::{Array2, s};

use super::{Ave, AveRow, CLIP_SEGMENTS};
use crate::Result;

impl Ave {
    /// Features of the rows whose video is in the library with both modalities; clips are named by
    /// [`AveRow::clip_id`].
    ///
    /// A clip of the library is a video of AVE if its file is named after the YouTube id: `…/RUhOCu3LNXM.mp4`.
    /// A video that is shorter than ten seconds is filled up with zeros (SPEC §12.1); of a longer one the first
    /// ten seconds count.
    ///
    /// # Errors
    /// [`crate::Error::Features`] when rows do not fit together.
    pub fn library_features(&self, library: &FeatureSet) -> Result<FeatureSet> {
        let mut videos: HashMap<&str, &ClipFeatures> = HashMap::new();
        for clip in library.clips() {
            let stem = Path::new(clip.id.as_str()).file_stem().and_then(|stem| stem.to_str());
            videos.extend(stem.map(|id| (id, clip)));
        }
        let clip = |row: &AveRow| {
            let rows = videos.get(row.youtube_id.as_str())?.both()?.map(ten_seconds);
            Some(ClipFeatures::paired(row.clip_id(), rows.audio, rows.visual))
        };
        let clips = self.rows.iter().filter_map(clip).collect();
        Ok(FeatureSet::new(library.spaces().clone(), clips)?)
    }
}

fn ten_seconds(rows: &Array2<f32>) -> Array2<f32> {
    let mut ten = Array2::zeros((CLIP_SEGMENTS, rows.ncols()));
    let n = rows.nrows().min(CLIP_SEGMENTS);
    ten.slice_mut(s![..n, ..]).assign(&rows.slice(s![..n, ..]));
    ten
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_videos_are_filled_up_and_long_ones_cut() {
        let short = ten_seconds(&Array2::ones((3, 2)));
        assert_eq!((short.nrows(), short.sum()), (CLIP_SEGMENTS, 6.0));
        assert_eq!(ten_seconds(&Array2::ones((12, 2))).sum(), 20.0);
    }
}
