//! A leak or shortcut of a data set.

use std::fmt;

use earsight_core::ClipId;
use serde::{Deserialize, Serialize};

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// For information.
    Note,
    /// A score may not measure what it seems to.
    Warning,
    /// Training data are in the test, or a score means nothing without a control.
    Serious,
}

impl Severity {
    /// `note`, `warning` or `serious`.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Serious => "serious",
        }
    }
}

/// The kind of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A file is not the published one.
    OtherFile,
    /// Label files contradict each other.
    ContradictingLabels,
    /// A clip without an event.
    NoEvent,
    /// Several clips of a part were cut from one video.
    RepeatedSource,
    /// Clips of two parts were cut from one video.
    SharedSource,
    /// Two clips of two parts have exactly equal rows.
    DuplicateClips,
    /// Two clips of two parts have nearly equal means.
    NearDuplicateClips,
    /// Seconds of two parts are exactly equal.
    DuplicateSeconds,
    /// Seconds of two parts are nearly equal.
    NearDuplicateSeconds,
    /// Rows that do not change or are near zero in sound: silence.
    Silent,
    /// The same in the picture: black, or a still.
    Black,
    /// Sound and picture change together only when one of them is shifted.
    ShiftedPairing,
    /// A rule about positions is right more often than chance.
    PositionPrior,
    /// One class is much more frequent than the others.
    ClassPrior,
    /// An evaluated class that is not in the training part.
    UnseenClass,
    /// A part lacks most classes.
    MissingClasses,
}

/// One finding, with the number that shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// How much it matters.
    pub severity: Severity,
    /// Its kind.
    pub kind: Kind,
    /// In a sentence.
    pub message: String,
    /// The number that shows it; its unit is in the message.
    pub number: f64,
    /// The clips, those that belong together in one list.
    pub clips: Vec<Vec<ClipId>>,
}

/// Lists of clips that the text form shows.
const N_SHOWN: usize = 5;

/// One line, and one more with the first few clips.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<8} {}", self.severity.name(), self.message)?;
        if self.clips.is_empty() {
            return Ok(());
        }
        let group = |clips: &Vec<ClipId>| {
            clips.iter().map(ClipId::as_str).collect::<Vec<&str>>().join(" = ")
        };
        let shown: Vec<String> = self.clips.iter().take(N_SHOWN).map(group).collect();
        let more = self.clips.len().saturating_sub(N_SHOWN);
        let rest = if more > 0 { format!(", and {more} more") } else { String::new() };
        writeln!(f, "         {}{rest}", shown.join(", "))
    }
}
