//! Seconds with audio and video, evenly chosen over a library.

use earsight_core::{ClipId, FeatureSet, Modality, PerModality};
use ndarray::{Array2, Axis};

/// Seconds with audio and video.
#[derive(Debug, Default)]
pub(crate) struct PairedSeconds {
    /// Names of clips.
    pub(crate) clips: Vec<ClipId>,
    /// The clip of each second, as its place in `clips`.
    pub(crate) clip: Vec<usize>,
    /// The second within its clip.
    pub(crate) second: Vec<usize>,
    /// Features of the chosen seconds of each clip. `[seconds, D]` each
    pub(crate) rows: PerModality<Vec<Array2<f32>>>,
}

impl PairedSeconds {
    /// All seconds, or evenly chosen ones if there are more than `most`.
    pub(crate) fn spread(features: &FeatureSet, most: usize) -> Self {
        let step = features.n_paired_segments().div_ceil(most).max(1);
        let mut chosen = PairedSeconds::default();
        let mut n_before = 0_usize;
        for (place, pair) in features.paired() {
            let n = pair.audio.nrows();
            let first = n_before.next_multiple_of(step) - n_before;
            let seconds: Vec<usize> = (first..n).step_by(step).collect();
            n_before += n;
            if seconds.is_empty() {
                continue;
            }
            for modality in Modality::ALL {
                chosen.rows[modality].push(pair[modality].select(Axis(0), &seconds));
            }
            chosen.clip.extend(std::iter::repeat_n(chosen.clips.len(), seconds.len()));
            chosen.second.extend(seconds);
            chosen.clips.push(features.clips()[place].id.clone());
        }
        chosen
    }
}
