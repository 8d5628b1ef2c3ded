//! `earsight report`: the page as one HTML file.

use crate::answer::Written;
use crate::args::ReportArgs;
use crate::exit::Exit;
use crate::library::OpenLibrary;
use crate::published::check_folder;
use crate::report;
use crate::terminal::Terminal;

pub fn run(args: &ReportArgs, n_threads: usize, terminal: &Terminal) -> anyhow::Result<Exit> {
    check_folder(&args.output)?;
    let library = OpenLibrary::open(&args.library)?;
    let model = library.model_name(args.model.as_deref())?;
    let n_bytes = report::write(
        &args.library,
        &model,
        args.labels.as_deref(),
        &args.output,
        n_threads,
        terminal,
    )?;
    terminal.answer(&Written { file: args.output.clone(), n_bytes })?;
    Ok(Exit::Done)
}
