//! `earsight extract`: every second of a folder becomes features.

use crate::answer::extraction_line;
use crate::args::ExtractArgs;
use crate::exit::Exit;
use crate::extraction;
use crate::stop::StopFlag;
use crate::terminal::Terminal;

pub fn run(args: &ExtractArgs, n_threads: usize, terminal: &Terminal) -> anyhow::Result<Exit> {
    let stop = StopFlag::on_ctrl_c();
    let (_, extracted) =
        extraction::extract(&args.collection, &args.extraction, n_threads, terminal, &stop)?;
    terminal.remark(extraction_line(&extracted));
    terminal.answer(&extracted)?;
    Ok(Exit::with_skips(extracted.skipped.len()))
}
