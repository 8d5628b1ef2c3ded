//! What is said of a file, and the numbers that it rests on.

use serde::Serialize;

/// One file.
#[derive(Debug, Clone, Serialize)]
pub struct CheckedFile {
    /// The file.
    pub file: String,
    /// Whether the library knows it; it is then judged by a model that has not seen it.
    pub in_library: bool,
    /// Does the sound belong to the picture?
    pub belonging: Judged<FitEvidence>,
    /// Is the sound in step with the picture?
    pub timing: Judged<OffsetEvidence>,
}

/// Files that are taken to share one shift, such as all that one device recorded.
#[derive(Debug, Clone, Serialize)]
pub struct Together {
    /// Files in which something sounds and moves.
    pub n_files: usize,
    /// Are their sounds in step with their pictures?
    pub timing: Judged<OffsetEvidence>,
}

/// A verdict and what it rests on.
#[derive(Debug, Clone, Serialize)]
pub struct Judged<T> {
    /// What is to be thought of it.
    pub verdict: Opinion,
    /// The numbers; none where there are none to be had.
    pub evidence: Option<T>,
    /// Why there are no numbers.
    pub reason: Option<&'static str>,
}

/// What is to be thought of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Opinion {
    /// As it should be.
    Fine,
    /// To be looked at by a person.
    Wrong,
    /// Neither can be said.
    CannotTell,
}

/// How well sound and picture fit.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct FitEvidence {
    /// Mean distance of a second of sound to its second of picture; smaller fits better.
    pub distance: f64,
    /// How often a random other sound or picture fits as well; small speaks for belonging.
    pub p_random: f64,
    /// How often a clip of the library fits as badly; small speaks for a mismatch.
    pub p_belongs: f64,
}

/// How well sound and picture are in step.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct OffsetEvidence {
    /// Seconds by which the sound comes late; below 0 it comes early.
    pub offset_secs: f64,
    /// The offset is in here with a probability of 90 %.
    pub interval_secs: (f64, f64),
    /// How often a clip of the library that is in step looks as little so; small speaks for a shift.
    pub p_in_step: f64,
}

impl<T> Judged<T> {
    /// Without numbers.
    pub fn cannot_tell(reason: &'static str) -> Self {
        Judged { verdict: Opinion::CannotTell, evidence: None, reason: Some(reason) }
    }
}
