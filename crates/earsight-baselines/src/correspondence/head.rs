//! The head that decides whether the outputs of two trunks match.

use earsight::network::{LayerConfig, Linear, Mlp};
use earsight::parameters::{Initialization, Parameters, Weights};
use earsight_core::{Modality, PerModality};
use earsight_kernels::Variable;
use rand_chacha::ChaCha8Rng;

use super::HeadConfig;

/// Added to a square before its root, whose slope at zero is infinite.
pub(crate) const SMALLEST_SQUARE: f64 = 1e-12;

/// A head.
pub(super) enum Head {
    /// L³-Net's: layers over both outputs.
    Fusion(Mlp),
    /// AVE-Net's: a threshold on the distance of projections.
    Distance {
        projections: PerModality<Mlp>,
        /// `d → (no, yes)`
        boundary: Linear,
        steepness: f32,
    },
}

impl Head {
    /// After trunks of these widths.
    pub(super) fn new(
        config: &HeadConfig,
        trunks: PerModality<usize>,
        layers: LayerConfig,
    ) -> Self {
        match config {
            HeadConfig::Fusion { hidden } => {
                let widths = [trunks.audio + trunks.visual, *hidden, 2];
                Head::Fusion(Mlp::new("fusion", &widths, layers))
            }
            HeadConfig::Distance { projection, steepness } => {
                let projections = PerModality::from_fn(|modality| {
                    let widths = [&[trunks[modality]], &projection[modality][..]].concat();
                    Mlp::new(&format!("{modality}.projection"), &widths, layers)
                });
                let boundary = Linear::new("boundary", [1, 2], Initialization::Zero);
                Head::Distance { projections, boundary, steepness: *steepness }
            }
        }
    }

    pub(super) fn init(&self, parameters: &mut Parameters, rng: &mut ChaCha8Rng) {
        match self {
            Head::Fusion(layers) => layers.init(parameters, rng),
            Head::Distance { projections, steepness: w, .. } => {
                for modality in Modality::ALL {
                    projections[modality].init(parameters, rng);
                }
                // A small distance means yes: the boundary between no and yes starts at a distance of 1.
                parameters.push("boundary.weight", vec![2, 1], vec![*w, -w]);
                parameters.push("boundary.bias", vec![2], vec![-w, *w]);
            }
        }
    }

    /// The embedding: the trunk's output, or its projection with length 1.
    pub(super) fn embed<'t>(
        &self,
        weights: &Weights<'t>,
        modality: Modality,
        trunk: Variable<'t>,
    ) -> Variable<'t> {
        match self {
            Head::Fusion(_) => trunk,
            Head::Distance { projections, .. } => {
                let projected = projections[modality].forward(weights, trunk);
                let square = projected.square().row_sum();
                projected / square.add_scalar(SMALLEST_SQUARE).sqrt()
            }
        }
    }

    /// # Shapes
    /// - embedded rows: `[N, E]` each → `[N, 2]`
    pub(super) fn logits<'t>(
        &self,
        weights: &Weights<'t>,
        PerModality { audio, visual }: PerModality<Variable<'t>>,
    ) -> Variable<'t> {
        match self {
            Head::Fusion(layers) => layers.forward(weights, Variable::concat(&[audio, visual])),
            Head::Distance { boundary, .. } => {
                let square = (audio - visual).square().row_sum();
                boundary.forward(weights, square.add_scalar(SMALLEST_SQUARE).sqrt())
            }
        }
    }
}
