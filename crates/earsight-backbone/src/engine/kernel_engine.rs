//! Networks on the kernels of `earsight-kernels`.
//!
//! An example (a frame of video, a window of log-mel) passes through all layers on one thread, so its row has the
//! same bits whatever else is in the batch and however many threads there are.

use std::sync::{Mutex, PoisonError};

use earsight_kernels::MapShape;
use ndarray::{Array2, Array4, ArrayView4};

use super::Engine;
use super::workspace::Workspace;
use crate::Result;
use crate::network::Network;
use crate::work_queue::share;

/// A network and the workspaces of its runs.
pub(crate) struct KernelEngine {
    network: Network,
    threads: usize,
    /// Those that no run uses now.
    workspaces: Mutex<Vec<Workspace>>,
}

impl KernelEngine {
    /// The network, which runs on `threads` threads.
    pub(crate) fn new(network: Network, threads: usize) -> Self {
        KernelEngine { network, threads, workspaces: Mutex::default() }
    }

    /// The part before the dense layers: a row for each example; threads take examples from a queue.
    fn rows(&self, input: ArrayView4<'_, f32>) -> Array2<f32> {
        let (n, height, width, channels) = input.dim();
        let shapes = self.network.map_shapes([height, width, channels]);
        let n_columns = self.network.readout.n_columns(shapes[shapes.len() - 1]);
        let mut rows = Array2::zeros((n, n_columns));
        let examples = input.outer_iter().zip(rows.outer_iter_mut());
        share(self.threads.min(n), examples, |next| {
            let mut workspace = self.workspace(&shapes);
            while let Some((example, row)) = next() {
                let row = row.into_slice().expect("rows of a new array are contiguous");
                workspace.run(&self.network, example, row);
            }
            self.workspaces.lock().unwrap_or_else(PoisonError::into_inner).push(workspace);
        });
        rows
    }

    /// A workspace for maps of these shapes.
    fn workspace(&self, shapes: &[MapShape]) -> Workspace {
        let free = self.workspaces.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut workspace = free.unwrap_or_else(|| Workspace::new(&self.network.layers));
        workspace.fit(shapes);
        workspace
    }
}

impl Engine for KernelEngine {
    fn run(&self, input: Array4<f32>) -> Result<Array2<f32>> {
        let rows = self.rows(input.view());
        let dense = self.network.dense.iter();
        Ok(dense.fold(rows, |rows, layer| layer.apply(&rows, self.threads)))
    }
}

#[cfg(test)]
mod tests {
    use earsight_core::{Frame, Modality};
    use earsight_testing::{Golden, assert_close, cosine, relative_error};
    use ndarray::{Axis, Ix3};

    use super::*;
    use crate::VisualBackbone;
    use crate::engine::full_weights;
    use crate::network::{cnn9, efficientnet_lite0};
    use crate::visual::{PictureBackbone, PictureInput};
    use crate::weights::Weights;

    fn golden() -> Golden {
        Golden::read("golden/backbones_golden.safetensors")
    }

    fn cnn9_rows(weights: &[u8], golden: &Golden, case: &str) -> Array2<f32> {
        let engine = KernelEngine::new(cnn9(&Weights::read(weights).unwrap()).unwrap(), 2);
        let mel = golden.tensor(case).into_dimensionality::<Ix3>().unwrap();
        engine.run(mel.insert_axis(Axis(3))).unwrap()
    }

    #[test]
    fn full_lite0_is_golden() {
        let Some(weights) = full_weights("efficientnet-lite0/efficientnet-lite0") else { return };
        let golden = golden();
        let space = crate::space(Modality::Visual, "efficientnet-lite0", None).unwrap();
        let network = efficientnet_lite0(&Weights::read(&weights).unwrap()).unwrap();
        let engine = Box::new(KernelEngine::new(network, 2));
        let backbone = PictureBackbone::new(space, PictureInput::Lite0, 3, engine);
        for case in ["frames", "pattern"] {
            let (_, bytes) = golden.bytes(case);
            let pictures = bytes.chunks(224 * 224 * 3);
            let frames: Vec<Frame> =
                pictures.map(|rgb| Frame::new(224, 224, rgb.to_vec()).unwrap()).collect();
            let rows = backbone.embed_frames(&frames).unwrap();
            assert_close(case, &rows, &golden.tensor(&format!("{case}_embedding")), 1e-5);
        }
    }

    #[test]
    fn full_cnn9_is_golden() {
        let Some(weights) = full_weights("cnn9/cnn9") else { return };
        let golden = golden();
        for case in ["mel_43", "mel_100"] {
            let rows = cnn9_rows(&weights, &golden, case);
            assert_close(case, &rows, &golden.tensor(&format!("{case}_embedding")), 1e-5);
        }
    }

    #[test]
    fn bundled_cnn9_is_close_to_golden() {
        let golden = golden();
        for (case, largest_error) in [("mel_43", 3.2e-3), ("mel_100", 2.1e-3)] {
            let rows = cnn9_rows(earsight_weights_cnn9::WEIGHTS, &golden, case);
            let expected = golden.tensor(&format!("{case}_embedding"));
            let error = relative_error(&rows, &expected);
            let pairs = rows.outer_iter().zip(expected.outer_iter());
            let lowest = pairs.map(|(row, expected)| cosine(row, expected)).fold(1.0, f64::min);
            println!("cnn9 {case}: lowest cosine {lowest:.7}, relative error {error:.2e}");
            assert!(lowest >= 0.999_99, "{case}: cosine {lowest}");
            assert!(error <= largest_error, "{case}: relative error {error}");
        }
    }
}
