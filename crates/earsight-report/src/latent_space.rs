//! Where both senses put the same seconds (the paper's Fig. 3).

use earsight_core::{Modality, Moment, PerModality};

/// The latent space at several times, usually before and after training.
#[derive(Debug, Clone, Default)]
pub struct LatentSpace {
    /// How the dimensions became two, with every setting: `t-SNE, perplexity 30, seed 0`.
    pub projection: String,
    /// The panels, left to right.
    pub panels: Vec<LatentPanel>,
}

/// The latent space at one time.
#[derive(Debug, Clone, Default)]
pub struct LatentPanel {
    /// `Before training`.
    pub title: String,
    /// Both senses of the same moment are joined by a faint line.
    pub points: Vec<LatentPoint>,
    /// Numbers under the picture, because a projection to two dimensions can deceive.
    pub diagnostics: LatentDiagnostics,
}

/// The latent mean of one sense of one second, projected to two dimensions.
#[derive(Debug, Clone, PartialEq)]
pub struct LatentPoint {
    /// Which sense.
    pub modality: Modality,
    /// Which second of which clip.
    pub moment: Moment,
    /// Projected position; only distances within the panel mean something.
    pub position: [f64; 2],
}

/// How much both senses share the latent space, measured in all its dimensions.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct LatentDiagnostics {
    /// Distance between the centres of both senses; 0 = no gap.
    pub modality_gap: Option<f64>,
    /// Fraction of samples closer than the true match, in 0..=1; 0.5 = chance, 0 = every pair is closest.
    pub foscttm: Option<f64>,
    /// Latent dimensions in use by each sense.
    pub active_units: Option<PerModality<usize>>,
    /// Latent dimensions there are.
    pub n_latents: Option<usize>,
    /// Mean divergence from the prior per dimension, in nats; near 0 = collapsed.
    pub kl_per_latent_nats: Option<PerModality<f64>>,
}
