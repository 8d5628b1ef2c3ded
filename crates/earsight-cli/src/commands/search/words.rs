//! Words as a query.

use anyhow::bail;
use earsight_library::{Error, OpenLibrary, WordQuery, WordSearch, open_folder};

use crate::answer::{WordAnswer, extraction_line};
use crate::args::SearchArgs;
use crate::exit::Exit;
use crate::stop;
use crate::terminal::Terminal;

pub fn run(
    args: &SearchArgs,
    library: &OpenLibrary,
    n_threads: usize,
    terminal: &Terminal,
) -> anyhow::Result<Exit> {
    let text = args.answering.query.as_str();
    let (list, _) = library.concepts()?;
    let known = WordQuery::read(text, list).known();
    known.map_err(|error| Error::Words(error.or_file()))?;
    if args.within.is_some() {
        bail!("--within is a distance, and words have none; they have probabilities");
    }
    if args.cue_sheet.files().next().is_some() {
        bail!("--csv, --otio and --edl need a file as the query, not words");
    }
    let search = WordSearch { to: args.to, k: args.k as usize, per_video: args.per_video() };
    let mut collection = None;
    if let Some(folder) = &args.folder {
        stop::request_on_ctrl_c();
        let (folder, extracted) =
            open_folder(folder, library, (n_threads, stop::flag()), terminal)?;
        terminal.remark(extraction_line(&extracted));
        collection = Some((folder, extracted));
    }
    let searched = collection.as_ref().map_or(library, |(folder, _)| folder);
    let answer = search.answer(searched, text)?;
    let collection = collection.map(|(_, extracted)| extracted);
    let exit = match answer.found.is_empty() {
        true => Exit::NothingFound,
        false => Exit::with_skips(collection.as_ref().map_or(0, |of| of.skipped.len())),
    };
    terminal.answer(&WordAnswer { answer, folder: args.folder.clone(), collection })?;
    Ok(exit)
}
