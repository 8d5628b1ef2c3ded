//! Depthwise convolution (Sifre 2014; Howard et al. 2017, *MobileNets*): each channel has a kernel of its own.
//!
//! Channels are contiguous, so a vector holds one pixel of neighbouring channels; some pixels of a row are
//! summed together, so that a weight is read once for all of them.

use pulp::{Arch, Simd, WithSimd};

use crate::feature_map::{Bounds, MapShape};
use crate::sliding::Sliding;

/// A convolution of each channel with its own kernel.
#[derive(Debug, Clone)]
pub struct DepthwiseConvolution {
    sliding: Sliding,
    channels: usize,
    /// `[height · width, channels]`
    weight: Vec<f32>,
    bias: Vec<f32>,
    bounds: Bounds,
}

impl DepthwiseConvolution {
    /// A layer with weights in the order of the frameworks.
    ///
    /// # Shapes
    /// - `weight`: `[channels, 1, height, width]`, `bias`: `[channels]`
    ///
    /// # Panics
    /// When their numbers do not fit the shapes.
    pub fn new(weight: &[f32], bias: &[f32], sliding: Sliding, bounds: Bounds) -> Self {
        let (channels, n_taps) = (bias.len(), sliding.n_taps());
        assert_eq!(weight.len(), channels * n_taps, "{channels} channels, {sliding:?}");
        let turned = (0..n_taps)
            .flat_map(|tap| (0..channels).map(move |channel| weight[channel * n_taps + tap]));
        let weight = turned.collect();
        DepthwiseConvolution { sliding, channels, weight, bias: bias.to_vec(), bounds }
    }

    /// How the kernel moves.
    pub fn sliding(&self) -> Sliding {
        self.sliding
    }

    /// Channels, in and out.
    pub fn channels(&self) -> usize {
        self.channels
    }

    /// `out = bounds(weight ∗ input + bias)`; the frame of `out` is not written.
    ///
    /// # Panics
    /// When shapes do not fit each other, or the input's frame is narrower than the padding.
    pub fn apply(&self, input: (MapShape, &[f32]), out: (MapShape, &mut [f32])) {
        let (from, to) = (input.0, out.0);
        self.sliding.require(from, to);
        assert_eq!([from.channels, to.channels], [self.channels; 2]);
        assert!(input.1.len() >= from.n_values() && out.1.len() >= to.n_values());
        Arch::new().dispatch(Rows { layer: self, input, out });
    }
}

/// One call of a layer.
struct Rows<'a> {
    layer: &'a DepthwiseConvolution,
    input: (MapShape, &'a [f32]),
    out: (MapShape, &'a mut [f32]),
}

/// Pixels of a row that are summed together.
const MOST_PIXELS: usize = 7;

impl WithSimd for Rows<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Rows { layer, input: (from, input), out: (to, out) } = self;
        let n_pixels = to.width.div_ceil(to.width.div_ceil(MOST_PIXELS));
        for y in 0..to.height {
            let patches = layer.sliding.patch_start(from, y);
            for x in (0..to.width).step_by(n_pixels) {
                let tile = Tile {
                    layer,
                    input: &input[patches + x * layer.sliding.stride[1] * from.channels..],
                    row_stride: from.row_stride(),
                };
                let out = &mut out[to.row_start(y) + x * to.channels..];
                tile.of_pixels(simd, n_pixels.min(to.width - x), out);
            }
        }
    }
}

/// Some neighbouring pixels of a row.
struct Tile<'a> {
    layer: &'a DepthwiseConvolution,
    /// Starts at the first pixel's patch.
    input: &'a [f32],
    row_stride: usize,
}

