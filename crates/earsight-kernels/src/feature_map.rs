//! The memory layout of feature maps.

/// Values in rows of pixels, the channels of a pixel contiguous, with a frame of zeros around them.
///
/// A convolution that pads reads the zeros of the frame, so that its loops have no special case at an edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MapShape {
    /// Rows of pixels, without the frame.
    pub height: usize,
    /// Pixels of a row, without the frame.
    pub width: usize,
    /// Values of a pixel.
    pub channels: usize,
    /// Rows of zeros before and after, then columns of zeros before and after.
    pub frame: [[usize; 2]; 2],
}

impl MapShape {
    /// No zeros around a map.
    pub const NO_FRAME: [[usize; 2]; 2] = [[0; 2]; 2];

    /// Numbers in memory, including the frame.
    pub fn n_values(&self) -> usize {
        let [above, below] = self.frame[0];
        (above + self.height + below) * self.row_stride()
    }

    /// From a pixel to the one below it.
    pub(crate) fn row_stride(&self) -> usize {
        let [before, after] = self.frame[1];
        (before + self.width + after) * self.channels
    }

    /// Index of the first pixel of row `y`.
    pub(crate) fn row_start(&self, y: usize) -> usize {
        (y + self.frame[0][0]) * self.row_stride() + self.frame[1][0] * self.channels
    }

    /// The values of row `y`, without the frame.
    ///
    /// # Panics
    /// When there is no such row.
    pub fn row<'a>(&self, values: &'a [f32], y: usize) -> &'a [f32] {
        assert!(y < self.height, "row {y} of {self:?}");
        &values[self.row_start(y)..][..self.width * self.channels]
    }

    /// The same, mutable.
    ///
    /// # Panics
    /// When there is no such row.
    pub fn row_mut<'a>(&self, values: &'a mut [f32], y: usize) -> &'a mut [f32] {
        assert!(y < self.height, "row {y} of {self:?}");
        &mut values[self.row_start(y)..][..self.width * self.channels]
    }

    /// Writes the zeros of the frame.
    ///
    /// # Panics
    /// When there are fewer than [`MapShape::n_values`].
    pub fn clear_frame(&self, values: &mut [f32]) {
        let [before, after] = self.frame[1].map(|n| n * self.channels);
        let stride = self.row_stride();
        let values = &mut values[..self.n_values()];
        let (top, rest) = values.split_at_mut(self.frame[0][0] * stride);
        let (rows, bottom) = rest.split_at_mut(self.height * stride);
        top.fill(0.0);
        bottom.fill(0.0);
        if before + after > 0 {
            for row in rows.chunks_exact_mut(stride) {
                row[..before].fill(0.0);
                row[stride - after..].fill(0.0);
            }
        }
    }

    /// The same pixels as one row, for maps without a frame.
    pub(crate) fn as_one_row(&self) -> Self {
        MapShape { height: 1, width: self.height * self.width, ..*self }
    }
}

/// The range that a layer clamps its outputs to: `max(low, min(high, x))`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// The least output.
    pub low: f32,
    /// The greatest output.
    pub high: f32,
}

impl Bounds {
    /// Outputs as they are.
    pub const NONE: Bounds = Bounds { low: f32::NEG_INFINITY, high: f32::INFINITY };
    /// `max(x, 0)` (Nair and Hinton 2010).
    pub const RELU: Bounds = Bounds { low: 0.0, high: f32::INFINITY };
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::sliding::tests::frames;

    proptest! {
        #[test]
        fn clearing_the_frame_changes_nothing_else(
            height in 1_usize..5, width in 1_usize..5, channels in 1_usize..4,
            frame in frames(),
        ) {
            let shape = MapShape { height, width, channels, frame };
            let mut values = vec![7.0; shape.n_values()];
            shape.clear_frame(&mut values);
            let n_kept = values.iter().filter(|&&value| value == 7.0).count();
            prop_assert_eq!(n_kept, height * width * channels);
            for y in 0..height {
                prop_assert!(shape.row(&values, y).iter().all(|&value| value == 7.0));
            }
        }
    }
}
