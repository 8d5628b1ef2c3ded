//! The verdict on a file, and its evidence.

use earsight_core::ClipId;
use serde::Serialize;

/// A checked file.
#[derive(Debug, Clone, Serialize)]
pub struct CheckedFile {
    /// The file.
    pub file: String,
    /// Whether the library contains it; it is then judged by a model that was not fitted on it.
    pub in_library: bool,
    /// Clips of the library whose sound or picture is that of this file; it was judged without them.
    pub copy_of: Vec<ClipId>,
    /// Does the sound belong to the picture?
    pub belonging: Judged<FitEvidence>,
    /// Is the sound in sync with the picture?
    pub timing: Judged<OffsetEvidence>,
    /// Does its offset stay the same? `None` for a file of less than five minutes.
    pub drift: Option<Judged<DriftEvidence>>,
}

/// Files that are taken to share one offset, such as all recordings of one device.
#[derive(Debug, Clone, Serialize)]
pub struct Together {
    /// Number of files with sound and motion.
    pub n_files: usize,
    /// Are their sounds in sync with their pictures?
    pub timing: Judged<SharedOffsetEvidence>,
}

/// A verdict and its evidence.
#[derive(Debug, Clone, Serialize)]
pub struct Judged<T> {
    /// The verdict.
    pub verdict: Opinion,
    /// The numbers; `None` if they cannot be computed.
    pub evidence: Option<T>,
    /// Why there are no numbers.
    pub reason: Option<&'static str>,
}

/// A verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Opinion {
    /// Nothing is wrong.
    Fine,
    /// Something is wrong.
    Wrong,
    /// Neither is certain.
    CannotTell,
}

/// How well sound and picture fit.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct FitEvidence {
    /// Mean distance of a second of sound to its second of picture; smaller fits better.
    pub distance: f64,
    /// How often a random other sound or picture fits as well; small is evidence of belonging.
    pub p_random: f64,
    /// How often a clip of the library fits as badly; small is evidence of a mismatch.
    pub p_belongs: f64,
}

/// How well sound and picture of a file are in sync.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct OffsetEvidence {
    /// Seconds by which the sound is late; negative if it is early.
    pub offset_secs: f64,
    /// By how much sound and motion agree better at this offset than at any other, in standard deviations.
    pub peak_gap: f64,
    /// A verdict needs a larger gap than this, so that one clip of the library in twenty gets a wrong offset;
    /// `None` if the library has too few clips to tell.
    pub needed_gap: Option<f64>,
}

/// The change of the offset of a long file.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct DriftEvidence {
    /// Milliseconds by which the sound falls further behind in a minute.
    pub ms_per_min: f64,
    /// The 90 % interval of that.
    pub interval_ms_per_min: (f64, f64),
    /// Seconds by which the sound is late in the middle of the file.
    pub middle_offset_secs: f64,
    /// How often pieces of the file, each at a random offset, agree as well; small is evidence.
    pub p_chance: f64,
}

/// How well sounds and pictures of several files are in sync.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct SharedOffsetEvidence {
    /// Seconds by which the sound is late; negative if it is early.
    pub offset_secs: f64,
    /// The 90 % interval of the offset.
    pub interval_secs: (f64, f64),
    /// How often a draw of the files is in sync; small is evidence of an offset.
    pub p_in_sync: f64,
}

impl<T> Judged<T> {
    /// No verdict, without numbers.
    pub fn cannot_tell(reason: &'static str) -> Self {
        Judged { verdict: Opinion::CannotTell, evidence: None, reason: Some(reason) }
    }
}