impl Tile<'_> {
    #[inline(always)]
    fn of_pixels<S: Simd>(self, simd: S, n_pixels: usize, out: &mut [f32]) {
        macro_rules! of_pixels {
            ($($n:literal)*) => { match n_pixels {
                $($n => self.sums::<S, $n>(simd, out),)*
                _ => unreachable!("no tile is wider"),
            } };
        }
        of_pixels!(1 2 3 4 5 6 7);
    }

    #[inline(always)]
    fn sums<S: Simd, const M: usize>(self, simd: S, out: &mut [f32]) {
        let n_whole = self.layer.channels / S::F32_LANES * S::F32_LANES;
        for channel in (0..n_whole).step_by(S::F32_LANES) {
            let load = |values: &[f32]| S::as_simd_f32s(&values[..S::F32_LANES]).0[0];
            self.of_channels::<S, M>(simd, channel, load, |sum, pixel| {
                let out = &mut out[pixel * self.layer.channels + channel..][..S::F32_LANES];
                S::as_mut_simd_f32s(out).0[0] = sum;
            });
        }
        let n_rest = self.layer.channels - n_whole;
        if n_rest > 0 {
            let load = |values: &[f32]| simd.partial_load_f32s(&values[..n_rest]);
            self.of_channels::<S, M>(simd, n_whole, load, |sum, pixel| {
                let out = &mut out[pixel * self.layer.channels + n_whole..][..n_rest];
                simd.partial_store_f32s(out, sum);
            });
        }
    }

    /// The sums of `M` pixels and one vector of channels, held in registers.
    #[inline(always)]
    fn of_channels<S: Simd, const M: usize>(
        &self,
        simd: S,
        channel: usize,
        load: impl Fn(&[f32]) -> S::f32s,
        mut store: impl FnMut(S::f32s, usize),
    ) {
        let DepthwiseConvolution { sliding, channels, weight, bias, bounds } = self.layer;
        let Sliding { kernel: [height, width], stride: [_, stride], .. } = *sliding;
        let mut sums = [load(&bias[channel..]); M];
        for down in 0..height {
            let input = &self.input[down * self.row_stride + channel..];
            for across in 0..width {
                let tap = load(&weight[(down * width + across) * channels + channel..]);
                for (pixel, sum) in sums.iter_mut().enumerate() {
                    let value = load(&input[(pixel * stride + across) * channels..]);
                    *sum = simd.mul_add_f32s(value, tap, *sum);
                }
            }
        }
        let [low, high] = [bounds.low, bounds.high].map(|bound| simd.splat_f32s(bound));
        for (pixel, sum) in sums.into_iter().enumerate() {
            store(simd.max_f32s(low, simd.min_f32s(high, sum)), pixel);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::convolution::tests::map;
    use crate::sliding::tests::{fits, frames, slidings, wider_frame};
    use crate::{Convolution, wave};

    proptest! {
        #[test]
        fn is_a_convolution_of_each_channel_alone(
            size in [1_usize..20, 1..20], channels in 1_usize..40,
            sliding in slidings(), wider in [0_usize..2, 0..2], out_frame in frames(),
        ) {
            prop_assume!(fits(sliding, size));
            let frame = wider_frame(sliding, wider);
            let [height, width] = size;
            let from = MapShape { height, width, channels, frame };
            let to = sliding.output(from, channels, out_frame);
            let (input, n_taps) = (map(from, 0.0), sliding.n_taps());
            let (weight, bias) = (wave(channels * n_taps, 1.0), wave(channels, 2.0));
            let mut full = vec![0.0; channels * channels * n_taps];
            for (channel, own) in weight.chunks_exact(n_taps).enumerate() {
                full[channel * (channels + 1) * n_taps..][..n_taps].copy_from_slice(own);
            }
            let bounds = Bounds { low: -0.5, high: 1.5 };
            let layer = DepthwiseConvolution::new(&weight, &bias, sliding, bounds);
            let reference = Convolution::new(&full, &bias, [channels; 2], sliding, bounds);
            let mut out = vec![9.0; to.n_values()];
            let mut expected = out.clone();
            layer.apply((from, &input), (to, &mut out));
            reference.apply((from, &input), None, (to, &mut expected));
            for (found, expected) in out.iter().zip(&expected) {
                prop_assert!((found - expected).abs() < 1e-4, "{found}, not {expected}");
            }
        }
    }
}
