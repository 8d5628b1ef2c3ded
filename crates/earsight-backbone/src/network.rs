//! The networks, written as their papers draw them.

mod cnn9;
mod efficientnet_lite0;
mod vgg19;
mod vggish;

pub(crate) use cnn9::{N_BANDS, cnn9};
pub(crate) use efficientnet_lite0::{INPUT_PX, efficientnet_lite0};
pub(crate) use vgg19::vgg19;
pub(crate) use vggish::vggish;

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

/// Convolution of 3 × 3 that keeps the size.
const THREE_BY_THREE: Sliding = Sliding { kernel: 3, stride: 1, pads: (1, 1), groups: 1 };

/// Pooling of 2 × 2; an odd last row or column is dropped.
const HALVING: [(&str, Attribute<'static>); 5] = [
    ("ceil_mode", Attribute::Int(0)),
    ("dilations", Attribute::Ints(&[1, 1])),
    ("kernel_shape", Attribute::Ints(&[2, 2])),
    ("pads", Attribute::Ints(&[0, 0, 0, 0])),
    ("strides", Attribute::Ints(&[2, 2])),
];

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
    fn trunk(&mut self, input: &Value, channels: usize, layers: &[Layer]) -> Result<Value, String> {
        let (mut x, mut channels) = (input.clone(), channels);
        for &layer in layers {
            x = match layer {
                Layer::Convolution(place, to) => {
                    let name = format!("features.{place}");
                    let y = self.convolution(&x, &name, (channels, to), THREE_BY_THREE)?;
                    channels = to;
                    self.graph.operator("Relu", &[&y], &[])
                }
                Layer::Pool => self.graph.operator("MaxPool", &[&x], &HALVING),
            };
        }
        Ok(x)
    }

    /// `x Wᵀ + b` by its name in the checkpoint.
    ///
    /// # Shapes
    /// - weight `[to, from]`, bias `[to]`; `x`: `[N, from]` → `[N, to]`
    fn dense(
        &mut self,
        x: &Value,
        name: &str,
        (from, to): (usize, usize),
    ) -> Result<Value, String> {
        let weight = self.constant(&format!("{name}.weight"), &[to, from])?;
        let bias = self.constant(&format!("{name}.bias"), &[to])?;
        let attributes = [("transA", Attribute::Int(0)), ("transB", Attribute::Int(1))];
        Ok(self.graph.operator("Gemm", &[x, &weight, &bias], &attributes))
    }

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
