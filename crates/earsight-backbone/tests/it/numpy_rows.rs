//! The bundled networks compared with an independent implementation with the same weights
//! (`make/make_bundled_golden.py`, NumPy in f64): they differ by the rounding of single precision.

use earsight_backbone::{audio, visual};
use earsight_core::Frame;
use earsight_testing::{Golden, assert_close, relative_error};

/// Relative to the largest value of a row.
const ROUNDING: f64 = 1e-5;

fn numpy() -> Golden {
    Golden::read("golden/bundled_weights_golden.safetensors")
}

fn inputs() -> Golden {
    Golden::read("golden/backbones_golden.safetensors")
}

#[test]
fn visual_rows_are_those_of_numpy() {
    let backbone = visual("efficientnet-lite0", None, 2).unwrap();
    for case in ["frames", "pattern"] {
        let (shape, bytes) = inputs().bytes(case);
        let pictures = bytes.chunks(shape[1] * shape[2] * 3);
        let frames: Vec<Frame> =
            pictures.map(|rgb| Frame::new(224, 224, rgb.to_vec()).unwrap()).collect();
        let (rows, expected) = (backbone.embed_frames(&frames).unwrap(), numpy().tensor(case));
        println!("{case}: relative error {:.1e}", relative_error(&rows, &expected));
        assert_close(case, &rows, &expected, ROUNDING);
    }
}

/// Compares the rows of a sound with the expected ones of that case.
fn assert_rows(name: &str, sound: &[f32], case: &str) {
    let backbone = audio(name, None, 2).unwrap();
    let expected = numpy().tensor(case);
    let mut segments = backbone.segments();
    let mut rows = segments.push(sound).unwrap();
    rows.extend(segments.finish(expected.shape()[0]).unwrap());
    let rows = rows.concat();
    println!("{case}: relative error {:.1e}", relative_error(&rows, &expected));
    assert_close(case, &rows, &expected, ROUNDING);
}

#[test]
fn audio_rows_are_those_of_numpy() {
    let sound = inputs().tensor("waveform_44100").into_raw_vec_and_offset().0;
    for name in ["cnn9", "cnn9-wide"] {
        assert_rows(name, &sound, name);
    }
    let golden = Golden::read("golden/concepts_golden.safetensors");
    let wave = golden.tensor("wave").into_raw_vec_and_offset().0;
    assert_rows("soundnet8", &wave, "soundnet8");
    assert_rows("soundnet8", &wave[..13 * 22_050 / 4], "soundnet8_short");
    assert_rows("soundnet8", &[&wave[..], &wave[..17 * 22_050]].concat(), "soundnet8_long");
}
