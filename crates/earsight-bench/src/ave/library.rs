//! AVE from its videos: features that a person extracted themselves, found by YouTube id.

use std::collections::HashMap;
use std::path::Path;

use earsight_core::{ClipFeatures, FeatureSet, PerModality};
use ndarray::{Array2, s};

use super::{Ave, CLIP_SEGMENTS};
use crate::Result;

/// Features of AVE's rows from a library of its videos.
#[derive(Debug, Clone)]
pub struct LibraryFeatures<'a> {
    library: &'a FeatureSet,
    /// YouTube id → place in the library.
    places: HashMap<&'a str, usize>,
}

impl<'a> LibraryFeatures<'a> {
    /// A clip is a video of AVE if its file is named after the YouTube id: `…/RUhOCu3LNXM.mp4`.
    pub fn new(library: &'a FeatureSet) -> Self {
        let id = |clip: &'a ClipFeatures| Path::new(clip.id.as_str()).file_stem()?.to_str();
        let clips = library.clips().iter().enumerate();
        let places = clips.filter_map(|(place, clip)| Some((id(clip)?, place))).collect();
        LibraryFeatures { library, places }
    }
}

impl Ave {
    /// Features of those of the rows whose video is in the library, both heard and seen, and how many are not.
    ///
    /// A video that is shorter than ten seconds is filled up with zeros (SPEC §12.1); of a longer one the first
    /// ten seconds count.
    ///
    /// # Errors
    /// [`crate::Error::Features`] when rows do not fit together.
    pub fn library_set(
        &self,
        features: &LibraryFeatures<'_>,
        rows: &[usize],
    ) -> Result<(FeatureSet, usize)> {
        let clip = |&row: &usize| {
            let row = &self.rows()[row];
            let place = *features.places.get(row.youtube_id.as_str())?;
            let PerModality { audio, visual } =
                features.library.clips()[place].both()?.map(ten_seconds);
            Some(ClipFeatures::paired(row.clip_id().as_str(), audio, visual))
        };
        let clips: Vec<ClipFeatures> = rows.iter().filter_map(clip).collect();
        let n_missing = rows.len() - clips.len();
        Ok((FeatureSet::new(features.library.spaces().clone(), clips)?, n_missing))
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
