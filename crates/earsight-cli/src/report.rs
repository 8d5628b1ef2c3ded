//! A library's report: the page of `earsight serve` as one HTML file with its data.

use std::path::Path;

use earsight_core::Annotations;
use earsight_library::read_labels_of;
use earsight_serve::{Content, saved_page};

use crate::library::OpenLibrary;
use crate::published::publish;
use crate::terminal::Terminal;

/// Writes the report of a fitted model and returns its length in bytes.
///
/// # Errors
/// When the library cannot be read or the file not be written.
pub fn write(
    library: &Path,
    model: &str,
    labels: Option<&Path>,
    path: &Path,
    n_threads: usize,
    terminal: &Terminal,
) -> anyhow::Result<usize> {
    let progress = terminal.progress("reporting", 0);
    let library = OpenLibrary::open(library)?;
    let labels = match labels {
        Some(path) => read_labels_of(path, library.library.manifest())?,
        None => Annotations::default(),
    };
    let page = saved_page(Content { library, model: Some(model.to_owned()), labels, n_threads })?;
    publish(path, page.as_bytes())?;
    drop(progress);
    Ok(page.len())
}
