//! A network layer by layer, from tensors by the names that they have in the published checkpoint.
//!
//! Batch norms are already folded into the convolutions.

use earsight_kernels::{Bounds, Convolution, DepthwiseConvolution, Sliding};

use super::{Dense, Kind, Layer, Network, POINTWISE, Readout};
use crate::weights::Weights;

/// A network under construction; each layer reads the output of the one before.
pub(super) struct Builder<'a> {
    weights: &'a Weights<'a>,
    layers: Vec<Layer>,
    dense: Vec<Dense>,
    /// Channels of the last map.
    channels: usize,
}

impl<'a> Builder<'a> {
    /// For an input of that many channels.
    pub(super) fn new(weights: &'a Weights<'a>, channels: usize) -> Self {
        Builder { weights, layers: vec![], dense: vec![], channels }
    }

    /// Number of the last map, for a residual, and its channels.
    pub(super) fn last_map(&self) -> (usize, usize) {
        (self.layers.len(), self.channels)
    }

    /// `bounds(weight ∗ x + bias)` with `to` output channels.
    ///
    /// # Shapes
    /// - `{name}.weight`: `[to, from, kernel, kernel]`, `{name}.bias`: `[to]`
    pub(super) fn convolution(
        &mut self,
        name: &str,
        to: usize,
        sliding: Sliding,
        bounds: Bounds,
    ) -> Result<(), String> {
        let from = self.channels;
        let kernel = sliding.kernel;
        let (weight, bias) = self.weight_and_bias(name, &[to, from, kernel, kernel])?;
        let kernel = Convolution::new(&weight, &bias, [from, to], sliding, bounds);
        self.channels = to;
        self.push(Kind::Convolution(kernel));
        Ok(())
    }

    /// `bounds(weight ∗ x + bias)`, each channel on its own.
    ///
    /// # Shapes
    /// - `{name}.weight`: `[channels, 1, kernel, kernel]`, `{name}.bias`: `[channels]`
    pub(super) fn depthwise_convolution(
        &mut self,
        name: &str,
        sliding: Sliding,
        bounds: Bounds,
    ) -> Result<(), String> {
        let kernel = sliding.kernel;
        let (weight, bias) = self.weight_and_bias(name, &[self.channels, 1, kernel, kernel])?;
        self.push(Kind::Depthwise(DepthwiseConvolution::new(&weight, &bias, sliding, bounds)));
        Ok(())
    }

    /// A 1 × 1 convolution without activation, to whose output an earlier map may be added.
    pub(super) fn projection(
        &mut self,
        name: &str,
        to: usize,
        residual: Option<usize>,
    ) -> Result<(), String> {
        self.convolution(name, to, POINTWISE, Bounds::NONE)?;
        self.layers.last_mut().expect("a layer was just added").residual = residual;
        Ok(())
    }

    /// The maximum of each 2 × 2; an odd last row or column is dropped.
    pub(super) fn max_pool(&mut self) {
        self.push(Kind::MaxPool);
    }

    /// `max(x Wᵀ + b, 0)` over the rows that are read out.
    ///
    /// # Shapes
    /// - `{name}.weight`: `[to, from]`, `{name}.bias`: `[to]`
    pub(super) fn dense(&mut self, name: &str, from: usize, to: usize) -> Result<(), String> {
        let (weight, bias) = self.weight_and_bias(name, &[to, from])?;
        self.dense.push(Dense::new(&weight, &bias, Bounds::RELU));
        Ok(())
    }

    /// The network, whose last map becomes a row in this way.
    pub(super) fn finish(self, readout: Readout) -> Network {
        Network { layers: self.layers, readout, dense: self.dense }
    }

    fn push(&mut self, kind: Kind) {
        self.layers.push(Layer { kind, residual: None });
    }

    fn weight_and_bias(&self, name: &str, shape: &[usize]) -> Result<(Vec<f32>, Vec<f32>), String> {
        let weight = self.weights.tensor(&format!("{name}.weight"), shape)?;
        let bias = self.weights.tensor(&format!("{name}.bias"), &shape[..1])?;
        Ok((weight, bias))
    }
}
