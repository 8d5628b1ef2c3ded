//! Frames to rows of features.

use earsight_backbone::{VisualBackbone, visual};
use earsight_core::Frame;
use earsight_testing::{Golden, cosine, relative_error};
use ndarray::Array2;

fn lite0() -> Box<dyn VisualBackbone> {
    visual("efficientnet-lite0", None, 2).unwrap()
}

fn golden() -> Golden {
    Golden::read("golden/backbones_golden.safetensors")
}

fn frames(golden: &Golden, name: &str) -> Vec<Frame> {
    let (shape, bytes) = golden.bytes(name);
    let n_bytes = shape[1] * shape[2] * 3;
    bytes.chunks(n_bytes).map(|rgb| Frame::new(224, 224, rgb.to_vec()).unwrap()).collect()
}

fn noise(seed: u32) -> Frame {
    let mut state = seed;
    let rgb = (0..224 * 224 * 3).map(|_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    });
    Frame::new(224, 224, rgb.collect()).unwrap()
}

#[test]
fn rows_of_golden_frames_are_golden() {
    let (backbone, golden) = (lite0(), golden());
    // The distance comes from half-precision weights, not from the graph (numpy_rows.rs).
    for (case, lowest_cosine, largest_error) in
        [("frames", 0.9999, 0.0095), ("pattern", 0.9998, 0.017)]
    {
        let rows = backbone.embed_frames(&frames(&golden, case)).unwrap();
        let expected = golden.tensor(&format!("{case}_embedding"));
        assert_eq!(rows.shape(), expected.shape());
        let error = relative_error(&rows, &expected);
        let lowest = rows
            .outer_iter()
            .zip(expected.outer_iter())
            .map(|(row, expected)| cosine(row, expected))
            .fold(1.0, f64::min);
        println!(
            "efficientnet-lite0 {case}: lowest cosine {lowest:.6}, relative error {error:.2e}"
        );
        assert!(lowest >= lowest_cosine, "{case}: cosine {lowest}");
        assert!(error <= largest_error, "{case}: relative error {error}");
        assert!(rows.iter().all(|value| (0.0..=6.0).contains(value)));
    }
}

#[test]
fn a_row_does_not_depend_on_its_neighbours() {
    let backbone = lite0();
    let frames: Vec<Frame> = (0..11).map(noise).collect();
    let together = backbone.embed_frames(&frames).unwrap();
    assert_eq!(together.dim(), (11, 1280));
    for idx in [0, 7, 8, 10] {
        let alone = backbone.embed_frames(&frames[idx..=idx]).unwrap();
        assert_eq!(alone.row(0), together.row(idx), "picture {idx}");
    }
}

#[test]
fn the_number_of_threads_does_not_change_a_bit() {
    let frames = [noise(1), noise(2), noise(3)];
    let rows = |threads| {
        visual("efficientnet-lite0", None, threads).unwrap().embed_frames(&frames).unwrap()
    };
    let one = rows(1);
    for threads in [2, 3, 8] {
        assert_eq!(rows(threads), one, "{threads} threads");
    }
}

#[test]
fn a_second_is_the_mean_of_its_frames() {
    let backbone = lite0();
    let frames: Vec<Frame> = (0..5).map(noise).collect();
    let rows = backbone.embed_frames(&frames).unwrap();
    let segments = backbone.embed_segments(&frames, 3).unwrap();
    assert_eq!(segments.dim(), (2, 1280));
    for column in [0, 640, 1279] {
        let mean = |range: std::ops::Range<usize>| {
            let n = range.len() as f32;
            range.map(|row| rows[[row, column]]).sum::<f32>() / n
        };
        assert!((segments[[0, column]] - mean(0..3)).abs() < 1e-6);
        assert!((segments[[1, column]] - mean(3..5)).abs() < 1e-6);
    }
}

#[test]
fn no_frames_give_no_rows() {
    let empty: Array2<f32> = lite0().embed_segments(&[], 3).unwrap();
    assert_eq!(empty.dim(), (0, 1280));
}

#[test]
fn frames_of_another_size_are_errors_with_both_sizes() {
    let small = Frame::new(128, 96, vec![0; 128 * 96 * 3]).unwrap();
    let message = lite0().embed_frames(&[noise(1), small]).unwrap_err().to_string();
    for part in ["picture 1", "128 × 96", "224 × 224", "efficientnet-lite0"] {
        assert!(message.contains(part), "{message}");
    }
}
