//! VGGish and VGG-19 against an independent implementation, with synthetic weights that both compute by one formula
//! (`make/ave_networks.py`): the published weights are in no package registry.
//!
//! Where the published weights are at hand, `EARSIGHT_VGGISH_WEIGHTS` (made by `make_ave_weights.py`) runs Google's own
//! smoke test.

use std::iter;
use std::path::Path;
use std::sync::LazyLock;

use earsight_backbone::{AudioBackbone, GivenWeights, audio, visual};
use earsight_core::Frame;
use earsight_testing::{Golden, assert_close};

use crate::given_weights::{file, opened};

/// Convolutions of a checkpoint: place among `features`, channels out.
type Convolutions = &'static [(usize, usize)];

const VGGISH: Convolutions = &[(0, 64), (3, 128), (6, 256), (8, 256), (11, 512), (13, 512)];
const VGG19: Convolutions = &[
    (0, 64),
    (2, 64),
    (5, 128),
    (7, 128),
    (10, 256),
    (12, 256),
    (14, 256),
    (16, 256),
    (19, 512),
    (21, 512),
    (23, 512),
    (25, 512),
    (28, 512),
    (30, 512),
    (32, 512),
    (34, 512),
];
const VGGISH_DENSE: &[(usize, usize, usize)] = &[(0, 4096, 12288), (2, 4096, 4096), (4, 128, 4096)];

/// Names and shapes in the order of the formula.
fn shapes(
    convolutions: Convolutions,
    channels: usize,
    dense: &[(usize, usize, usize)],
) -> Vec<(String, Vec<usize>)> {
    let (mut found, mut channels) = (Vec::new(), channels);
    for &(place, to) in convolutions {
        found.push((format!("features.{place}.weight"), vec![to, channels, 3, 3]));
        found.push((format!("features.{place}.bias"), vec![to]));
        channels = to;
    }
    for &(place, to, from) in dense {
        found.push((format!("embeddings.{place}.weight"), vec![to, from]));
        found.push((format!("embeddings.{place}.bias"), vec![to]));
    }
    found
}

/// A hash of each value's position, as in `ave_networks.numbers`.
fn numbers(position: usize, shape: &[usize]) -> Vec<u8> {
    let from: usize = shape[1..].iter().product();
    let largest = if shape.len() > 1 { (6.0 / from as f64).sqrt() } else { 0.05 };
    let offset = (position as u32).wrapping_mul(0x85EB_CA77).wrapping_add(12345);
    (0..shape.iter().product::<usize>() as u32)
        .flat_map(|place| {
            let mut hash = place.wrapping_mul(0x9E37_79B1).wrapping_add(offset);
            hash ^= hash >> 15;
            hash = hash.wrapping_mul(0x2C1B_3C6D);
            hash ^= hash >> 12;
            hash = hash.wrapping_mul(0x297A_2D39);
            hash ^= hash >> 15;
            (((f64::from(hash) / 2_f64.powi(31) - 1.0) * largest) as f32).to_le_bytes()
        })
        .collect()
}

/// Synthetic weights, as if made from a checkpoint whose SHA-256 begins so.
fn synthetic(shapes: &[(String, Vec<usize>)], source_sha256: &str) -> GivenWeights {
    let bytes: Vec<Vec<u8>> =
        shapes.iter().enumerate().map(|(position, (_, shape))| numbers(position, shape)).collect();
    let tensors: Vec<_> = iter::zip(shapes, &bytes)
        .map(|((name, shape), bytes)| (name.as_str(), shape.as_slice(), bytes.as_slice()))
        .collect();
    opened(&file(&tensors, source_sha256)).unwrap()
}

/// 288 MB, so that they are made once.
static VGGISH_WEIGHTS: LazyLock<GivenWeights> =
    LazyLock::new(|| synthetic(&shapes(VGGISH, 1, VGGISH_DENSE), "10086976"));

fn golden() -> Golden {
    Golden::read("golden/ave_backbones_golden.safetensors")
}

