//! Networks as data: the one description that every engine reads.
//!
//! Only what the networks here need: a chain of values in single precision, and the operators between them,
//! named and defined as in ONNX (operator set 13). Maps are `[N, channels, height, width]`.

pub(crate) use earsight_kernels::Sliding;

use crate::weights::Tensor;

/// A value of a graph under construction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Value {
    /// What the network is given.
    Input,
    /// What a node gives.
    Node(usize),
}

/// What a node does.
#[derive(Debug)]
pub(crate) enum Operator {
    /// Weight `[out, in / groups, kernel, kernel]`, bias `[out]`.
    Convolution { sliding: Sliding, groups: usize, weight: Tensor, bias: Tensor },
    /// `x Wᵀ + b`: weight `[to, from]`, bias `[to]`.
    Dense { weight: Tensor, bias: Tensor },
    /// `max(x, 0)`
    Relu,
    /// `min(max(x, low), high)`
    Clip { low: f32, high: f32 },
    /// The sum of two values.
    Add,
    /// The maximum of each 2 × 2; an odd last row or column is dropped.
    MaxPool,
    /// The mean of each channel, `[N, channels, 1, 1]`.
    GlobalAveragePool,
    /// `[N, the rest]`
    Flatten,
    /// The dimensions in another order.
    Transpose { permutation: &'static [i64] },
    /// The mean over a dimension, which goes.
    ReduceMean { axis: i64 },
    /// The maximum over a dimension, which goes.
    ReduceMax { axis: i64 },
}

/// An operator and what it is applied to.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) operator: Operator,
    pub(crate) inputs: Vec<Value>,
}

/// A dimension of an input or output.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Dimension {
    Fixed(usize),
    Free(&'static str),
}

/// A network: its last node is what it gives, one row for each input.
#[derive(Debug)]
pub(crate) struct Graph {
    pub(crate) name: &'static str,
    pub(crate) input: [Dimension; 4],
    /// Columns of a row.
    pub(crate) dim: usize,
    pub(crate) nodes: Vec<Node>,
}

impl Graph {
    /// A graph without nodes.
    pub(crate) fn new(name: &'static str, input: [Dimension; 4], dim: usize) -> Self {
        Graph { name, input, dim, nodes: vec![] }
    }

    /// Applies an operator.
    pub(crate) fn apply(&mut self, operator: Operator, inputs: &[Value]) -> Value {
        self.nodes.push(Node { operator, inputs: inputs.to_vec() });
        Value::Node(self.nodes.len() - 1)
    }

    /// How often a value is read.
    pub(crate) fn n_readers(&self, value: Value) -> usize {
        let inputs = self.nodes.iter().flat_map(|node| &node.inputs);
        inputs.filter(|&&input| input == value).count()
    }
}
