//! A graph as a list of layers: what follows a convolution is done while its sums are in registers.

use earsight_kernels::{Bounds, Convolution, DepthwiseConvolution};

use crate::graph::{Graph, Node, Operator, Value};

/// What is done, in order.
///
/// Values are counted: 0 is the network's input, `n + 1` what layer `n` gives. The last is read out.
pub(super) struct Plan {
    pub(super) layers: Vec<Layer>,
    /// Zeros around the network's input.
    pub(super) input_frame: [usize; 2],
    pub(super) readout: Readout,
    /// The buffer of each value.
    pub(super) buffers: Vec<usize>,
    pub(super) n_buffers: usize,
}

/// One layer.
pub(super) struct Layer {
    pub(super) kind: Kind,
    /// Which value it reads.
    pub(super) input: usize,
    /// Which value is added to what it gives.
    pub(super) residual: Option<usize>,
    /// Zeros that its readers need around what it gives.
    pub(super) frame: [usize; 2],
}

/// What a layer does.
pub(super) enum Kind {
    Convolution(Convolution),
    Depthwise(DepthwiseConvolution),
    MaxPool,
}

/// How the last map becomes a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Readout {
    Mean,
    MaxOfRowMeans,
}

impl Plan {
    /// Nothing for a graph with a layer that is not known here.
    pub(super) fn of(graph: &Graph) -> Option<Self> {
        let mut builder = Builder { graph, layers: vec![], values: vec![None; graph.nodes.len()] };
        let mut at = 0;
        loop {
            match builder.take(at)? {
                0 => break,
                n_nodes => at += n_nodes,
            }
        }
        let readout = readout(graph, at)?;
        if builder.value(graph.nodes[at].inputs[0])? != builder.layers.len() {
            return None;
        }
        let mut layers = builder.layers;
        let frames = frames(&layers);
        layers.iter_mut().zip(&frames[1..]).for_each(|(layer, &frame)| layer.frame = frame);
        let buffers = buffers(&layers);
        let n_buffers = buffers.iter().max().map_or(0, |last| last + 1);
        Some(Plan { layers, input_frame: frames[0], readout, buffers, n_buffers })
    }
}

struct Builder<'a> {
    graph: &'a Graph,
    layers: Vec<Layer>,
    /// Which value a node is, where it is one.
    values: Vec<Option<usize>>,
}

impl Builder<'_> {
    /// Makes a layer of the nodes from `at` on and says how many it took; 0 at the end of the layers,
    /// nothing for a layer that is not known here.
    fn take(&mut self, at: usize) -> Option<usize> {
        let Some(Node { operator, inputs }) = self.graph.nodes.get(at) else { return Some(0) };
        let (kind, residual, n_nodes) = match operator {
            Operator::Convolution { sliding, groups, weight, bias } => {
                let mut n_nodes = 1;
                let bounds = match self.only_reader(at) {
                    Some(Node { operator: Operator::Relu, .. }) => Bounds::RELU,
                    Some(Node { operator: Operator::Clip { low, high }, .. }) => {
                        Bounds { low: *low, high: *high }
                    }
                    _ => Bounds::NONE,
                };
                n_nodes += usize::from(bounds != Bounds::NONE);
                let sum = Value::Node(at + n_nodes - 1);
                let mut residual = None;
                if let Some(Node { operator: Operator::Add, inputs }) =
                    self.only_reader(at + n_nodes - 1)
                {
                    let other = inputs.iter().find(|&&input| input != sum)?;
                    residual = Some(self.value(*other)?);
                    n_nodes += 1;
                }
                let [to, from] = [weight.shape[0], weight.shape[1]];
                let (weight, bias) = (&weight.values, &bias.values);
                let kind = match (*groups, residual) {
                    (1, _) => {
                        let channels = [from, to];
                        let layer = Convolution::new(weight, bias, channels, *sliding, bounds);
                        Kind::Convolution(layer)
                    }
                    (groups, None) if groups == to && from == 1 => {
                        Kind::Depthwise(DepthwiseConvolution::new(weight, bias, *sliding, bounds))
                    }
                    _ => return None,
                };
                (kind, residual, n_nodes)
            }
            Operator::MaxPool => (Kind::MaxPool, None, 1),
            _ => return Some(0),
        };
        let input = self.value(inputs[0])?;
        self.layers.push(Layer { kind, input, residual, frame: [0, 0] });
        self.values[at + n_nodes - 1] = Some(self.layers.len());
        Some(n_nodes)
    }

    /// The next node, if it and no other reads what this one gives.
    fn only_reader(&self, at: usize) -> Option<&Node> {
        let next = self.graph.nodes.get(at + 1)?;
        let is_only = self.graph.n_readers(Value::Node(at)) == 1;
        (is_only && next.inputs.contains(&Value::Node(at))).then_some(next)
    }

    fn value(&self, value: Value) -> Option<usize> {
        match value {
            Value::Input => Some(0),
            Value::Node(idx) => self.values[idx],
        }
    }
}

/// What the nodes from `at` to the end do.
fn readout(graph: &Graph, at: usize) -> Option<Readout> {
    match &graph.nodes[at..] {
        [Node { operator: Operator::GlobalAveragePool, .. }, last] => {
            matches!(last.operator, Operator::Flatten).then_some(Readout::Mean)
        }
        [Node { operator: Operator::ReduceMean { axis: 3 }, .. }, last] => {
            matches!(last.operator, Operator::ReduceMax { axis: 2 })
                .then_some(Readout::MaxOfRowMeans)
        }
        _ => None,
    }
}

/// The zeros that each value needs around it: as many as its readers pad.
fn frames(layers: &[Layer]) -> Vec<[usize; 2]> {
    let mut frames = vec![[0, 0]; layers.len() + 1];
    for layer in layers {
        let pads = match &layer.kind {
            Kind::Convolution(kernel) => kernel.sliding().pads,
            Kind::Depthwise(kernel) => kernel.sliding().pads,
            Kind::MaxPool => [0, 0],
        };
        let frame = &mut frames[layer.input];
        *frame = [frame[0].max(pads[0]), frame[1].max(pads[1])];
    }
    frames
}

/// A buffer for each value: one whose value has been read for the last time is taken again.
fn buffers(layers: &[Layer]) -> Vec<usize> {
    let reads = |layer: &Layer, value| layer.input == value || layer.residual == Some(value);
    let last_reader = |value| layers.iter().rposition(|layer| reads(layer, value));
    let (mut buffers, mut free, mut n_buffers) = (vec![0], vec![], 1);
    for idx in 0..layers.len() {
        buffers.push(free.pop().unwrap_or_else(|| {
            n_buffers += 1;
            n_buffers - 1
        }));
        let is_over = |&value: &usize| last_reader(value) == Some(idx);
        free.extend((0..=idx).filter(is_over).map(|value| buffers[value]));
    }
    buffers
}
