//! AVE-Net, *Objects that Sound* (SPEC §9).

use earsight_core::PerModality;

use super::{CorrespondenceConfig, HeadConfig, TrunkConfig, l3_net};

/// As published: the trunks of L³-Net with a first stride of 2, each projected to 128 columns.
pub(super) fn from_raw_seconds() -> CorrespondenceConfig {
    let mut config = l3_net::from_raw_seconds();
    if let TrunkConfig::Convolutions(planes) = &mut config.trunk {
        planes.first_stride = 2;
    }
    config.head = HeadConfig::Distance {
        projection: PerModality { audio: vec![128, 128], visual: vec![128, 128] },
        steepness: STEEPNESS,
    };
    config
}

/// On features: one hidden layer as wide as the paper's features, and a projection to 128 columns.
pub(super) fn from_features() -> CorrespondenceConfig {
    CorrespondenceConfig {
        trunk: TrunkConfig::Layers(PerModality { audio: vec![128], visual: vec![512] }),
        head: HeadConfig::Distance {
            projection: PerModality { audio: vec![128], visual: vec![128] },
            steepness: STEEPNESS,
        },
        ..l3_net::from_features()
    }
}

/// Of the layer that reads the distance when training starts.
const STEEPNESS: f32 = 5.0;
