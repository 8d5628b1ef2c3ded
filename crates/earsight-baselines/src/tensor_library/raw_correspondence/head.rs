//! The heads of [`crate::correspondence`], over tensors.

use burn::module::{Module, Param};
use burn::nn::{Linear, LinearConfig};
use burn::tensor::{Device, Tensor};
use earsight::network::Activation;
use earsight_core::{Modality, PerModality};

use crate::correspondence::{HeadConfig, SMALLEST_SQUARE};
use crate::tensor_library::module::Pair;
use crate::tensor_library::trunk::activate;

/// Linear layers with an activation between them.
#[derive(Module, Debug)]
pub(super) struct Layers {
    layers: Vec<Linear>,
}

impl Layers {
    fn new(widths: &[usize], device: &Device) -> Self {
        let layer = |pair: &[usize]| LinearConfig::new(pair[0], pair[1]).init(device);
        Layers { layers: widths.windows(2).map(layer).collect() }
    }

    fn forward(&self, x: Tensor<2>, activation: Activation) -> Tensor<2> {
        let last = self.layers.len().saturating_sub(1);
        self.layers.iter().enumerate().fold(x, |x, (idx, layer)| {
            let x = layer.forward(x);
            if idx < last { activate(x, activation) } else { x }
        })
    }
}

/// A head.
#[derive(Module, Debug)]
pub(super) enum Head {
    /// L³-Net's: layers over both outputs.
    Fusion(Layers),
    /// AVE-Net's: a threshold on the distance of projections.
    Distance(DistanceHead),
}

/// AVE-Net's head.
#[derive(Module, Debug)]
pub(super) struct DistanceHead {
    projections: Pair<Layers>,
    /// `d → (no, yes)`
    boundary: Boundary,
}

/// The layer that reads the distance.
#[derive(Module, Debug)]
struct Boundary {
    slope: Param<Tensor<1>>,
    offset: Param<Tensor<1>>,
}

impl Head {
    /// After trunks of this width.
    pub(super) fn new(config: &HeadConfig, trunk_dim: usize, device: &Device) -> Self {
        match config {
            HeadConfig::Fusion { hidden } => {
                Head::Fusion(Layers::new(&[2 * trunk_dim, *hidden, 2], device))
            }
            HeadConfig::Distance { projection, steepness: w } => {
                let projections = Pair::from_fn(|modality| {
                    let widths = [&[trunk_dim], &projection[modality][..]].concat();
                    Layers::new(&widths, device)
                });
                // A small distance means yes: the boundary between no and yes starts at a distance of 1.
                let boundary = Boundary {
                    slope: Param::from_data([*w, -w], device),
                    offset: Param::from_data([-w, *w], device),
                };
                Head::Distance(DistanceHead { projections, boundary })
            }
        }
    }

    /// The embedding: the trunk's output, or its projection with length 1.
    pub(super) fn embed(
        &self,
        modality: Modality,
        trunk: Tensor<2>,
        activation: Activation,
    ) -> Tensor<2> {
        match self {
            Head::Fusion(_) => trunk,
            Head::Distance(head) => {
                let projected = head.projections.get(modality).forward(trunk, activation);
                let square = projected.clone().powi_scalar(2).sum_dim(1);
                projected / (square + SMALLEST_SQUARE).sqrt()
            }
        }
    }

    /// # Shapes
    /// - embedded rows: `[N, E]` each → `[N, 2]`
    pub(super) fn logits(
        &self,
        PerModality { audio, visual }: PerModality<Tensor<2>>,
        activation: Activation,
    ) -> Tensor<2> {
        match self {
            Head::Fusion(layers) => layers.forward(Tensor::cat(vec![audio, visual], 1), activation),
            Head::Distance(head) => {
                let square = (audio - visual).powi_scalar(2).sum_dim(1);
                let distance = (square + SMALLEST_SQUARE).sqrt(); // [N, 1]
                let Boundary { slope, offset } = &head.boundary;
                distance * slope.val().unsqueeze() + offset.val().unsqueeze()
            }
        }
    }
}
