//! The networks, written as their papers draw them.

mod cnn9;
mod efficientnet_lite0;
mod vgg19;
mod vggish;

pub(crate) use cnn9::{N_BANDS, cnn9};
pub(crate) use efficientnet_lite0::{INPUT_PX, efficientnet_lite0};
pub(crate) use vgg19::vgg19;
pub(crate) use vggish::vggish;

use crate::graph::{Graph, Operator, Sliding, Value};
use crate::weights::{Tensor, Weights};

/// A network under construction: a graph and the weights that go into it.
struct Network<'a> {
    graph: Graph,
    weights: &'a Weights<'a>,
}

/// Convolution of 3 × 3 that keeps the size.
const THREE_BY_THREE: Sliding = Sliding { kernel: 3, stride: 1, pads: [1, 1] };

/// A layer of the trunks of Simonyan and Zisserman (2015).
#[derive(Clone, Copy)]
enum Layer {
    /// 3 × 3 and ReLU: its place in the checkpoint's `features`, channels out.
    Convolution(usize, usize),
    /// 2 × 2, maximum.
    Pool,
}

impl Network<'_> {
    /// Layers one after the other, as the checkpoints of torchvision name them.
    fn trunk(&mut self, input: Value, channels: usize, layers: &[Layer]) -> Result<Value, String> {
        let (mut x, mut channels) = (input, channels);
        for &layer in layers {
            x = match layer {
                Layer::Convolution(place, to) => {
                    let name = format!("features.{place}");
                    let y = self.convolution(x, &name, (channels, to), THREE_BY_THREE, 1)?;
                    channels = to;
                    self.graph.apply(Operator::Relu, &[y])
                }
                Layer::Pool => self.graph.apply(Operator::MaxPool, &[x]),
            };
        }
        Ok(x)
    }

    /// `x Wᵀ + b` by its name in the checkpoint.
    ///
    /// # Shapes
    /// - weight `[to, from]`, bias `[to]`; `x`: `[N, from]` → `[N, to]`
    fn dense(&mut self, x: Value, name: &str, size: (usize, usize)) -> Result<Value, String> {
        let (from, to) = size;
        let weight = self.constant(&format!("{name}.weight"), &[to, from])?;
        let bias = self.constant(&format!("{name}.bias"), &[to])?;
        Ok(self.graph.apply(Operator::Dense { weight, bias }, &[x]))
    }

    /// Convolution with bias, by the name it has in the checkpoint.
    ///
    /// # Shapes
    /// - weight `[channels out, channels in / groups, kernel, kernel]`, bias `[channels out]`
    fn convolution(
        &mut self,
        x: Value,
        name: &str,
        channels: (usize, usize),
        sliding: Sliding,
        groups: usize,
    ) -> Result<Value, String> {
        let ((from, to), kernel) = (channels, sliding.kernel);
        let weight =
            self.constant(&format!("{name}.weight"), &[to, from / groups, kernel, kernel])?;
        let bias = self.constant(&format!("{name}.bias"), &[to])?;
        Ok(self.graph.apply(Operator::Convolution { sliding, groups, weight, bias }, &[x]))
    }

    /// A tensor of the weights, which must have that shape.
    fn constant(&self, name: &str, expected: &[usize]) -> Result<Tensor, String> {
        let tensor = self.weights.tensor(name)?;
        if tensor.shape != expected {
            return Err(format!(
                "`{name}` has shape {:?}, the network needs {expected:?}",
                tensor.shape
            ));
        }
        Ok(tensor)
    }
}
