//! `earsight search --in`: the files of a folder that a moment fits, such as sounds for a shot.

use std::path::Path;

use earsight_library::{Query, open_folder};

use super::{cue, settings};
use crate::answer::{FolderAnswer, extraction_line};
use crate::args::SearchArgs;
use crate::cue_sheet::CueSheet;
use crate::exit::Exit;
use crate::following::Following;
use crate::library;
use crate::stop::StopFlag;
use crate::terminal::Terminal;

pub fn run(
    args: &SearchArgs,
    folder: &Path,
    n_threads: usize,
    terminal: &Terminal,
) -> anyhow::Result<Exit> {
    let library = library::resolve(args.answering.library.as_deref())?;
    let name = library.model_name(args.answering.model.as_deref())?;
    library.fitted(&name)?; // what cannot work is said before anything is decoded
    let query = Query::resolve(&args.query, &library, n_threads)?;
    query.rows(args.from)?;
    let stop = &StopFlag::on_ctrl_c();
    let threads = (n_threads, stop.shared());
    let (collection, extracted) =
        open_folder(folder, &library, threads, &Following { terminal, stop })?;
    terminal.remark(extraction_line(&extracted));
    if args.from != args.to {
        library::calibration(&library, &name, terminal)?;
    }
    let answer = settings(args).answer_folder(&library, &name, &query, &collection)?;
    let cues =
        answer.found.iter().map(|fit| cue(&collection, args.to, &fit.found.place, fit.beside));
    let sheet = CueSheet::new(&query, args.from, cues.collect());
    let exit = match answer.found.is_empty() {
        true => Exit::NothingFound,
        false => Exit::with_skips(extracted.skipped.len()),
    };
    let written = sheet.write(&args.cue_sheet)?;
    let folder = folder.to_owned();
    terminal.answer(&FolderAnswer { answer, folder, written, collection: extracted })?;
    Ok(exit)
}
