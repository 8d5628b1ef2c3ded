//! Our own kernels, layer by layer: nothing is planned but which buffer may be used again.
//!
//! A picture goes through the whole network on one thread, so its row has the same bits whatever stands beside it
//! and however many threads there are; threads share a batch by taking the next picture.

mod layers;

use std::sync::{Mutex, PoisonError};
use std::thread;

use earsight_kernels::{MapShape, pooling};
use ndarray::{Array2, Array4, ArrayView3};

use super::Engine;
use crate::Result;
use crate::graph::Graph;
use layers::{Kind, Layer, Plan, Readout};

/// A network in our own kernels.
pub(super) struct Direct {
    plan: Plan,
    dim: usize,
    threads: usize,
    /// Of runs that are over, for those that come.
    workspaces: Mutex<Vec<Workspace>>,
}

/// The maps of one picture on its way through the network.
struct Workspace {
    /// What the network is given, then what each layer gives.
    shapes: Vec<MapShape>,
    buffers: Vec<Vec<f32>>,
}

impl Direct {
    /// Takes a graph of convolutions and pools; nothing for one that has other layers.
    pub(super) fn of(graph: &Graph, threads: usize) -> Option<Self> {
        let plan = Plan::of(graph)?;
        let workspaces = Mutex::default();
        Some(Direct { plan, dim: graph.dim, threads: threads.max(1), workspaces })
    }

    fn workspace(&self, input: MapShape) -> Workspace {
        let mut free = self.workspaces.lock().unwrap_or_else(PoisonError::into_inner);
        match free.iter().position(|workspace| workspace.shapes[0] == input) {
            Some(place) => free.swap_remove(place),
            None => Workspace::new(&self.plan, input),
        }
    }

    fn give_back(&self, workspace: Workspace) {
        self.workspaces.lock().unwrap_or_else(PoisonError::into_inner).push(workspace);
    }
}

impl Engine for Direct {
    fn run(&self, input: Array4<f32>) -> Result<Array2<f32>> {
        let (n, channels, height, width) = input.dim();
        let shape = MapShape { height, width, channels, frame: self.plan.input_frame };
        let mut rows = Array2::zeros((n, self.dim));
        let pairs = input.outer_iter().zip(rows.outer_iter_mut());
        let next = Mutex::new(pairs);
        let work = || {
            let mut workspace = self.workspace(shape);
            loop {
                let pair = next.lock().unwrap_or_else(PoisonError::into_inner).next();
                let Some((picture, row)) = pair else { break };
                let row = row.into_slice().expect("rows of a new array lie in one piece");
                workspace.run(&self.plan, picture, row);
            }
            self.give_back(workspace);
        };
        match self.threads.min(n) {
            0 | 1 => work(),
            n_threads => thread::scope(|scope| {
                (1..n_threads).for_each(|_| drop(scope.spawn(work)));
                work();
            }),
        }
        Ok(rows)
    }
}

impl Workspace {
    fn new(plan: &Plan, input: MapShape) -> Self {
        let mut shapes = vec![input];
        let mut buffers = vec![vec![]; plan.n_buffers];
        for layer in &plan.layers {
            let from = shapes[layer.input];
            shapes.push(match &layer.kind {
                Kind::Convolution(kernel) => {
                    kernel.sliding().output(from, kernel.channels()[1], layer.frame)
                }
                Kind::Depthwise(kernel) => {
                    kernel.sliding().output(from, kernel.channels(), layer.frame)
                }
                Kind::MaxPool => pooling::halved(from, layer.frame),
            });
        }
        for (shape, &buffer) in shapes.iter().zip(&plan.buffers) {
            let n_values = shape.n_values().max(buffers[buffer].len());
            buffers[buffer].resize(n_values, 0.0);
        }
        Workspace { shapes, buffers }
    }

    fn run(&mut self, plan: &Plan, picture: ArrayView3<'_, f32>, row: &mut [f32]) {
        let (shape, buffer) = (self.shapes[0], plan.buffers[0]);
        take_picture(shape, picture, &mut self.buffers[buffer]);
        for (idx, layer) in plan.layers.iter().enumerate() {
            // Taken out for the time of the layer, which reads from others.
            let mut out = std::mem::take(&mut self.buffers[plan.buffers[idx + 1]]);
            self.apply(plan, layer, (self.shapes[idx + 1], &mut out));
            self.buffers[plan.buffers[idx + 1]] = out;
        }
        match plan.readout {
            Readout::Mean => pooling::mean(self.map(plan, plan.layers.len()), row),
            Readout::MaxOfRowMeans => {
                pooling::max_of_row_means(self.map(plan, plan.layers.len()), row);
            }
        }
    }

