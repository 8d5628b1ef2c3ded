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
