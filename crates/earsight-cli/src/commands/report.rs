//! `earsight report`: the page of `earsight serve` as one HTML file with its data.

use std::path::Path;

use earsight_library::{Monitor as _, OpenLibrary};
use earsight_serve::{Content, saved_page};

use crate::answer::Written;
use crate::args::ReportArgs;
use crate::exit::Exit;
use crate::published::{check_folder, publish};
use crate::terminal::Terminal;

pub fn run(args: &ReportArgs, n_threads: usize, terminal: &Terminal) -> anyhow::Result<Exit> {
    check_folder(&args.output)?;
    let library = OpenLibrary::open(&args.library)?;
    let model = Some(library.model_name(args.model.as_deref())?);
    let labels = library.labels(args.labels.as_deref())?.unwrap_or_default();
    let content = Content { library, model, labels, n_threads };
    let n_bytes = write(content, &args.output, terminal)?;
    terminal.answer(&Written { file: args.output.clone(), n_bytes })?;
    Ok(Exit::Done)
}

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
