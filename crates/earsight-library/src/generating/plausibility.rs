//! Which results are too far from the generated features to be called similar.

use earsight::CrossModalGenerator;
use earsight::comparison::ConceptMeans;
use earsight::generation::GeneratedSecond;
use earsight_core::{Modality, SecondRows};
use serde::Serialize;
use utoipa::ToSchema;

use crate::real_seconds::{RealSeconds, mean_direction};
use crate::{Found, Result, stacked};

/// Share of the library's own seconds that are called plausible.
const SHARE: f64 = 0.95;
/// Seconds that are compared with what is generated for them, at most.
const MAX_SECONDS: usize = 2048;

/// How far real seconds are from what is generated for them.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct Plausibility {
    /// The distance within which `share` of the library's own seconds are of what is generated from their other
    /// modality. A result that is farther from what is generated for the query is implausible.
    pub within: f64,
    /// That share, 0..=1.
    pub share: f64,
    /// Number of the library's own seconds that were compared.
    pub n_seconds: usize,
}

/// A real second, as a result of a generation.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RealSecond {
    /// The result.
    #[serde(flatten)]
    #[schema(inline)]
    pub found: Found,
    /// Whether it is farther from the generated features than nearly all real seconds are from what is generated for
    /// them; see [`Plausibility`].
    pub implausible: bool,
}

impl Plausibility {
    /// Of seconds of a library that are generated from one of their modalities; `None` when no clip has both.
    ///
    /// # Errors
    /// Those of the model, and when concepts are compared and a clip has none.
    pub(super) fn of(
        generator: &dyn CrossModalGenerator,
        means: Option<&ConceptMeans>,
        from: Modality,
        (to, real): (Modality, &RealSeconds<'_>),
    ) -> Result<Option<Self>> {
        let n_seconds = real.paired(from).count();
        let step = n_seconds.div_ceil(MAX_SECONDS).max(1);
        let (items, given): (Vec<usize>, Vec<SecondRows<'_>>) =
            real.paired(from).step_by(step).unzip();
        let rows: Vec<_> = given.iter().map(|rows| rows.features).collect();
        let Some(n_columns) = rows.first().map(|row| row.ncols()) else { return Ok(None) };
        let generated = generator.generate(from, stacked(&rows, n_columns).view())?;
        let mut distances = Vec::new();
        for ((item, rows), features) in items.into_iter().zip(given).zip(generated[to].rows()) {
            let concepts = mean_direction(means, from, rows)?;
            let concepts = concepts.as_ref().map(|mean| mean.view());
            distances.push(real.parts(GeneratedSecond { features, concepts }, item)?.sum());
        }
        Ok(Self::among(distances))
    }

    fn among(mut distances: Vec<f64>) -> Option<Self> {
        distances.sort_unstable_by(f64::total_cmp);
        let n_seconds = distances.len();
        let n_within = (SHARE * n_seconds as f64).ceil() as usize;
        let within = *distances.get(n_within.checked_sub(1)?)?;
        Some(Plausibility { within, share: SHARE, n_seconds })
    }
}

impl RealSecond {
    /// A result, compared with those of the library's own seconds; plausible where there are none.
    pub(super) fn of(found: Found, known: Option<Plausibility>) -> Self {
        let implausible = known.is_some_and(|known| found.place.distance > known.within);
        RealSecond { found, implausible }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_share_of_seconds_is_within() {
        let known = |n: u32| Plausibility::among((0..n).rev().map(f64::from).collect());
        let within = |n| known(n).map(|known| (known.within, known.n_seconds));
        assert_eq!(within(100), Some((94.0, 100)));
        assert_eq!(within(3), Some((2.0, 3)));
        assert_eq!(within(0), None);
    }
}
