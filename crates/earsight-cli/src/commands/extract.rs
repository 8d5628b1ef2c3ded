//! `earsight extract`: features of every second of a folder.

use crate::answer::extraction_line;
use crate::args::ExtractArgs;
use crate::exit::Exit;
use crate::extraction;
use crate::terminal::Terminal;

pub fn run(args: &ExtractArgs, n_threads: usize, terminal: &Terminal) -> anyhow::Result<Exit> {
    let (_, extracted) =
        extraction::extract(&args.collection, &args.extraction, n_threads, terminal)?;
    terminal.remark(extraction_line(&extracted));
    terminal.answer(&extracted)?;
    Ok(Exit::with_skips(extracted.skipped.len()))
}
