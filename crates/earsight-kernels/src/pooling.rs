//! Pooling of feature maps: fewer pixels, the same channels.

use pulp::Arch;

use crate::feature_map::MapShape;

/// The shape of half the size; an odd last row or column is dropped.
pub fn halved(input: MapShape, frame: [usize; 2]) -> MapShape {
    MapShape { height: input.height / 2, width: input.width / 2, frame, ..input }
}

/// The maximum of each 2 × 2 pixels; the frame of `out` is not written.
///
/// # Panics
/// When `out` does not have the shape of [`halved`].
pub fn max_pool(input: (MapShape, &[f32]), out: (MapShape, &mut [f32])) {
    let ((from, input), (to, out)) = (input, out);
    assert_eq!(halved(from, to.frame), to);
    let n = to.channels;
    Arch::new().dispatch(|| {
        for y in 0..to.height {
            let [upper, lower] = [2 * y, 2 * y + 1].map(|y| from.row(input, y).chunks_exact(2 * n));
            let pixels = to.row_mut(out, y).chunks_exact_mut(n);
            for ((out, upper), lower) in pixels.zip(upper).zip(lower) {
                for (channel, out) in out.iter_mut().enumerate() {
                    let [a, b] = [upper, lower].map(|two| two[channel].max(two[n + channel]));
                    *out = a.max(b);
                }
            }
        }
    });
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

    fn shapes() -> impl Strategy<Value = MapShape> {
        let frame = [0_usize..3, 0..3];
        (1_usize..9, 1_usize..9, 1_usize..20, frame).prop_map(|(height, width, channels, frame)| {
            MapShape { height, width, channels, frame }
        })
    }

    proptest! {
        #[test]
        fn is_the_largest_of_four(from in shapes(), frame in [0_usize..2, 0..2]) {
            let to = halved(from, frame);
            let (input, mut out) = (map(from, 0.0), vec![9.0; to.n_values()]);
            max_pool((from, &input), (to, &mut out));
            for (y, x) in grid(to.height, to.width) {
                for channel in 0..to.channels {
                    let of = |down, across| value(from, &input, [2 * y + down, 2 * x + across, channel]);
                    let expected = of(0, 0).max(of(0, 1)).max(of(1, 0)).max(of(1, 1));
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
