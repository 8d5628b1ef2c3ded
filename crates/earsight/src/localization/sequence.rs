//! Localization of a moment in a sequence by all known evidence: the content of each second, and the changes in it.
//! Users' queries, the self-check and the calibration all use it.

use earsight_core::Modality;
use ndarray::ArrayView2;

use super::sliding_window::{Localization, slide};
use super::synchrony::ChangeSequence;
use crate::Result;
use crate::comparison::Comparison;

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
    comparison: &'a Comparison<'a>,
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
    /// The weight of changes in `found`; `None` where they were not compared.
    pub change_weight: Option<f64>,
}

impl<'a> Sequence<'a> {
    /// Of this modality, compared in this way.
    ///
    /// # Errors
    /// [`crate::Error::FeatureDim`] when the changes are not of this modality.
    pub fn new(
        comparison: &'a Comparison<'a>,
        modality: Modality,
        of: Seconds<'a>,
    ) -> Result<Self> {
        let changes = of.changes.map(|rows| ChangeSequence::of(modality, rows)).transpose()?;
        Ok(Sequence { comparison, rows: of.rows, changes })
    }

    /// Slides the query along the sequence (§3.2); where changes of both are known they are one more part of the
    /// distance, see [`Localization::with_changes`].
    ///
    /// # Errors
    /// [`crate::Error::QueryLength`] when the query does not fit, [`crate::Error::EmbeddingDim`] and
    /// [`crate::Error::FeatureDim`].
    pub fn locate(&self, query: Seconds<'_>) -> Result<Located> {
        let by_content = slide(self.comparison.distance(), query.rows, self.rows)?;
        let changes = self.changes.as_ref().zip(query.changes).zip(self.comparison.change_weight());
        let Some(((sequence, query), weight)) = changes else {
            return Ok(Located { found: by_content.clone(), by_content, change_weight: None });
        };
        let disagreement = sequence.disagreement(query)?;
        let found = by_content.clone().with_changes(&disagreement, weight);
        Ok(Located { found, by_content, change_weight: Some(weight) })
    }
}
