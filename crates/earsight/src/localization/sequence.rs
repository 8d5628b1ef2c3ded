//! Localization of a moment in a sequence by all known evidence: the content of each second, and the changes in it.
//! Users' queries, the self-check and the calibration all use it.

use earsight_core::{Distance, Modality};
use ndarray::ArrayView2;

use super::sliding_window::{Localization, slide};
use super::synchrony::ChangeSequence;
use crate::Result;

/// The evidence of a localization.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// The embedded content of each second.
    Content,
    /// Also the changes in it.
    ContentAndChanges,
}

/// Embedded seconds, and the changes in each where they are known.
#[derive(Debug, Clone, Copy)]
pub struct Seconds<'a> {
    /// `[N, E]`
    pub rows: ArrayView2<'a, f32>,
    /// `[N, STEPS_PER_SEC · D]`
    pub changes: Option<ArrayView2<'a, f32>>,
}

/// A sequence, prepared for any number of queries of the other modality.
pub struct Sequence<'a> {
    distance: &'a Distance,
    rows: ArrayView2<'a, f32>,
    changes: Option<ChangeSequence>,
}

/// The localization of a query.
#[derive(Debug, Clone, PartialEq)]
pub struct Located {
    /// By all evidence.
    pub found: Localization,
    /// By content alone.
    pub by_content: Localization,
    /// The evidence of `found`.
    pub evidence: Evidence,
}

impl<'a> Sequence<'a> {
    /// Of this modality, compared by this distance.
    ///
    /// # Errors
    /// [`crate::Error::FeatureDim`] when the changes are not of this modality.
    pub fn new(distance: &'a Distance, modality: Modality, of: Seconds<'a>) -> Result<Self> {
        let changes = of.changes.map(|rows| ChangeSequence::of(modality, rows)).transpose()?;
        Ok(Sequence { distance, rows: of.rows, changes })
    }

    /// Slides the query along the sequence (§3.2); where changes of both are known they are a third part of the
    /// distance, see [`Localization::with_agreement`].
    ///
    /// # Errors
    /// [`crate::Error::QueryLength`] when the query does not fit, [`crate::Error::EmbeddingDim`] and
    /// [`crate::Error::FeatureDim`].
    pub fn locate(&self, query: Seconds<'_>) -> Result<Located> {
        let by_content = slide(self.distance, query.rows, self.rows)?;
        let (found, evidence) = match (&self.changes, query.changes) {
            (Some(sequence), Some(query)) => {
                let agreement = sequence.agreement(query)?;
                (by_content.clone().with_agreement(&agreement), Evidence::ContentAndChanges)
            }
            _ => (by_content.clone(), Evidence::Content),
        };
        Ok(Located { found, by_content, evidence })
    }
}
