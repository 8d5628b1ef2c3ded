//! The networks, written as their papers draw them.

mod cnn9;
mod efficientnet_lite0;

pub(crate) use cnn9::{N_BANDS, cnn9};
pub(crate) use efficientnet_lite0::{INPUT_PX, efficientnet_lite0};

use crate::onnx::{Attribute, Graph, Value};
use crate::weights::Weights;

/// Rows or columns of zeros before and after the picture.
type Pads = (i64, i64);

/// A network under construction: a graph and the weights that go into it.
struct Network<'a> {
    graph: Graph,
    weights: &'a Weights<'a>,
}

/// How a convolution moves over its input, alike in both directions.
#[derive(Clone, Copy)]
struct Sliding {
    kernel: i64,
    stride: i64,
    pads: Pads,
    groups: usize,
}

impl Network<'_> {
    /// Convolution with bias, by the name it has in the checkpoint.
    ///
    /// # Shapes
    /// - weight `[channels out, channels in / groups, kernel, kernel]`, bias `[channels out]`
    fn convolution(
        &mut self,
        x: &Value,
        name: &str,
        channels: (usize, usize),
        sliding: Sliding,
    ) -> Result<Value, String> {
        let (from, to) = channels;
        let kernel = sliding.kernel as usize;
        let weight =
            self.constant(&format!("{name}.weight"), &[to, from / sliding.groups, kernel, kernel])?;
        let bias = self.constant(&format!("{name}.bias"), &[to])?;
        let (before, after) = sliding.pads;
        let attributes = [
            ("dilations", Attribute::Ints(&[1, 1])),
            ("group", Attribute::Int(sliding.groups as i64)),
            ("kernel_shape", Attribute::Ints(&[sliding.kernel; 2])),
            ("pads", Attribute::Ints(&[before, before, after, after])),
            ("strides", Attribute::Ints(&[sliding.stride; 2])),
        ];
        Ok(self.graph.operator("Conv", &[x, &weight, &bias], &attributes))
    }

    /// A tensor of the weights, which must have that shape.
    fn constant(&mut self, name: &str, expected: &[usize]) -> Result<Value, String> {
        let (shape, values) = self.weights.tensor(name)?;
        if shape != expected {
            return Err(format!("`{name}` has shape {shape:?}, the network needs {expected:?}"));
        }
        Ok(self.graph.constant(name, &shape, &values))
    }
}
