//! Convolution of feature maps, with bias, bounds and a residual in the same pass.
//!
//! A pixel's output is the product of the weights with the patch under the kernel. Patches are not copied out
//! (Chetlur et al. 2014, *cuDNN*, call this an implicit matrix product): channels are contiguous, so a row of
//! the kernel is one run of the input, and a patch is as many runs as the kernel has rows. Weights are packed into
//! the order in which they are read when the layer is created.

use pulp::{Arch, Simd, WithSimd};

use crate::feature_map::{Bounds, MapShape};
use crate::sliding::Sliding;

/// Output channels whose weights are packed together; a multiple of every vector's length.
const PANEL: usize = 32;

/// A convolution over all channels.
#[derive(Debug, Clone)]
pub struct Convolution {
    sliding: Sliding,
    channels: [usize; 2],
    /// `[⌈out / 32⌉, height · width · in, 32]`, zeros beyond the last channel.
    panels: Vec<[f32; PANEL]>,
    /// `[⌈out / 32⌉, 32]`
    bias: Vec<[f32; PANEL]>,
    bounds: Bounds,
}

impl Convolution {
    /// A layer with weights in the order of the frameworks.
    ///
    /// # Shapes
    /// - `weight`: `[out, in, height, width]`, `bias`: `[out]`, with `channels` = `[in, out]`
    ///
    /// # Panics
    /// When their numbers do not fit the shapes.
    pub fn new(
        weight: &[f32],
        bias: &[f32],
        channels: [usize; 2],
        sliding: Sliding,
        bounds: Bounds,
    ) -> Self {
        let ([from, to], n_taps) = (channels, sliding.n_taps());
        assert_eq!(weight.len(), to * from * n_taps, "{channels:?}, {sliding:?}");
        assert_eq!(bias.len(), to, "{channels:?}");
        let n_panels = to.div_ceil(PANEL);
        let n_patch = n_taps * from;
        let mut panels = vec![[0.0; PANEL]; n_panels * n_patch];
        let mut biases = vec![[0.0; PANEL]; n_panels];
        for channel in 0..to {
            let (panel, lane) = (channel / PANEL, channel % PANEL);
            biases[panel][lane] = bias[channel];
            let of_channel = &weight[channel * n_patch..][..n_patch];
            for (place, weights) in panels[panel * n_patch..][..n_patch].iter_mut().enumerate() {
                let (tap, from_channel) = (place / from, place % from);
                weights[lane] = of_channel[from_channel * n_taps + tap];
            }
        }
        Convolution { sliding, channels, panels, bias: biases, bounds }
    }

    /// How the kernel moves.
    pub fn sliding(&self) -> Sliding {
        self.sliding
    }

    /// Channels in and out.
    pub fn channels(&self) -> [usize; 2] {
        self.channels
    }

    /// `out = bounds(weight ∗ input + bias) + residual`; the frame of `out` is not written.
    ///
    /// # Panics
    /// When shapes do not fit each other, or the input's frame is narrower than the padding.
    pub fn apply(
        &self,
        input: (MapShape, &[f32]),
        residual: Option<(MapShape, &[f32])>,
        out: (MapShape, &mut [f32]),
    ) {
        let (mut from, mut to) = (input.0, out.0);
        self.sliding.require(from, to);
        assert_eq!([from.channels, to.channels], self.channels);
        assert!(input.1.len() >= from.n_values() && out.1.len() >= to.n_values());
        let mut residual = residual;
        if let Some((shape, values)) = residual {
            assert_eq!(MapShape { frame: to.frame, ..shape }, to, "a residual of another shape");
            assert!(values.len() >= shape.n_values());
        }
        let is_open = |shape: MapShape| shape.frame == MapShape::NO_FRAME;
        let is_pointwise = self.sliding == Sliding::square(1, 1, [0, 0]);
        if is_pointwise
            && is_open(from)
            && is_open(to)
            && residual.is_none_or(|(shape, _)| is_open(shape))
        {
            (from, to) = (from.as_one_row(), to.as_one_row());
            residual = residual.map(|(shape, values)| (shape.as_one_row(), values));
        }
        Arch::new().dispatch(Rows {
            layer: self,
            input: (from, input.1),
            residual,
            out: (to, out.1),
        });
    }
}

