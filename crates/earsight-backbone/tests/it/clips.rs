//! Rows of real clips compared with those of an independent implementation.

use std::path::Path;
use std::process::Command;

use earsight_backbone::{audio, visual};
use earsight_core::Frame;
use earsight_testing::{Golden, cosine, shared};
use ndarray::{Array2, Axis, Ix2};

/// A stereo clip at 44.1 kHz, so that nothing here has to resample.
const CLIP: &str = "vggs_0nYltlo90Zc_147000_157000.mp4";
const N_SECONDS: usize = 3;

/// Reference rows of the clip's first seconds.
fn reference(golden: &Golden, name: &str) -> Array2<f32> {
    let clips: Vec<String> = serde_json::from_str(&golden.metadata("clips")).unwrap();
    let clip = clips.iter().position(|clip| clip == CLIP).unwrap() as f32;
    let of_clip: Vec<usize> = golden
        .tensor("clip")
        .iter()
        .enumerate()
        .filter(|(_, id)| **id == clip)
        .map(|(row, _)| row)
        .collect();
    let rows = golden.tensor(name).into_dimensionality::<Ix2>().unwrap();
    rows.select(Axis(0), &of_clip[..N_SECONDS])
}

/// The output of ffmpeg; `None`, and a skip, where it is not installed.
fn decoded(clip: &Path, arguments: &[&str]) -> Option<Vec<u8>> {
    let run = Command::new("ffmpeg")
        .args(["-v", "error", "-nostdin", "-i"])
        .arg(clip)
        .args(arguments)
        .output();
    match run {
        Ok(output) => Some(output.stdout),
        Err(error) => {
            earsight_testing::skip(format_args!("ffmpeg: {error}"));
            None
        }
    }
}

fn assert_similar(what: &str, rows: &[Vec<f32>], reference: &Array2<f32>, lowest: f64) {
    for (second, (row, expected)) in rows.iter().zip(reference.outer_iter()).enumerate() {
        let found = cosine(row, expected);
        println!("{what}, second {second}: cosine {found:.5}");
        assert!(found >= lowest, "{what}, second {second}: cosine {found}");
    }
    assert_eq!(rows.len(), reference.nrows(), "{what}");
}

#[test]
fn audio_rows_are_similar_to_the_reference() {
    let (Some(clip), Some(parts)) =
        (shared(&format!("data/clips/{CLIP}")), shared("data/parts/clips.safetensors"))
    else {
        return;
    };
    let Some(bytes) = decoded(&clip, &["-map", "0:a:0", "-f", "f32le", "pipe:1"]) else { return };
    let (samples, _) = bytes.as_chunks::<4>();
    let stereo: Vec<f32> = samples.iter().map(|&sample| f32::from_le_bytes(sample)).collect();
    let mean: Vec<f32> = stereo.chunks_exact(2).map(|pair| (pair[0] + pair[1]) / 2.0).collect();
    // The reference let ffmpeg mix the channels (`-ac 1`), which makes a sum over the root of two, not a mean.
    let mixed: Vec<f32> = mean.iter().map(|sample| sample * std::f32::consts::SQRT_2).collect();
    let golden = Golden::read(parts);
    for (name, tensor) in [("cnn9", "audio"), ("cnn9-wide", "audio_wide")] {
        let backbone = audio(name, None, 2).unwrap();
        for (sound, lowest) in [(&mixed, 0.9999), (&mean, 0.98)] {
            // Enough that the window of the last second compared is not moved by the end.
            let mut rows = backbone.segments().push(&sound[..6 * 44_100]).unwrap();
            rows.truncate(N_SECONDS);
            assert_similar(name, &rows, &reference(&golden, tensor), lowest);
        }
    }
}

#[test]
fn visual_rows_are_similar_to_the_reference() {
    let (Some(clip), Some(parts)) =
        (shared(&format!("data/clips/{CLIP}")), shared("data/parts/clips.safetensors"))
    else {
        return;
    };
    let filter = "fps=3,scale='if(gt(iw,ih),-2,256)':'if(gt(iw,ih),256,-2)',crop=224:224";
    let arguments = [
        "-map",
        "0:v:0",
        "-vf",
        filter,
        "-frames:v",
        "9",
        "-f",
        "rawvideo",
        "-pix_fmt",
        "rgb24",
        "pipe:1",
    ];
    let Some(bytes) = decoded(&clip, &arguments) else { return };
    let frames: Vec<Frame> = bytes
        .chunks_exact(224 * 224 * 3)
        .map(|rgb| Frame::new(224, 224, rgb.to_vec()).unwrap())
        .collect();
    let rows = visual("efficientnet-lite0", None, 2).unwrap().embed_segments(&frames, 3).unwrap();
    let rows: Vec<Vec<f32>> = rows.outer_iter().map(|row| row.to_vec()).collect();
    // Scalers differ a little between versions of ffmpeg; with the reference's own it is 0.9999.
    assert_similar("efficientnet-lite0", &rows, &reference(&Golden::read(parts), "visual"), 0.99);
}
