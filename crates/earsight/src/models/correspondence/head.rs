//! A head that says whether what two trunks saw belongs together.

use earsight_core::{Modality, PerModality};

use super::HeadConfig;
use crate::layers::{LayerConfig, Linear, Mlp};
use crate::matrix::{Lender, Matrix};

/// Kept away from where a root has no slope.
const SMALLEST_SQUARE: f64 = 1e-12;

/// A head whose parameters were lent.
pub(super) enum Head<M> {
    /// L³-Net's: layers over both.
    Fusion(Mlp<M>),
    /// AVE-Net's: a threshold on the distance of projections.
    Distance(Box<DistanceHead<M>>),
}

/// AVE-Net's head.
pub(super) struct DistanceHead<M> {
    projections: PerModality<Mlp<M>>,
    /// `d → (no, yes)`
    boundary: Linear<M>,
}

impl<M: Matrix> Head<M> {
    pub(super) fn bind(
        lender: &mut impl Lender<Matrix = M>,
        config: &HeadConfig,
        layers: LayerConfig,
    ) -> Self {
        match config {
            HeadConfig::Fusion { .. } => Head::Fusion(Mlp::bind(lender, 2, layers)),
            HeadConfig::Distance { projection, .. } => Head::Distance(Box::new(DistanceHead {
                projections: PerModality::from_fn(|modality| {
                    Mlp::bind(lender, projection[modality].len(), layers)
                }),
                boundary: Linear::bind(lender),
            })),
        }
    }

    /// What is compared: the trunk's output, or its projection with length 1.
    pub(super) fn embed(&self, modality: Modality, seen: M) -> M {
        match self {
            Head::Fusion(_) => seen,
            Head::Distance(head) => {
                let projected = head.projections[modality].forward(seen);
                let square = projected.clone().squared().row_sums();
                projected / square.shifted(SMALLEST_SQUARE).root()
            }
        }
    }

    /// # Shapes
    /// - embedded rows: `[N, E]` each → `[N, 2]`
    pub(super) fn logits(&self, PerModality { audio, visual }: PerModality<M>) -> M {
        match self {
            Head::Fusion(layers) => layers.forward(M::beside(vec![audio, visual])),
            Head::Distance(head) => {
                let square = (audio - visual).squared().row_sums();
                head.boundary.forward(square.shifted(SMALLEST_SQUARE).root())
            }
        }
    }
}
