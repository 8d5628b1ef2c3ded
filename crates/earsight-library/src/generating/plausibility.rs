//! Which results are too far from the generated features to be called similar.

use earsight::calibration::Calibration;
use earsight_core::Modality;
use serde::Serialize;
use utoipa::ToSchema;

use crate::Found;

/// Share of true seconds that are called plausible.
const SHARE: f64 = 0.95;

/// How far real seconds are from what is generated for them.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct Plausibility {
    /// The distance within which `share` of the seconds of held-out clips are of what is generated from their other
    /// modality. A result that is farther from what is generated for the query is implausible.
    pub within: f64,
    /// That share, 0..=1.
    pub share: f64,
}

/// A real second, as a result of a generation.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RealSecond {
    /// The result.
    #[serde(flatten)]
    #[schema(inline)]
    pub found: Found,
    /// Whether it is farther from the generated features than nearly all true seconds are; see [`Plausibility`].
    pub implausible: bool,
}

impl Plausibility {
    /// Of seconds of a modality; `None` without a calibration, or with too few clips in it.
    pub(super) fn of(calibration: Option<&Calibration>, to: Modality) -> Option<Self> {
        let within = calibration?.plausible_within(to, SHARE)?;
        Some(Plausibility { within, share: SHARE })
    }
}

impl RealSecond {
    /// A result, compared with true ones; plausible where these are not known.
    pub(super) fn of(found: Found, known: Option<Plausibility>) -> Self {
        let implausible = known.is_some_and(|known| found.place.distance > known.within);
        RealSecond { found, implausible }
    }
}

#[cfg(test)]
mod tests {
    use earsight_core::Span;

    use super::*;
    use crate::Place;

    fn found(distance: f64) -> Found {
        let span = Span::new(3, 1);
        Found {
            place: Place { clip: "a.mp4".into(), second: 3, span, distance, row: 0 },
            parts: Vec::new(),
            own_recording: false,
            probability: None,
            p_value: None,
            others: Vec::new(),
        }
    }

    #[test]
    fn a_result_beyond_the_limit_is_implausible() {
        let known = Plausibility { within: 2.0, share: SHARE };
        let is_implausible = |distance, known| RealSecond::of(found(distance), known).implausible;
        assert!(is_implausible(2.1, Some(known)) && !is_implausible(2.0, Some(known)));
        assert!(!is_implausible(2.1, None));
        assert_eq!(Plausibility::of(None, Modality::Audio), None);
    }
}
