//! The summands of a distance.

use earsight::comparison::{CHANGE, CONCEPT, Comparison};
use earsight_core::Distance;
use ndarray::ArrayView2;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{Error, Result};

/// A part of a distance that can be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartName {
    /// Of latent means.
    Latent,
    /// Of generated pairs.
    Generated,
    /// Of what is heard and seen by name.
    Concept,
    /// Of changes within a second, in a localization.
    Change,
}

impl PartName {
    /// All of them.
    pub const ALL: [PartName; 4] =
        [PartName::Latent, PartName::Generated, PartName::Concept, PartName::Change];

    /// As in results and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            PartName::Latent => "latent",
            PartName::Generated => "generated",
            PartName::Concept => CONCEPT,
            PartName::Change => CHANGE,
        }
    }
}

/// The parts that are compared: all that there are, or some.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ChosenParts(Option<[bool; PartName::ALL.len()]>);

impl ChosenParts {
    /// These; all when there are none.
    pub fn of(parts: &[PartName]) -> Self {
        let is_chosen = PartName::ALL.map(|part| parts.contains(&part));
        ChosenParts((!parts.is_empty()).then_some(is_chosen))
    }

    /// Whether all are compared, as a calibration measured them.
    pub fn is_all(self) -> bool {
        self.0.is_none()
    }

    /// How a model compares by these parts.
    ///
    /// # Errors
    /// [`Error::NoChosenPart`] where it has none of them.
    pub(crate) fn choose<'a>(
        self,
        comparison: Comparison<'a>,
        model: &str,
    ) -> Result<Comparison<'a>> {
        let Some(chosen) = self.0 else { return Ok(comparison) };
        let is_chosen = |name: &str| {
            PartName::ALL.iter().zip(chosen).any(|(part, is)| is && part.name() == name)
        };
        let parts = &comparison.distance().parts;
        if !parts.iter().any(|part| is_chosen(&part.name)) {
            let names: Vec<&str> = parts.iter().map(|part| &*part.name).collect();
            return Err(Error::NoChosenPart { model: model.to_owned(), parts: names.join(", ") });
        }
        Ok(comparison.choosing(is_chosen))
    }
}

/// One summand of a distance.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PartOfDistance {
    /// `latent`, `generated`, `concept`, or `change`.
    pub part: String,
    /// Its value, weight included; smaller is closer.
    pub distance: f64,
}

/// The summands of the distance of each query row to the item row of the same index, summed over rows, times `factor`.
///
/// # Shapes
/// - `query` and `items`: `[l, E]`
pub fn parts_of(
    distance: &Distance,
    query: ArrayView2<'_, f32>,
    items: ArrayView2<'_, f32>,
    factor: f64,
) -> Vec<PartOfDistance> {
    distance
        .parts
        .iter()
        .filter(|part| part.weight > 0.0)
        .map(|part| {
            let rows = query.rows().into_iter().zip(items.rows());
            let sum: f64 = rows.map(|(q, item)| part.between(q, item)).sum();
            PartOfDistance { part: part.name.to_string(), distance: sum * factor }
        })
        .collect()
}
