//! The networks against the golden rows, network input to embedding.
//!
//! With `EARSIGHT_FULL_WEIGHTS` (the folder that `make_weights.py --full` writes) also with weights in single precision,
//! which shows that half precision is the whole difference.

use std::path::PathBuf;

use earsight_core::{Frame, Modality};
use earsight_testing::{Golden, assert_close, cosine, relative_error};
use ndarray::{Array2, Axis, Ix3};

use crate::VisualBackbone;
use crate::engine::engine;
use crate::network::{cnn9, efficientnet_lite0};
use crate::visual::{PictureBackbone, PictureInput};

fn full_weights(name: &str) -> Option<Vec<u8>> {
    let Some(folder) = std::env::var_os("EARSIGHT_FULL_WEIGHTS") else {
        earsight_testing::skip("`EARSIGHT_FULL_WEIGHTS` is not set");
        return None;
    };
    let path = PathBuf::from(folder).join(format!("{name}.safetensors"));
    Some(std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
}

fn golden() -> Golden {
    Golden::read("golden/backbones_golden.safetensors")
}

fn cnn9_rows(weights: &[u8], golden: &Golden, case: &str) -> Array2<f32> {
    let mel = golden.tensor(case).into_dimensionality::<Ix3>().unwrap();
    engine("cnn9", weights, cnn9, 2).unwrap().run(mel.insert_axis(Axis(1))).unwrap()
}

#[test]
fn full_lite0_is_golden() {
    let Some(weights) = full_weights("efficientnet-lite0") else { return };
    let golden = golden();
    let space = crate::space(Modality::Visual, "efficientnet-lite0").unwrap();
    let engine = engine(&space.backbone, &weights, efficientnet_lite0, 2).unwrap();
    let backbone = PictureBackbone::new(space, PictureInput::Lite0, 3, engine);
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
fn full_cnn9_is_golden() {
    let Some(weights) = full_weights("cnn9") else { return };
    let golden = golden();
    for case in ["mel_43", "mel_100"] {
        let rows = cnn9_rows(&weights, &golden, case);
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
        let error = relative_error(&rows, &expected);
        let pairs = rows.outer_iter().zip(expected.outer_iter());
        let lowest = pairs.map(|(row, expected)| cosine(row, expected)).fold(1.0, f64::min);
        println!("cnn9 {case}: lowest cosine {lowest:.7}, relative error {error:.2e}");
        assert!(lowest >= 0.999_99, "{case}: cosine {lowest}");
        assert!(error <= largest_error, "{case}: relative error {error}");
    }
}
