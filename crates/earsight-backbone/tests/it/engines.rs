//! Two engines, one space: onnxruntime against the program's own.
//!
//! The engine is chosen by an environment variable, so each one computes in a process of its own:
//! this program again, asked for one test.

use std::env;
use std::path::Path;
use std::process::{Command, Output};

use earsight_backbone::{audio, visual};
use earsight_core::Frame;
use earsight_testing::{Golden, relative_error};

const LIBRARY: &str = "EARSIGHT_ONNXRUNTIME";
const BACKBONES: [&str; 3] = ["efficientnet-lite0", "cnn9", "cnn9-wide"];

/// What the other process prints before a row's numbers.
const ROW: &str = "row of ";

/// Golden pictures or the golden sound, in the engine of this process.
fn rows(name: &str) -> earsight_backbone::Result<Vec<Vec<f32>>> {
    let golden = Golden::read("golden/backbones_golden.safetensors");
    if name == "efficientnet-lite0" {
        let backbone = visual(name, 2)?;
        let mut frames = Vec::new();
        for case in ["frames", "pattern"] {
            let (_, bytes) = golden.bytes(case);
            let of_case = bytes.chunks(224 * 224 * 3);
            frames.extend(of_case.map(|rgb| Frame::new(224, 224, rgb.to_vec()).unwrap()));
        }
        let rows = backbone.embed_frames(&frames)?;
        return Ok(rows.outer_iter().map(|row| row.to_vec()).collect());
    }
    let backbone = audio(name, 2)?;
    let mut segments = backbone.segments();
    let mut rows = segments.push(golden.tensor("waveform_44100").as_slice().unwrap())?;
    rows.append(&mut segments.finish(3)?);
    Ok(rows)
}

/// What the other process runs.
#[test]
#[ignore = "run by the tests beside it"]
fn print_rows() {
    for name in BACKBONES {
        for row in rows(name).unwrap() {
            let bits: Vec<String> = row.iter().map(|value| value.to_bits().to_string()).collect();
            println!("\n{ROW}{name} {}", bits.join(" "));
        }
    }
}

fn other_process(library: Option<&Path>) -> Output {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", "engines::print_rows", "--ignored", "--nocapture"]);
    command.env_remove(LIBRARY);
    library.map(|library| command.env(LIBRARY, library));
    command.output().unwrap()
}

fn rows_of(output: &Output, name: &str) -> Vec<f32> {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    let start = format!("{ROW}{name} ");
    let bits =
        text.lines().filter_map(|line| line.strip_prefix(&start)).flat_map(str::split_whitespace);
    bits.map(|bits| f32::from_bits(bits.parse().unwrap())).collect()
}

#[test]
fn onnxruntime_and_our_engine_agree() {
    let Some(library) = env::var_os(LIBRARY) else {
        earsight_testing::skip(format_args!("`{LIBRARY}` is not set"));
        return;
    };
    assert!(Path::new(&library).is_file(), "`{LIBRARY}` names no file");
    let onnxruntime = other_process(Some(Path::new(&library)));
    let ours = other_process(None);
    for (name, n_values) in BACKBONES.into_iter().zip([4 * 1280, 3 * 512, 3 * 512]) {
        let (found, expected) = (rows_of(&onnxruntime, name), rows_of(&ours, name));
        assert_eq!((found.len(), expected.len()), (n_values, n_values), "{name}");
        // The same bits would be the same engine twice.
        assert!(found != expected, "{name} was not run by onnxruntime");
        let error = relative_error(&found, &expected);
        println!("{name}: relative error {error:.2e} between onnxruntime and ours");
        assert!(error <= 1e-4, "{name}: {error}");
    }
}

#[test]
fn without_the_library_ours_runs() {
    let missing = other_process(Some(Path::new("no/such/libonnxruntime.so")));
    let unset = other_process(None);
    for name in BACKBONES {
        let rows = rows_of(&missing, name);
        assert!(!rows.is_empty());
        assert!(rows == rows_of(&unset, name), "{name}");
    }
}

#[test]
fn a_file_that_is_no_library_is_an_error() {
    let output = other_process(Some(Path::new("Cargo.toml")));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success());
    for part in ["Engine", "onnxruntime", "efficientnet-lite0", "Cargo.toml"] {
        assert!(said.contains(part), "no `{part}` in {said}");
    }
}
