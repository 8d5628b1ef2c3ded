//! onnxruntime: a shared library of the person's own, found at run time.

use std::env;
use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use ndarray::{Array2, Array4};
use ort::environment::Environment;
use ort::session::Session;
use ort::value::TensorRef;

use super::Engine;
use crate::{Error, Result};

/// Where the library is.
const VARIABLE: &str = "EARSIGHT_ONNXRUNTIME";

/// The library's state: there can be one in a process, and none after it is dropped.
static ENVIRONMENT: Mutex<Option<Environment>> = Mutex::new(None);

/// A network in onnxruntime.
pub(super) struct Onnxruntime {
    backbone: String,
    /// A session takes one batch at a time.
    session: Mutex<Session>,
}

/// The library that the person named, if there is such a file.
pub(super) fn library() -> Option<PathBuf> {
    // Absolute, since a relative path would be looked for beside the program first.
    let path = Path::new(&env::var_os(VARIABLE)?).canonicalize().ok()?;
    path.is_file().then_some(path)
}

impl Onnxruntime {
    /// Takes an ONNX model and the library that shall run it.
    ///
    /// The first library of a process stays: a later `library` is not looked at.
    pub(super) fn load(
        library: &Path,
        backbone: &str,
        onnx: &[u8],
        threads: usize,
    ) -> Result<Self> {
        let session =
            session(library, onnx, threads).map_err(|reason| refused(backbone, reason))?;
        Ok(Onnxruntime { backbone: backbone.to_owned(), session: Mutex::new(session) })
    }
}

impl Engine for Onnxruntime {
    fn run(&self, input: Array4<f32>) -> Result<Array2<f32>> {
        rows(&mut self.session.lock().unwrap_or_else(PoisonError::into_inner), &input)
            .map_err(|reason| refused(&self.backbone, reason))
    }
}

fn session(library: &Path, onnx: &[u8], threads: usize) -> std::result::Result<Session, String> {
    let environment = environment(library)?;
    Session::builder(&environment)
        .map_err(text)?
        .with_intra_threads(threads.max(1))
        .map_err(text)?
        // A waiting thread that spins takes the core from ffmpeg, which decodes the next pictures.
        .with_intra_op_spinning(false)
        .map_err(text)?
        .commit_from_memory(onnx)
        .map_err(text)
}

fn environment(library: &Path) -> std::result::Result<Environment, String> {
    let mut loaded = ENVIRONMENT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(environment) = &*loaded {
        return Ok(environment.clone());
    }
    // Nothing leaves the machine, whatever the library was built to tell.
    let builder = ort::init_from(library).map_err(text)?.with_telemetry(false);
    let environment = builder.build().map_err(text)?;
    *loaded = Some(environment.clone());
    Ok(environment)
}

fn rows(session: &mut Session, input: &Array4<f32>) -> std::result::Result<Array2<f32>, String> {
    let input = input.as_standard_layout();
    let values = input.as_slice().ok_or("the input is not in one piece")?;
    let tensor = TensorRef::from_array_view((input.shape(), values)).map_err(text)?;
    let outputs = session.run(ort::inputs![tensor]).map_err(text)?;
    let (shape, values) = outputs[0].try_extract_tensor::<f32>().map_err(text)?;
    let [n, dim] = shape[..] else {
        return Err(format!("the output has shape {shape}, rows were expected"));
    };
    Array2::from_shape_vec((n as usize, dim as usize), values.to_vec()).map_err(text)
}

/// What the library said; its own errors hold on to what cannot move between threads.
fn text(said: impl Display) -> String {
    said.to_string()
}

fn refused(backbone: &str, reason: String) -> Error {
    Error::Engine { engine: "onnxruntime", backbone: backbone.to_owned(), source: reason.into() }
}
