//! `earsight localize`: where in a video a moment is.

use earsight_library::{ChosenParts, Localize, Query};

use crate::args::LocalizeArgs;
use crate::exit::Exit;
use crate::library::remark_uncalibrated;
use crate::terminal::Terminal;

pub fn run(args: &LocalizeArgs, n_threads: usize, terminal: &Terminal) -> anyhow::Result<Exit> {
    let (library, model) = args.answering.open()?;
    let query = Query::resolve(&args.answering.query, &library, n_threads)?;
    let sequence = Query::resolve(&args.sequence, &library, n_threads)?;
    let localize = Localize {
        from: args.from,
        coverage: args.coverage,
        reject: args.rejection.reject,
        parts: ChosenParts::of(&args.chosen.parts),
    };
    let found = localize.answer(&library, &model, &query, &sequence)?;
    remark_uncalibrated(&library, &model, terminal)?;
    let no_match = found.verdict.is_some_and(|verdict| verdict.no_match);
    terminal.answer(&found)?;
    Ok(if no_match { Exit::NothingFound } else { Exit::Done })
}
