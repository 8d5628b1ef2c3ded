//! Pooling of feature maps: fewer pixels, the same channels.

use pulp::Arch;

use crate::feature_map::MapShape;

/// The shape after a [`max_pool`] of windows of this height and width; an incomplete last one is dropped.
///
/// # Panics
/// When a side of the window is 0.
pub fn pooled(input: MapShape, window: [usize; 2], frame: [[usize; 2]; 2]) -> MapShape {
    let [height, width] = [input.height / window[0], input.width / window[1]];
    MapShape { height, width, frame, ..input }
}

/// The maximum of each window of this height and width; the frame of `out` is not written.
///
/// # Panics
/// When `out` does not have the shape of [`pooled`].
pub fn max_pool(input: (MapShape, &[f32]), window: [usize; 2], out: (MapShape, &mut [f32])) {
    let ((from, input), (to, out)) = (input, out);
    assert_eq!(pooled(from, window, to.frame), to);
    let [window_height, window_width] = window;
    let n = to.channels;
    Arch::new().dispatch(|| {
        for y in 0..to.height {
            let out = to.row_mut(out, y);
            for down in 0..window_height {
                let row = from.row(input, y * window_height + down);
                let windows = row.chunks_exact(window_width * n);
                for (out, pixels) in out.chunks_exact_mut(n).zip(windows) {
                    let (first, rest) = pixels.split_at(n);
                    if down == 0 {
                        out.copy_from_slice(first);
                    } else {
                        raise(out, first);
                    }
                    rest.chunks_exact(n).for_each(|pixel| raise(out, pixel));
                }
            }
        }
    });
}

/// The larger number of each place.
#[inline(always)]
fn raise(most: &mut [f32], values: &[f32]) {
    most.iter_mut().zip(values).for_each(|(most, value)| *most = most.max(*value));
}

/// The mean of all pixels.
///
/// # Shapes
/// - `out`: `[channels]`
///
/// # Panics
/// When `out` has another length.
pub fn mean(input: (MapShape, &[f32]), out: &mut [f32]) {
    let (shape, values) = input;
    assert_eq!(out.len(), shape.channels);
    out.fill(0.0);
    (0..shape.height).for_each(|y| add_pixels(shape.row(values, y), out));
    let n = (shape.height * shape.width) as f32;
    out.iter_mut().for_each(|sum| *sum /= n);
}

/// The mean over the pixels of each row, then the maximum over rows.
///
/// # Shapes
/// - `out`: `[channels]`
///
/// # Panics
/// When `out` has another length.
pub fn max_of_row_means(input: (MapShape, &[f32]), out: &mut [f32]) {
    let (shape, values) = input;
    assert_eq!(out.len(), shape.channels);
    out.fill(f32::NEG_INFINITY);
    let mut of_row = vec![0.0; shape.channels];
    for y in 0..shape.height {
        of_row.fill(0.0);
        add_pixels(shape.row(values, y), &mut of_row);
        for (most, sum) in out.iter_mut().zip(&of_row) {
            *most = most.max(sum / shape.width as f32);
        }
    }
}

fn add_pixels(row: &[f32], sums: &mut [f32]) {
    let n = sums.len();
    Arch::new().dispatch(|| {
        for pixel in row.chunks_exact(n) {
            sums.iter_mut().zip(pixel).for_each(|(sum, value)| *sum += value);
        }
    });
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::convolution::tests::{grid, map, value};
    use crate::sliding::tests::frames;

    fn shapes() -> impl Strategy<Value = MapShape> {
        (1_usize..9, 1_usize..9, 1_usize..20, frames()).prop_map(
            |(height, width, channels, frame)| MapShape { height, width, channels, frame },
        )
    }

    proptest! {
        #[test]
        fn is_the_largest_of_each_window(
            from in shapes(), window in [1_usize..4, 1..5], frame in frames(),
        ) {
            let to = pooled(from, window, frame);
            let (input, mut out) = (map(from, 0.0), vec![9.0; to.n_values()]);
            max_pool((from, &input), window, (to, &mut out));
            for (y, x) in grid(to.height, to.width) {
                for channel in 0..to.channels {
                    let of = |(down, across)| {
                        let place = [window[0] * y + down, window[1] * x + across, channel];
                        value(from, &input, place)
                    };
                    let expected = grid(window[0], window[1]).map(of).fold(f32::MIN, f32::max);
                    prop_assert_eq!(value(to, &out, [y, x, channel]), expected);
                }
            }
        }

        #[test]
        fn means_are_of_all_pixels_or_of_the_loudest_row(from in shapes()) {
            let input = map(from, 0.5);
            let (mut all, mut loudest) = (vec![0.0; from.channels], vec![0.0; from.channels]);
            mean((from, &input), &mut all);
            max_of_row_means((from, &input), &mut loudest);
            for channel in 0..from.channels {
                let of_row = |y| {
                    let of_pixel = |x| f64::from(value(from, &input, [y, x, channel]));
                    (0..from.width).map(of_pixel).sum::<f64>() / from.width as f64
                };
                let rows: Vec<f64> = (0..from.height).map(of_row).collect();
                let expected = rows.iter().sum::<f64>() / rows.len() as f64;
                prop_assert!((f64::from(all[channel]) - expected).abs() < 1e-5);
                let expected = rows.into_iter().fold(f64::MIN, f64::max);
                prop_assert!((f64::from(loudest[channel]) - expected).abs() < 1e-5);
            }
        }
    }
}
