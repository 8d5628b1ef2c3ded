//! AVE-Net, *Objects that Sound* (SPEC §9), on features.

use earsight_core::PerModality;

use super::{CorrespondenceConfig, HeadConfig, LayerTrunk, l3_net};

/// One hidden layer as wide as the paper's features, and a projection to 128 columns.
pub(super) fn from_features() -> CorrespondenceConfig<LayerTrunk> {
    CorrespondenceConfig {
        trunk: LayerTrunk { layers: PerModality { audio: vec![128], visual: vec![512] } },
        head: HeadConfig::Distance {
            projection: PerModality { audio: vec![128], visual: vec![128] },
            steepness: STEEPNESS,
        },
        ..l3_net::from_features()
    }
}

/// Initial `w` of the layer that reads the distance (SPEC §9).
pub(crate) const STEEPNESS: f32 = 5.0;
