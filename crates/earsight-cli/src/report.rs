//! A library's report: the page of `earsight serve` as one HTML file with its data.

use std::path::Path;

use earsight_library::Monitor as _;
use earsight_serve::{Content, saved_page};

use crate::published::publish;
use crate::terminal::Terminal;

/// Writes the report and returns its length in bytes.
///
/// # Errors
/// When the library cannot be read or the file not be written.
pub fn write(content: Content, path: &Path, terminal: &Terminal) -> anyhow::Result<usize> {
    let progress = terminal.stage("reporting", 0);
    let page = saved_page(content)?;
    publish(path, page.as_bytes())?;
    drop(progress);
    Ok(page.len())
}