/// One call of a layer.
struct Rows<'a> {
    layer: &'a Convolution,
    input: (MapShape, &'a [f32]),
    residual: Option<(MapShape, &'a [f32])>,
    out: (MapShape, &'a mut [f32]),
}

/// Some neighbouring pixels of a row and some neighbouring output channels.
struct Tile<'a> {
    /// Starts at the first pixel's patch.
    input: &'a [f32],
    /// From one pixel's patch to the next, and from one run of a patch to the next.
    strides: [usize; 2],
    /// Numbers of a run.
    n_run: usize,
    panel: &'a [[f32; PANEL]],
    bias: &'a [f32; PANEL],
    /// Index of the first channel in the panel.
    lane: usize,
    /// Channels from there on, at most two vectors of them.
    n_channels: usize,
    /// From one pixel's outputs to the next.
    out_stride: usize,
    residual: Option<&'a [f32]>,
}

impl WithSimd for Rows<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Rows { layer, input: (from, input), residual, out: (to, out) } = self;
        let Sliding { kernel: [_, kernel], stride: [_, stride], .. } = layer.sliding;
        let n_patch = layer.sliding.n_taps() * from.channels;
        let n_tiles = to.width.div_ceil(most_pixels::<S>());
        let n_pixels = to.width.div_ceil(n_tiles);
        for (idx, (panel, bias)) in layer.panels.chunks_exact(n_patch).zip(&layer.bias).enumerate()
        {
            let n_in_panel = (to.channels - idx * PANEL).min(PANEL);
            for y in 0..to.height {
                let patches = layer.sliding.patch_start(from, y);
                for x in (0..to.width).step_by(n_pixels) {
                    for lane in (0..n_in_panel).step_by(2 * S::F32_LANES) {
                        let channel = idx * PANEL + lane;
                        let tile = Tile {
                            input: &input[patches + x * stride * from.channels..],
                            strides: [stride * from.channels, from.row_stride()],
                            n_run: kernel * from.channels,
                            panel,
                            bias,
                            lane,
                            n_channels: (n_in_panel - lane).min(2 * S::F32_LANES),
                            out_stride: to.channels,
                            residual: residual.map(|(shape, values)| {
                                &values[shape.row_start(y) + x * to.channels + channel..]
                            }),
                        };
                        let out = &mut out[to.row_start(y) + x * to.channels + channel..];
                        tile.of_pixels(simd, n_pixels.min(to.width - x), layer.bounds, out);
                    }
                }
            }
        }
    }
}

/// The number of pixels whose sums of two vectors of channels each fit into the registers.
#[inline(always)]
fn most_pixels<S: Simd>() -> usize {
    match S::F32_LANES {
        1 => 4,
        8 => 6, // sixteen registers
        _ => 14,
    }
}

