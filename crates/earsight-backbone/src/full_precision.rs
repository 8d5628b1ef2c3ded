//! The graphs against the golden rows, network input to embedding.
//!
//! With `EARSIGHT_FULL_WEIGHTS` (the folder that `make_weights.py --full` writes) also with unhalved weights,
//! which shows that what is left is the price of half precision and nothing else.

use std::path::PathBuf;

use earsight_core::{FeatureSpace, Frame, Modality};
use earsight_testing::{Golden, assert_close, cosine, relative_error};
use ndarray::{Axis, Ix3};

use crate::VisualBackbone;
use crate::audio::{LogMelBackbone, SecondWindow};
use crate::visual::PictureBackbone;

fn full_weights(name: &str) -> Option<Vec<u8>> {
    let Some(folder) = std::env::var_os("EARSIGHT_FULL_WEIGHTS") else {
        println!("skipped: `EARSIGHT_FULL_WEIGHTS` is not set");
        return None;
    };
    let path = PathBuf::from(folder).join(format!("{name}.safetensors"));
    Some(std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
}

fn golden() -> Golden {
    Golden::read("golden/backbones_golden.safetensors")
}

fn space(modality: Modality, name: &str) -> FeatureSpace {
    crate::space(modality, name).unwrap()
}

fn cnn9_rows(weights: &[u8], golden: &Golden, case: &str) -> Vec<Vec<f32>> {
    let backbone =
        LogMelBackbone::cnn9(space(Modality::Audio, "cnn9"), weights, SecondWindow::STRICT, 2)
            .unwrap();
    let mel = golden.tensor(case).into_dimensionality::<Ix3>().unwrap();
    backbone.embed(mel.insert_axis(Axis(1))).unwrap()
}

#[test]
fn full_lite0_is_within_a_thousandth_of_golden() {
    let Some(weights) = full_weights("efficientnet-lite0") else { return };
    let golden = golden();
    let backbone = PictureBackbone::efficientnet_lite0(
        space(Modality::Visual, "efficientnet-lite0"),
        &weights,
        3,
        2,
    )
    .unwrap();
    for case in ["frames", "pattern"] {
        let (_, bytes) = golden.bytes(case);
        let frames: Vec<Frame> = bytes
            .chunks(224 * 224 * 3)
            .map(|rgb| Frame::new(224, 224, rgb.to_vec()).unwrap())
            .collect();
        let rows = backbone.embed_frames(&frames).unwrap();
        let expected = golden.tensor(&format!("{case}_embedding"));
        println!(
            "full efficientnet-lite0 {case}: relative error {:.2e}",
            relative_error(&rows, &expected)
        );
        assert_close(case, &rows, &expected, 1e-5);
    }
}

#[test]
fn full_cnn9_is_within_a_thousandth_of_golden() {
    let Some(weights) = full_weights("cnn9") else { return };
    let golden = golden();
    for case in ["mel_43", "mel_100"] {
        let rows = cnn9_rows(&weights, &golden, case).concat();
        let expected = golden.tensor(&format!("{case}_embedding"));
        println!("full cnn9 {case}: relative error {:.2e}", relative_error(&rows, &expected));
        assert_close(case, &rows, &expected, 1e-5);
    }
}

#[test]
fn stored_cnn9_is_close_to_golden() {
    let golden = golden();
    for (case, largest_error) in [("mel_43", 3.2e-3), ("mel_100", 2.1e-3)] {
        let rows = cnn9_rows(crate::weights::CNN9.0, &golden, case);
        let expected = golden.tensor(&format!("{case}_embedding"));
        let error = relative_error(rows.iter().flatten(), &expected);
        let lowest = rows
            .iter()
            .zip(expected.outer_iter())
            .map(|(row, expected)| cosine(row, &expected))
            .fold(1.0, f64::min);
        println!("cnn9 {case}: lowest cosine {lowest:.7}, relative error {error:.2e}");
        assert!(lowest >= 0.999_99, "{case}: cosine {lowest}");
        assert!(error <= largest_error, "{case}: relative error {error}");
    }
}
