//! SoundNet-8: Aytar, Vondrick and Torralba, *SoundNet: Learning Sound Representations from Unlabeled Video*, NIPS 2016.
//!
//! Convolutions over the samples themselves, trained to predict from a video's sound what a network for pictures sees.

use earsight_kernels::{Bounds, Sliding};

use super::builder::Builder;
use super::{Network, Readout};
use crate::weights::Weights;

/// A convolution with ReLU and the max-pool after it.
struct Layer {
    name: &'static str,
    kernel: usize,
    channels: usize,
    /// Outputs of which the pool takes the largest; 1 without a pool.
    pool: usize,
}

/// Samples or outputs from one position of a kernel to the next.
const STRIDE: usize = 2;

const LAYERS: [Layer; 7] = [
    Layer { name: "conv1", kernel: 64, channels: 16, pool: 8 },
    Layer { name: "conv2", kernel: 32, channels: 32, pool: 8 },
    Layer { name: "conv3", kernel: 16, channels: 64, pool: 1 },
    Layer { name: "conv4", kernel: 8, channels: 128, pool: 1 },
    Layer { name: "conv5", kernel: 4, channels: 256, pool: 4 },
    Layer { name: "conv6", kernel: 4, channels: 512, pool: 1 },
    Layer { name: "conv7", kernel: 4, channels: 1024, pool: 1 },
];

/// Which samples each frame of the last layer depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FrameGrid {
    /// Samples from one frame to the next.
    pub(crate) step: u64,
    /// Samples before `step × frame`.
    pub(crate) before: u64,
    /// Samples from `step × frame` on.
    pub(crate) after: u64,
}

/// The frames of `conv7`: one every 1.486 s, each from 4.135 s of sound.
pub(crate) const FRAMES: FrameGrid = frame_grid(LAYERS.len());

/// The network up to `conv7`.
///
/// # Shapes
/// - `[N, 1, samples, 1]` at 22,050 Hz in −1..=1 → `[N, frames · 1024]`, frame by frame, each number at least 0
pub(crate) fn soundnet8(weights: &Weights<'_>) -> Result<Network, String> {
    let layers = first_layers(weights, LAYERS.len())?;
    Ok(layers.finish(Readout::Flatten))
}

/// The network up to that layer.
fn first_layers<'a>(weights: &'a Weights<'a>, n_layers: usize) -> Result<Builder<'a>, String> {
    let mut network = Builder::new(weights, 1);
    for layer in &LAYERS[..n_layers] {
        let sliding = Sliding::across(layer.kernel, STRIDE, [layer.kernel / 2; 2]);
        network.convolution(layer.name, layer.channels, sliding, Bounds::RELU, None)?;
        if layer.pool > 1 {
            network.max_pool([1, layer.pool]);
        }
    }
    Ok(network)
}

/// The samples that frame 0 of that layer depends on, from the last layer back to the first.
const fn frame_grid(n_layers: usize) -> FrameGrid {
    let (mut step, mut before, mut after, mut idx) = (1, 0, 1, n_layers);
    while idx > 0 {
        idx -= 1;
        let Layer { kernel, pool, .. } = LAYERS[idx];
        let pad = kernel / 2;
        step *= STRIDE * pool;
        // `before` outputs and `after` outputs of the pool, then of the convolution.
        before = STRIDE * (before * pool) + pad;
        after = STRIDE * (after * pool - 1) + kernel - pad;
    }
    FrameGrid { step: step as u64, before: before as u64, after: after as u64 }
}

#[cfg(test)]
mod tests {
    use earsight_testing::{Golden, relative_error};
    use ndarray::Array4;

    use super::*;
    use crate::engine::{Engine, KernelEngine, full_weights};

    #[test]
    fn a_frame_depends_on_91_166_samples() {
        assert_eq!(FRAMES, FrameGrid { step: 32_768, before: 55_584, after: 35_582 });
    }

    /// Compares every layer, computed with these weights.
    fn assert_layers(weights: &[u8], bounds: [f64; 7]) {
        let golden = Golden::read("golden/concepts_golden.safetensors");
        let weights = Weights::read(weights).unwrap();
        let wave = golden.tensor("wave").into_raw_vec_and_offset().0;
        let input = Array4::from_shape_vec((1, 1, wave.len(), 1), wave).unwrap();
        for (idx, (layer, bound)) in LAYERS.iter().zip(bounds).enumerate() {
            let network = first_layers(&weights, idx + 1).unwrap().finish(Readout::Flatten);
            let found = KernelEngine::new(network, 2).run(input.clone()).unwrap();
            let shape = (found.len() / layer.channels, layer.channels);
            let found = found.into_shape_with_order(shape).unwrap();
            // [channels, frames], of the long layers the first frames only.
            let expected = golden.tensor(layer.name);
            let expected = expected.t();
            let n_frames = expected.shape()[0];
            let found = found.slice(ndarray::s![..n_frames, ..]);
            let error = relative_error(found, &expected);
            println!("{}: relative error {error:.2e}", layer.name);
            assert!(error <= bound, "{}: relative error {error:.2e}", layer.name);
        }
    }

    #[test]
    fn full_layers_are_golden() {
        let Some(weights) = full_weights("soundnet8/soundnet8") else { return };
        assert_layers(&weights, [2e-6; 7]);
    }

    #[test]
    fn bundled_layers_are_close_to_golden() {
        let bounds = [2e-4, 2e-4, 4e-4, 8e-4, 7e-4, 4e-4, 2e-4];
        assert_layers(earsight_weights_soundnet8::WEIGHTS, bounds);
    }
}