/// Three seconds of sound, from samples to rows.
fn rows_of_three_secs(backbone: &AudioBackbone, sound: &[f32]) -> Vec<Vec<f32>> {
    let mut segments = backbone.segments();
    let mut rows = segments.push(&sound[..20_000]).unwrap();
    rows.extend(segments.push(&sound[20_000..]).unwrap());
    rows.extend(segments.finish(3).unwrap());
    rows
}

#[test]
fn vggish_with_synthetic_weights_is_golden_from_samples_to_rows() {
    let given = Golden::read("golden/vggish_log_mel_golden.safetensors");
    let sound = given.tensor("waveform_16000").into_raw_vec_and_offset().0;
    for (name, expected) in
        [("vggish-aligned", "vggish_aligned"), ("vggish-ave-compatible", "vggish_ave_compatible")]
    {
        let rows = |threads| {
            let backbone = audio(name, Some(&VGGISH_WEIGHTS), threads).unwrap();
            assert_eq!(backbone.sample_rate_hz(), 16_000);
            rows_of_three_secs(&backbone, &sound)
        };
        let found = rows(2);
        assert_eq!((found.len(), found[0].len()), (3, 128));
        assert_close(name, found.iter().flatten(), &golden().tensor(expected), 2e-5);
        assert_eq!(rows(1), found, "{name} on one thread");
    }
}

#[test]
fn seconds_after_the_end_of_the_sound_are_silent() {
    let backbone = audio("vggish-aligned", Some(&VGGISH_WEIGHTS), 2).unwrap();
    let mut segments = backbone.segments();
    let mut rows = segments.push(&[0.5; 9000]).unwrap();
    rows.extend(segments.finish(3).unwrap());
    assert_eq!(rows.len(), 3);
    assert_ne!(rows[0], rows[1]);
    assert_eq!(rows[1], rows[2]);
}

#[test]
fn vgg19_with_synthetic_weights_is_golden_from_pixels_to_rows() {
    let frames: Vec<Frame> = (0..2).map(pattern).collect();
    for (name, sha256, expected) in [
        ("vgg19", "dcbb9e9d", "vgg19_torchvision"),
        ("vgg19-ave-compatible", "d01eb7cb", "vgg19_bgr"),
    ] {
        let weights = synthetic(&shapes(VGG19, 3, &[]), sha256);
        let backbone = visual(name, Some(&weights), 2).unwrap();
        let spec = backbone.frame_spec();
        assert_eq!((spec.frames_per_sec, spec.crop_px), (16, 224));
        let rows = backbone.embed_frames(&frames).unwrap();
        assert_eq!(rows.dim(), (2, 512));
        assert_close(name, &rows, &golden().tensor(expected), 2e-5);
    }
}

/// A picture by the formula of `ave_networks.pattern`.
fn pattern(n: usize) -> Frame {
    let byte = |at: usize| {
        let (y, x, c) = (at / 3 / 224, at / 3 % 224, at % 3);
        ((x * 3 + y * 5 + c * 70 + x * y / 16 + n * 90) % 256) as u8
    };
    Frame::new(224, 224, (0..224 * 224 * 3).map(byte).collect()).unwrap()
}

/// `vggish_smoke_test.py`: mean 0.131 and standard deviation 0.238 of the rows of a 1 kHz tone, to a tenth (SPEC §12.1).
#[test]
fn published_vggish_passes_googles_smoke_test() {
    let Some(path) = std::env::var_os("EARSIGHT_VGGISH_WEIGHTS") else {
        earsight_testing::skip("`EARSIGHT_VGGISH_WEIGHTS` is not set");
        return;
    };
    let weights = GivenWeights::open(Path::new(&path)).unwrap();
    let backbone = audio("vggish-ave-compatible", Some(&weights), 2).unwrap();
    let given = Golden::read("golden/vggish_log_mel_golden.safetensors");
    let tone = given.tensor("tone_16000").into_raw_vec_and_offset().0;
    let values: Vec<f64> =
        rows_of_three_secs(&backbone, &tone).concat().into_iter().map(f64::from).collect();
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let variance =
        values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / values.len() as f64;
    assert!((mean / 0.131 - 1.0).abs() < 0.1, "{mean}");
    assert!((variance.sqrt() / 0.238 - 1.0).abs() < 0.1, "{}", variance.sqrt());
}