    fn apply(&self, plan: &Plan, layer: &Layer, out: (MapShape, &mut [f32])) {
        out.0.clear_frame(out.1);
        let input = self.map(plan, layer.input);
        match &layer.kind {
            Kind::Convolution(kernel) => {
                kernel.apply(input, layer.residual.map(|value| self.map(plan, value)), out);
            }
            Kind::Depthwise(kernel) => kernel.apply(input, out),
            Kind::MaxPool => pooling::max_pool(input, out),
        }
    }

    /// The map of a value: 0 is the input, then one for each layer.
    fn map(&self, plan: &Plan, value: usize) -> (MapShape, &[f32]) {
        (self.shapes[value], &self.buffers[plan.buffers[value]])
    }
}

/// Planes to pixels.
///
/// # Shapes
/// - `picture`: `[channels, height, width]`
fn take_picture(shape: MapShape, picture: ArrayView3<'_, f32>, values: &mut [f32]) {
    shape.clear_frame(values);
    for (channel, plane) in picture.outer_iter().enumerate() {
        for (y, row) in plane.outer_iter().enumerate() {
            let pixels = shape.row_mut(values, y).iter_mut().skip(channel);
            pixels.step_by(shape.channels).zip(row).for_each(|(out, &value)| *out = value);
        }
    }
}

#[cfg(test)]
mod tests {
    use earsight_testing::relative_error;

    use super::*;
    use crate::engine::rten::Rten;
    use crate::network::{cnn9, efficientnet_lite0};
    use crate::weights::{CNN9, EFFICIENTNET_LITE0, Weights};
    use crate::{Error, onnx};

    fn noise(shape: (usize, usize, usize, usize)) -> Array4<f32> {
        let mut state = 7_u32;
        Array4::from_shape_simple_fn(shape, || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / (1 << 23) as f32 - 1.0
        })
    }

    /// The same graph in both engines, and on more threads than there are pictures.
    fn check(graph: &Graph, input: &Array4<f32>) -> Result<()> {
        let rten = Rten::load(graph.name, onnx::model(graph), 2)?.run(input.clone())?;
        let rows = |threads: usize| match Direct::of(graph, threads) {
            Some(engine) => engine.run(input.clone()),
            None => panic!("{} has a layer that our kernels lack", graph.name),
        };
        let one = rows(1)?;
        let error = relative_error(&one, &rten);
        assert!(error < 2e-5, "{}: relative error {error:.1e}", graph.name);
        assert!(one != rten, "{} was not run by our kernels", graph.name);
        for threads in [2, 3, 8] {
            assert_eq!(rows(threads)?, one, "{} on {threads} threads", graph.name);
        }
        Ok(())
    }

    fn graph(
        bytes: &[u8],
        network: fn(&Weights<'_>) -> std::result::Result<Graph, String>,
    ) -> Result<Graph> {
        let weights = Weights::read(bytes).and_then(|weights| network(&weights));
        weights.map_err(|reason| Error::Weights { backbone: String::new(), reason })
    }

    #[test]
    fn rows_are_those_of_another_engine_whatever_the_number_of_threads() -> Result<()> {
        check(&graph(EFFICIENTNET_LITE0.0, efficientnet_lite0)?, &noise((3, 3, 224, 224)))?;
        let cnn9 = graph(CNN9.0, cnn9)?;
        check(&cnn9, &noise((2, 1, 43, 96)))?;
        check(&cnn9, &noise((1, 1, 100, 96)))
    }

    #[test]
    fn a_workspace_of_another_size_is_not_taken() -> Result<()> {
        let engine = Direct::of(&graph(CNN9.0, cnn9)?, 1).expect("convolutions alone");
        let (short, long) = (noise((1, 1, 43, 96)), noise((1, 1, 100, 96)));
        let first = engine.run(short.clone())?;
        engine.run(long)?;
        assert_eq!(engine.run(short)?, first);
        Ok(())
    }
}