impl Tile<'_> {
    #[inline(always)]
    fn of_pixels<S: Simd>(self, simd: S, n_pixels: usize, bounds: Bounds, out: &mut [f32]) {
        macro_rules! of_pixels {
            ($($n:literal)*) => { match n_pixels {
                $($n => match self.n_channels > S::F32_LANES {
                    true => self.sums::<S, $n, 2>(simd, bounds, out),
                    false => self.sums::<S, $n, 1>(simd, bounds, out),
                },)*
                _ => unreachable!("no tile is wider"),
            } };
        }
        of_pixels!(1 2 3 4 5 6 7 8 9 10 11 12 13 14);
    }

    /// The sums of `M` pixels and `V` vectors of channels, held in registers.
    #[inline(always)]
    fn sums<S: Simd, const M: usize, const V: usize>(
        self,
        simd: S,
        bounds: Bounds,
        out: &mut [f32],
    ) {
        let mut sums = [[simd.splat_f32s(0.0); V]; M];
        for (run, weights) in self.panel.chunks_exact(self.n_run).enumerate() {
            let input = &self.input[run * self.strides[1]..];
            let pixels: [&[f32]; M] =
                std::array::from_fn(|pixel| &input[pixel * self.strides[0]..][..self.n_run]);
            for (place, weights) in weights.iter().enumerate() {
                let weights = S::as_simd_f32s(&weights[self.lane..]).0;
                let weights: [S::f32s; V] = std::array::from_fn(|vector| weights[vector]);
                for (sums, pixel) in sums.iter_mut().zip(&pixels) {
                    let value = simd.splat_f32s(pixel[place]);
                    for (sum, &weight) in sums.iter_mut().zip(&weights) {
                        *sum = simd.mul_add_f32s(value, weight, *sum);
                    }
                }
            }
        }
        let bias = S::as_simd_f32s(&self.bias[self.lane..]).0;
        let [low, high] = [bounds.low, bounds.high].map(|bound| simd.splat_f32s(bound));
        // Another array: if the loop below read `sums`, they would be in memory, and in the loop above, too.
        let bounded: [[S::f32s; V]; M] = sums.map(|sums| {
            std::array::from_fn(|vector| {
                let sum = simd.add_f32s(sums[vector], bias[vector]);
                simd.max_f32s(low, simd.min_f32s(high, sum))
            })
        });
        for (pixel, sums) in bounded.into_iter().enumerate() {
            let start = pixel * self.out_stride;
            for (vector, mut sum) in sums.into_iter().enumerate() {
                let first = vector * S::F32_LANES;
                let places = start + first..start + self.n_channels.min(first + S::F32_LANES);
                if let Some(residual) = self.residual {
                    sum = simd.add_f32s(sum, simd.partial_load_f32s(&residual[places.clone()]));
                }
                simd.partial_store_f32s(&mut out[places], sum);
            }
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::sliding::tests::{fits, frames, slidings, wider_frame};
    use crate::wave;

    /// A map whose frame is zero.
    pub(crate) fn map(shape: MapShape, phase: f32) -> Vec<f32> {
        let mut values = wave(shape.n_values(), phase);
        shape.clear_frame(&mut values);
        values
    }

    pub(crate) fn value(shape: MapShape, values: &[f32], [y, x, channel]: [usize; 3]) -> f32 {
        shape.row(values, y)[x * shape.channels + channel]
    }

    /// All places of a map of this height and width.
    pub(crate) fn grid(height: usize, width: usize) -> impl Iterator<Item = (usize, usize)> {
        (0..height).flat_map(move |y| (0..width).map(move |x| (y, x)))
    }

    /// The value of a padded map; `y` and `x` count from the first zero.
    fn padded(
        shape: MapShape,
        values: &[f32],
        [[top, _], [left, _]]: [[usize; 2]; 2],
        [y, x, channel]: [usize; 3],
    ) -> f32 {
        let inside =
            (top..shape.height + top).contains(&y) && (left..shape.width + left).contains(&x);
        if inside { value(shape, values, [y - top, x - left, channel]) } else { 0.0 }
    }

    proptest! {
        #[test]
        fn is_the_sum_over_the_kernel(
            size in [1_usize..20, 1..20],
            channels in [1_usize..20, 1..70],
            sliding in slidings(), wider in [0_usize..2, 0..2], out_frame in frames(),
            is_residual: bool,
        ) {
            prop_assume!(fits(sliding, size));
            let frame = wider_frame(sliding, wider);
            let [height, width] = size;
            let from = MapShape { height, width, channels: channels[0], frame };
            let to = sliding.output(from, channels[1], out_frame);
            let input = map(from, 0.0);
            let weight = wave(channels[0] * channels[1] * sliding.n_taps(), 1.0);
            let bias = wave(channels[1], 2.0);
            let added = MapShape { frame: [[1, 0], [0, 1]], ..to };
            let residual = map(added, 3.0);
            let bounds = Bounds { low: -1.5, high: 2.0 };
            let layer = Convolution::new(&weight, &bias, channels, sliding, bounds);
            let mut out = vec![9.0; to.n_values()];
            let residual_map = is_residual.then_some((added, residual.as_slice()));
            layer.apply((from, &input), residual_map, (to, &mut out));
            let Sliding { kernel, stride, pads } = sliding;
            for (y, x) in grid(to.height, to.width) {
                for (channel, &bias) in bias.iter().enumerate() {
                    let mut sum = bias;
                    for from_channel in 0..channels[0] {
                        for (down, across) in grid(kernel[0], kernel[1]) {
                            let place =
                                [y * stride[0] + down, x * stride[1] + across, from_channel];
                            let tap = ((channel * channels[0] + from_channel) * kernel[0] + down)
                                * kernel[1] + across;
                            sum += weight[tap] * padded(from, &input, pads, place);
                        }
                    }
                    let mut expected = sum.clamp(bounds.low, bounds.high);
                    if is_residual {
                        expected += value(added, &residual, [y, x, channel]);
                    }
                    let found = value(to, &out, [y, x, channel]);
                    prop_assert!((found - expected).abs() < 1e-3, "{found}, not {expected}");
                }
            }
            // The frame of the output is not written.
            let n_frame = to.n_values() - to.height * to.width * to.channels;
            prop_assert!(out.iter().filter(|&&value| value == 9.0).count() >= n_frame);
        }
    }

    #[test]
    #[should_panic(expected = "wider frame")]
    fn a_map_without_its_frame_is_refused() {
        let sliding = Sliding::square(3, 1, [1, 1]);
        let layer = Convolution::new(&[0.0; 9], &[0.0], [1, 1], sliding, Bounds::NONE);
        let shape = MapShape { height: 3, width: 3, channels: 1, frame: MapShape::NO_FRAME };
        layer.apply((shape, &[0.0; 9]), None, (shape, &mut [0.0; 9]));
    }
}
