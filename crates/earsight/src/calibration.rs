//! How sure an answer is, learned without labels from clips that the model had not seen.
//!
//! A held-out clip knows where its own sound belongs: beside the picture of the same second.
//! So it is asked about itself, in the very way a person asks, and what it answers says
//! how distances become probabilities, how many starts a set needs to hold the true one ([`Places`]),
//! and how far apart a sound and a picture may be that belong together ([`MatchTest`]).
//!
//! Everything is made from questions of the same length, in the same direction, into as many seconds.
//! So a calibration keeps the distances of single seconds, and not numbers that were made of them.

mod distribution;
mod file;
mod held_out;
mod prediction_set;
mod questions;
mod rejection;

use earsight_core::Modality;
use ndarray::Axis;

pub use crate::localization::Evidence;
pub use held_out::{HeldOutClip, MOST_CLIPS};
pub use prediction_set::Places;
pub use rejection::MatchTest;

use questions::{
    Distances, Seconds, own_other_seconds, own_profiles, own_seconds, strange_items,
    strange_sequences,
};

/// With fewer held-out clips nothing is promised.
pub const MIN_CLIPS: usize = 10;

/// Held-out clips, each measured by a model that had not seen it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Calibration {
    clips: Vec<HeldOutClip>,
}

impl Calibration {
    /// Of these clips.
    pub fn new(clips: Vec<HeldOutClip>) -> Self {
        Calibration { clips }
    }

    /// The clips.
    pub fn into_clips(self) -> Vec<HeldOutClip> {
        self.clips
    }

    /// How sure a localization is: a query of `query_len` seconds of the modality `from`,
    /// looked for in `sequence_len` seconds of the other.
    ///
    /// `coverage`, in 0..1, is the share of questions whose set of starts shall hold the true one.
    /// Clips are asked by the evidence that the localization has.
    /// Nothing when fewer than [`MIN_CLIPS`] clips can be asked this question.
    pub fn places(
        &self,
        from: Modality,
        query_len: usize,
        sequence_len: usize,
        coverage: f64,
        evidence: Evidence,
    ) -> Option<Places> {
        let clips: Vec<Seconds<'_>> = match evidence {
            Evidence::Content => {
                let distances = self.distances(|clip| &clip.sequence[from]).into_iter();
                distances.map(|distances| Seconds { distances, changes: None }).collect()
            }
            Evidence::ContentAndChanges => self.with_changes(from),
        };
        Places::fit(&own_profiles(&clips, from, query_len, sequence_len).ok()?, coverage)
    }

    /// Clips whose changes are known, each followed by those after it, which are strange to it.
    fn with_changes(&self, from: Modality) -> Vec<Seconds<'_>> {
        let known: Vec<_> = self
            .clips
            .iter()
            .filter_map(|clip| Some((&clip.sequence[from], clip.changes.as_ref()?)))
            .collect();
        let of_clip = |own: usize| {
            let (distances, changes) = known[own];
            let items = known[own..].iter().chain(&known[..own]);
            let mut rows = changes[from.other()].clone();
            for (_, strange) in items.skip(1) {
                if rows.nrows() >= distances.ncols() {
                    break;
                }
                let more = strange[from.other()].view();
                rows.append(Axis(0), more).expect("rows of changes are equally wide");
            }
            (rows.nrows() >= distances.ncols())
                .then(|| Seconds { distances, changes: Some((changes[from].view(), rows)) })
        };
        (0..known.len()).filter_map(of_clip).collect()
    }

    /// Whether the query of a localization is in the sequence at all;
    /// to be asked about the mean distance of a second at the nearest start, `min_t Σ D / l`.
    ///
    /// To look at many starts brings strangers nearer and loses no match.
    /// Nothing when there are fewer than [`MIN_CLIPS`] clips, or they are strangers to themselves.
    pub fn localization_test(&self, from: Modality, query_len: usize) -> Option<MatchTest> {
        let clips = self.distances(|clip| &clip.sequence[from]);
        MatchTest::fit_in_time(&own_seconds(&clips), &strange_sequences(&clips), query_len)
    }

    /// Whether a second that a search found belongs to its query;
    /// to be asked about the mean distance of the query's seconds to it.
    ///
    /// Across the modalities a second's match is the other modality of that second; within one, any second of its clip.
    /// Nothing when there are fewer than [`MIN_CLIPS`] clips, or they are strangers to themselves.
    pub fn search_test(&self, from: Modality, to: Modality, query_len: usize) -> Option<MatchTest> {
        let clips = self.distances(|clip| &clip.collection[from][to]);
        let strange = strange_items(&clips);
        if from == to {
            MatchTest::fit(&own_other_seconds(&clips), &strange, query_len)
        } else {
            MatchTest::fit_in_time(&own_seconds(&clips), &strange, query_len)
        }
    }

    fn distances(&self, of: impl Fn(&HeldOutClip) -> Distances<'_>) -> Vec<Distances<'_>> {
        self.clips.iter().map(of).collect()
    }
}
