//! `earsight report`: the page as one HTML file.

use earsight_library::OpenLibrary;
use earsight_serve::Content;

use crate::answer::Written;
use crate::args::ReportArgs;
use crate::exit::Exit;
use crate::published::check_folder;
use crate::report;
use crate::terminal::Terminal;

pub fn run(args: &ReportArgs, n_threads: usize, terminal: &Terminal) -> anyhow::Result<Exit> {
    check_folder(&args.output)?;
    let library = OpenLibrary::open(&args.library)?;
    let model = Some(library.model_name(args.model.as_deref())?);
    let labels = library.labels(args.labels.as_deref())?.unwrap_or_default();
    let content = Content { library, model, labels, n_threads };
    let n_bytes = report::write(content, &args.output, terminal)?;
    terminal.answer(&Written { file: args.output.clone(), n_bytes })?;
    Ok(Exit::Done)
}
