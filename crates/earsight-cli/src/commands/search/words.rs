//! Words as a query.

use anyhow::bail;
use earsight_backbone::CONCEPT_LISTS;
use earsight_library::{Error, Extracted, OpenLibrary, WordQuery, WordSearch, open_folder};

use crate::answer::{WordAnswer, extraction_line};
use crate::args::SearchArgs;
use crate::exit::Exit;
use crate::library::{Untrained, WhichLibrary};
use crate::stop;
use crate::terminal::Terminal;

pub fn run(
    args: &SearchArgs,
    library: Option<OpenLibrary>,
    n_threads: usize,
    terminal: &Terminal,
) -> anyhow::Result<Exit> {
    let text = args.answering.query.as_str();
    let list = match &library {
        Some(library) => library.concepts()?.0,
        None => &CONCEPT_LISTS[0],
    };
    // Fails before anything is decoded.
    let known = WordQuery::read(text, list).known();
    known.map_err(|error| Error::Words(error.or_file()))?;
    if args.within.is_some() {
        bail!("--within is a distance, and words have none; they have probabilities");
    }
    if args.cue_sheet.files().next().is_some() {
        bail!("--csv, --otio and --edl need a file as the query, not words");
    }
    let search = WordSearch { to: args.to, k: args.k as usize, per_video: args.of_video.most() };
    let (answer, collection) = match (&args.folder, library) {
        (None, Some(library)) => (search.answer(&library, text)?, None),
        (None, None) => return Err(WhichLibrary::NoneHere.into()),
        (Some(folder), library) => {
            stop::request_on_ctrl_c();
            let untrained;
            let (files, extracted): (OpenLibrary, Extracted) = match library {
                Some(library) => {
                    open_folder(folder, &library, (n_threads, stop::flag()), terminal)?
                }
                None => {
                    untrained = Untrained::of(folder, n_threads, terminal)?;
                    (untrained.library()?, untrained.extracted.clone())
                }
            };
            terminal.remark(extraction_line(&extracted));
            (search.answer(&files, text)?, Some(extracted))
        }
    };
    let exit = match answer.found.is_empty() {
        true => Exit::NothingFound,
        false => Exit::with_skips(collection.as_ref().map_or(0, |of| of.skipped.len())),
    };
    terminal.answer(&WordAnswer { answer, folder: args.folder.clone(), collection })?;
    Ok(exit)
}
