//! How the kernel of a convolution moves.

use crate::feature_map::MapShape;

/// How a kernel moves over a map; each pair is down the map, then across it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sliding {
    /// Height and width of the kernel.
    pub kernel: [usize; 2],
    /// Pixels from one position to the next.
    pub stride: [usize; 2],
    /// Zeros before and after.
    pub pads: [[usize; 2]; 2],
}

impl Sliding {
    /// The same in both directions.
    pub const fn square(kernel: usize, stride: usize, pads: [usize; 2]) -> Self {
        Sliding { kernel: [kernel; 2], stride: [stride; 2], pads: [pads; 2] }
    }

    /// Along rows of pixels only, as over a signal that is a map of one row.
    pub const fn across(kernel: usize, stride: usize, pads: [usize; 2]) -> Self {
        Sliding { kernel: [1, kernel], stride: [1, stride], pads: [[0, 0], pads] }
    }

    /// Numbers of a kernel of one channel.
    pub fn n_taps(&self) -> usize {
        self.kernel[0] * self.kernel[1]
    }

    /// The shape of the output map.
    ///
    /// # Panics
    /// When the kernel does not fit.
    pub fn output(&self, input: MapShape, channels: usize, frame: [[usize; 2]; 2]) -> MapShape {
        let n_places = |axis: usize, n: usize| {
            let n = n + self.pads[axis][0] + self.pads[axis][1];
            let (kernel, stride) = (self.kernel[axis], self.stride[axis]);
            assert!(kernel <= n && stride > 0, "{self:?} over {n} pixels");
            (n - kernel) / stride + 1
        };
        let (height, width) = (n_places(0, input.height), n_places(1, input.width));
        MapShape { height, width, channels, frame }
    }

    /// Start of the patch of the first pixel of output row `y`.
    pub(crate) fn patch_start(&self, input: MapShape, y: usize) -> usize {
        let [down, across] = [0, 1].map(|axis| input.frame[axis][0] - self.pads[axis][0]);
        (y * self.stride[0] + down) * input.row_stride() + across * input.channels
    }

    /// Asserts that the maps fit; a frame may be wider than the padding.
    pub(crate) fn require(&self, input: MapShape, output: MapShape) {
        let is_wide =
            |(frame, pads): (&[usize; 2], &[usize; 2])| frame[0] >= pads[0] && frame[1] >= pads[1];
        assert!(
            input.frame.iter().zip(&self.pads).all(is_wide),
            "{self:?} needs a wider frame than {input:?}"
        );
        assert_eq!(self.output(input, output.channels, output.frame), output, "{self:?}");
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Kernels, strides and pads that differ between the directions.
    pub(crate) fn slidings() -> impl Strategy<Value = Sliding> {
        let pads = [[0_usize..3, 0..3], [0..3, 0..3]];
        ([1_usize..6, 1..6], [1_usize..4, 1..4], pads).prop_map(|(kernel, stride, pads)| Sliding {
            kernel,
            stride,
            pads,
        })
    }

    pub(crate) fn frames() -> impl Strategy<Value = [[usize; 2]; 2]> {
        [[0_usize..3, 0..3], [0..3, 0..3]]
    }

    /// Whether the kernel fits into a map of this height and width.
    pub(crate) fn fits(sliding: Sliding, size: [usize; 2]) -> bool {
        (0..2).all(|axis| {
            let [before, after] = sliding.pads[axis];
            size[axis] + before + after >= sliding.kernel[axis]
        })
    }

    /// The frame that is needed, wider by so much in each direction.
    pub(crate) fn wider_frame(sliding: Sliding, wider: [usize; 2]) -> [[usize; 2]; 2] {
        std::array::from_fn(|axis| sliding.pads[axis].map(|pad| pad + wider[axis]))
    }

    #[test]
    fn a_signal_is_a_map_of_one_row() {
        let from = MapShape { height: 1, width: 100, channels: 3, frame: [[0, 0], [4, 4]] };
        let to = Sliding::across(8, 2, [4, 4]).output(from, 5, MapShape::NO_FRAME);
        assert_eq!([to.height, to.width, to.channels], [1, 51, 5]);
    }
}
