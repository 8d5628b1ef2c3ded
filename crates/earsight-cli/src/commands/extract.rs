//! `earsight extract`: features of every second of a folder.

use earsight_core::PerModality;
use earsight_extract::ExtractOptions;
use earsight_library::{Extracted, OpenLibrary, given_weights};

use crate::answer::extraction_line;
use crate::args::ExtractArgs;
use crate::exit::Exit;
use crate::library::default_path;
use crate::stop;
use crate::terminal::Terminal;

pub fn run(args: &ExtractArgs, n_threads: usize, terminal: &Terminal) -> anyhow::Result<Exit> {
    let (_, extracted) = extract(args, n_threads, terminal)?;
    terminal.answer(&extracted)?;
    Ok(Exit::with_skips(extracted.skipped.len()))
}

/// Extracts the new files of a folder; Ctrl-C stops it.
///
/// # Errors
/// As [`earsight_library::extract`].
pub fn extract(
    args: &ExtractArgs,
    n_threads: usize,
    terminal: &Terminal,
) -> anyhow::Result<(OpenLibrary, Extracted)> {
    let path = match &args.library {
        Some(path) => path.clone(),
        None => default_path(&args.folder)?,
    };
    let options = ExtractOptions {
        backbones: PerModality { audio: args.audio.clone(), visual: args.visual.clone() },
        weights: given_weights(&args.weights)?,
        threads: n_threads,
        retry_skipped: args.retry_skipped,
        cancel: stop::flag(),
    };
    stop::request_on_ctrl_c();
    let (library, extracted) = earsight_library::extract(&path, &args.folder, &options, terminal)?;
    terminal.remark(extraction_line(&extracted));
    Ok((library, extracted))
}
