//! Builds a network layer by layer, from tensors by their names in the published checkpoint.
//!
//! Batch norms are already folded into the convolutions.

use earsight_kernels::{Bounds, Convolution, DepthwiseConvolution, Sliding};

use super::{Dense, Layer, Network, Readout};
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

    /// Index of the last map, for a residual, and its channels.
    pub(super) fn last_map(&self) -> (usize, usize) {
        (self.layers.len(), self.channels)
    }

    /// `bounds(weight ∗ x + bias) + residual` with `to` output channels; the residual is an earlier map.
    ///
    /// # Shapes
    /// - `{name}.weight`: `[to, from, height, width]`, `{name}.bias`: `[to]`
    pub(super) fn convolution(
        &mut self,
        name: &str,
        to: usize,
        sliding: Sliding,
        bounds: Bounds,
        residual: Option<usize>,
    ) -> Result<(), String> {
        let from = self.channels;
        let [height, width] = sliding.kernel;
        let (weight, bias) = self.weight_and_bias(name, &[to, from, height, width])?;
        let kernel = Convolution::new(&weight, &bias, [from, to], sliding, bounds);
        self.channels = to;
        self.layers.push(Layer::Convolution { kernel, residual });
        Ok(())
    }

    /// `bounds(weight ∗ x + bias)`, each channel on its own.
    ///
    /// # Shapes
    /// - `{name}.weight`: `[channels, 1, height, width]`, `{name}.bias`: `[channels]`
    pub(super) fn depthwise_convolution(
        &mut self,
        name: &str,
        sliding: Sliding,
        bounds: Bounds,
    ) -> Result<(), String> {
        let [height, width] = sliding.kernel;
        let (weight, bias) = self.weight_and_bias(name, &[self.channels, 1, height, width])?;
        let kernel = DepthwiseConvolution::new(&weight, &bias, sliding, bounds);
        self.layers.push(Layer::Depthwise(kernel));
        Ok(())
    }

    /// The maximum of each window of this height and width; an incomplete last one is dropped.
    pub(super) fn max_pool(&mut self, window: [usize; 2]) {
        self.layers.push(Layer::MaxPool(window));
    }

    /// `max(x Wᵀ + b, 0)` over the rows of the readout.
    ///
    /// # Shapes
    /// - `{name}.weight`: `[to, from]`, `{name}.bias`: `[to]`
    pub(super) fn dense(&mut self, name: &str, from: usize, to: usize) -> Result<(), String> {
        let (weight, bias) = self.weight_and_bias(name, &[to, from])?;
        self.dense.push(Dense::new(&weight, &bias, Bounds::RELU));
        Ok(())
    }

    /// The network with this readout of its last map.
    pub(super) fn finish(self, readout: Readout) -> Network {
        Network { layers: self.layers, readout, dense: self.dense }
    }

    fn weight_and_bias(&self, name: &str, shape: &[usize]) -> Result<(Vec<f32>, Vec<f32>), String> {
        let weight = self.weights.tensor(&format!("{name}.weight"), shape)?;
        let bias = self.weights.tensor(&format!("{name}.bias"), &shape[..1])?;
        Ok((weight, bias))
    }
}
