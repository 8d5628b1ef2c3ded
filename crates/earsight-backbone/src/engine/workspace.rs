//! The feature maps of one example, and the buffers that hold them.

use earsight_kernels::{MapShape, pooling};
use ndarray::ArrayView3;

use crate::network::{Layer, Network, Readout};

/// Memory for the maps of one example at a time: the network's input, then the output of each layer.
pub(super) struct Workspace {
    shapes: Vec<MapShape>,
    /// Index of the buffer of each map.
    buffer_of_map: Vec<usize>,
    buffers: Vec<Vec<f32>>,
}

impl Workspace {
    /// For maps of any shapes.
    pub(super) fn new(layers: &[Layer]) -> Self {
        let buffer_of_map = buffer_of_map(layers);
        let n_buffers = buffer_of_map.iter().max().map_or(0, |last| last + 1);
        Workspace { shapes: vec![], buffer_of_map, buffers: vec![vec![]; n_buffers] }
    }

    /// Makes room for maps of these shapes: one for the input, and one for each layer.
    pub(super) fn fit(&mut self, shapes: &[MapShape]) {
        if self.shapes == shapes {
            return;
        }
        self.shapes = shapes.to_vec();
        for (shape, &buffer) in shapes.iter().zip(&self.buffer_of_map) {
            let buffer = &mut self.buffers[buffer];
            buffer.resize(shape.n_values().max(buffer.len()), 0.0);
        }
    }

    /// Runs all layers and reads the last map out.
    ///
    /// # Shapes
    /// - `example`: `[height, width, channels]` → `row`: as many as the readout has columns
    pub(super) fn run(&mut self, network: &Network, example: ArrayView3<'_, f32>, row: &mut [f32]) {
        copy_example(example, self.shapes[0], &mut self.buffers[self.buffer_of_map[0]]);
        for (idx, layer) in network.layers.iter().enumerate() {
            let buffer = self.buffer_of_map[idx + 1];
            // Taken out while the layer reads from the others.
            let mut out = std::mem::take(&mut self.buffers[buffer]);
            self.apply(layer, idx, (self.shapes[idx + 1], &mut out));
            self.buffers[buffer] = out;
        }
        let last = self.map(network.layers.len());
        match network.readout {
            Readout::Mean => pooling::mean(last, row),
            Readout::MaxOfRowMeans => pooling::max_of_row_means(last, row),
            Readout::Flatten => flatten(last, row),
        }
    }

    fn apply(&self, layer: &Layer, input: usize, out: (MapShape, &mut [f32])) {
        out.0.clear_frame(out.1);
        let input = self.map(input);
        match layer {
            Layer::Convolution { kernel, residual } => {
                kernel.apply(input, residual.map(|map| self.map(map)), out);
            }
            Layer::Depthwise(kernel) => kernel.apply(input, out),
            Layer::MaxPool(window) => pooling::max_pool(input, *window, out),
        }
    }

    fn map(&self, idx: usize) -> (MapShape, &[f32]) {
        (self.shapes[idx], &self.buffers[self.buffer_of_map[idx]])
    }
}

/// A buffer for each map; after the last read of a map its buffer is used again.
fn buffer_of_map(layers: &[Layer]) -> Vec<usize> {
    let last_reader = |map: usize| {
        let adds = |layer: &Layer| matches!(layer, Layer::Convolution { residual: Some(added), .. } if *added == map);
        layers.iter().rposition(adds).map_or(map, |reader| reader.max(map))
    };
    let (mut buffers, mut free, mut n_buffers) = (vec![0], vec![], 1);
    for idx in 0..layers.len() {
        buffers.push(free.pop().unwrap_or_else(|| {
            n_buffers += 1;
            n_buffers - 1
        }));
        free.extend((0..=idx).filter(|&map| last_reader(map) == idx).map(|map| buffers[map]));
    }
    buffers
}

/// Copies the network's input into the map of that shape.
fn copy_example(example: ArrayView3<'_, f32>, shape: MapShape, values: &mut [f32]) {
    shape.clear_frame(values);
    for (y, row) in example.outer_iter().enumerate() {
        shape.row_mut(values, y).iter_mut().zip(row).for_each(|(out, &value)| *out = value);
    }
}

/// All numbers in the order height, width, channel.
fn flatten((shape, values): (MapShape, &[f32]), row: &mut [f32]) {
    for (y, out) in row.chunks_exact_mut(shape.width * shape.channels).enumerate() {
        out.copy_from_slice(shape.row(values, y));
    }
}
