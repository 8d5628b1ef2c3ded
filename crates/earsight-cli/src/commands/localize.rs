//! `earsight localize`: where in a video a moment happens.

use earsight_library::{Localize, Query};

use crate::args::LocalizeArgs;
use crate::exit::Exit;
use crate::library;
use crate::terminal::Terminal;

pub fn run(args: &LocalizeArgs, n_threads: usize, terminal: &Terminal) -> anyhow::Result<Exit> {
    let library = library::resolve(args.answering.library.as_deref())?;
    let name = library.model_name(args.answering.model.as_deref())?;
    let query = Query::resolve(&args.query, &library, n_threads)?;
    let sequence = Query::resolve(&args.sequence, &library, n_threads)?;
    let localize =
        Localize { from: args.from, coverage: args.coverage, refuse: args.refusal.refuse };
    let found = localize.answer(&library, &name, &query, &sequence)?;
    // Says so where nobody knows how sure that is.
    library::calibration(&library, &name, terminal)?;
    let no_match = found.verdict.is_some_and(|verdict| verdict.no_match);
    terminal.answer(&found)?;
    Ok(if no_match { Exit::NothingFound } else { Exit::Done })
}
