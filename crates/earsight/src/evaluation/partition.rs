//! Train, validation or test.

use serde::{Deserialize, Serialize};

/// What the clips of a part of a data set are used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Partition {
    /// Training.
    Train,
    /// Choice between models.
    Validation,
    /// Evaluation.
    Test,
}

impl Partition {
    /// All three.
    pub const ALL: [Partition; 3] = [Partition::Train, Partition::Validation, Partition::Test];

    /// `train`, `validation` or `test`.
    pub fn name(self) -> &'static str {
        match self {
            Partition::Train => "train",
            Partition::Validation => "validation",
            Partition::Test => "test",
        }
    }
}
