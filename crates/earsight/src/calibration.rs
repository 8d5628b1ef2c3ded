//! Confidence, learned without labels from held-out clips: clips that the model was not fitted on.
//!
//! The sound of a held-out clip belongs to the picture of the same second, so the right results of queries from the clip are
//! known. They are localized and searched exactly as a user's query is. The distances determine
//! how distances become probabilities of starts and of videos ([`VideoProbabilities`]), how large a prediction set of
//! starts must be ([`PredictionSets`]), and how distant a matching sound and picture may be ([`MatchTest`]).
//!
//! Each is computed from queries of the same length, in the same direction, in as many seconds.
//! So a calibration holds the distances of single seconds, and not numbers for one length.

mod file;
mod held_out;
mod known_videos;
mod prediction_set;
mod queries;
mod rejection;
mod temperature;
mod video_probabilities;

use earsight_core::Modality;
use earsight_metrics::conformal_threshold;
use ndarray::{Array2, Axis};

pub use held_out::{HeldOutClip, MOST_CLIPS};
pub use known_videos::KnownVideos;
pub use prediction_set::PredictionSets;
pub use rejection::MatchTest;
pub use video_probabilities::{MOST_VIDEOS, VideoProbabilities};

use queries::{ClipSeconds, localized_windows};

/// Fewer clips give no calibration.
pub const MIN_CLIPS: usize = 10;

/// Held-out clips, each measured by a model that was not fitted on it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Calibration {
    clips: Vec<HeldOutClip>,
}

impl Calibration {
    /// From these clips.
    pub fn new(clips: Vec<HeldOutClip>) -> Self {
        Calibration { clips }
    }

    /// The clips.
    pub fn into_clips(self) -> Vec<HeldOutClip> {
        self.clips
    }

    /// Prediction sets for a query of `query_len` seconds of the modality `from`, localized in `sequence_len` seconds
    /// of the other.
    ///
    /// `coverage`, in 0..1, is the share of queries whose set contains the true start.
    /// Queries from the clips use the same evidence as the localization: changes, where they have a weight.
    /// `None` when fewer than [`MIN_CLIPS`] clips are long enough and have that evidence.
    pub fn prediction_sets(
        &self,
        from: Modality,
        query_len: usize,
        sequence_len: usize,
        coverage: f64,
        change_weight: Option<f64>,
    ) -> Option<PredictionSets> {
        let clips: Vec<ClipSeconds<'_>> = match change_weight {
            None => {
                let distances = self.clips.iter().map(|clip| &clip.sequence[from]);
                distances.map(|distances| ClipSeconds { distances, changes: None }).collect()
            }
            Some(_) => self.with_changes(from),
        };
        let known =
            localized_windows(&clips, from, [query_len, sequence_len], change_weight).ok()?;
        PredictionSets::fit(&known, coverage)
    }

    /// Clips whose changes are known, each followed by mismatched seconds of those after it.
    fn with_changes(&self, from: Modality) -> Vec<ClipSeconds<'_>> {
        let known: Vec<_> = self
            .clips
            .iter()
            .filter_map(|clip| Some((&clip.sequence[from], clip.changes.as_ref()?)))
            .collect();
        let of_clip = |own: usize| {
            let (distances, changes) = known[own];
            let mut rows = changes[from.other()].clone();
            for (_, mismatched) in known[own..].iter().chain(&known[..own]).skip(1) {
                if rows.nrows() >= distances.ncols() {
                    break;
                }
                let more = mismatched[from.other()].view();
                rows.append(Axis(0), more).expect("rows of changes are equally wide");
            }
            (rows.nrows() >= distances.ncols())
                .then(|| ClipSeconds { distances, changes: Some((changes[from].view(), rows)) })
        };
        (0..known.len()).filter_map(of_clip).collect()
    }

    /// The distance within which a share `coverage` of the true seconds of a modality are of what is generated for them
    /// from the other one.
    ///
    /// `None` where the model does not generate, and with too few clips for that share: `n` clips reach `n / (n + 1)`.
    pub fn plausible_within(&self, to: Modality, coverage: f64) -> Option<f64> {
        let generated = self.clips.iter().filter_map(|clip| Some(&clip.generated.as_ref()?[to]));
        let of_clip = |of: &Array2<f32>| of.iter().map(|&distance| f64::from(distance)).collect();
        let clips: Vec<Vec<f64>> = generated.map(of_clip).collect();
        let within = conformal_threshold(&clips, coverage);
        within.is_finite().then_some(within)
    }

    /// What is known of videos that are each aligned with a query of `query_len` seconds of the modality `from`, by the
    /// mean distance of a second at the nearest start, `min_t Σ D / l`.
    pub fn aligned_videos(&self, from: Modality, query_len: usize) -> KnownVideos {
        KnownVideos::aligned(&self.clips, from, query_len)
    }

    /// What is known of the videos of a search, by the mean distance of the query's seconds to the nearest second of each.
    pub fn found_videos(&self, from: Modality, to: Modality, query_len: usize) -> KnownVideos {
        KnownVideos::found(&self.clips, from, to, query_len)
    }
}
