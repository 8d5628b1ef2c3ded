//! The paper's ablation "MS-VAE without W" (SPEC §2): its loss with λ₃ = 0, all else equal.
//!
//! How its row of the table was scored is not said; here by the same `D = W_latent + D_gen`,
//! whose parts can be switched off with `distance.latent` and `distance.generated`.

use super::{MsVaeConfig, paper};

pub(super) fn config() -> MsVaeConfig {
    let mut config = paper::config();
    config.objective.wasserstein_weight = 0.0;
    config
}
