//! `earsight bench ave`: what AVE's own files say, and with its features, Tables 1 and 2.

use earsight_bench::ave::{Ave, LibraryFeatures};
use earsight_bench::{AsPublished, AveProtocol, AveSource, Bench, bench_ave};

use super::{planned, write_files};
use crate::answer::{AveBenched, AveSplit};
use crate::args::AveArgs;
use crate::exit::Exit;
use crate::library::OpenLibrary;
use crate::terminal::Terminal;

/// Draws of the retrieval set.
const N_DRAWS: usize = 20;

pub fn run(args: &AveArgs, n_threads: usize, terminal: &Terminal) -> anyhow::Result<Exit> {
    let ave = Ave::read(&args.data)?;
    let protocol = AveProtocol {
        split: args.split.parse()?,
        on_validation: args.validation,
        n_draws: N_DRAWS,
        as_published: AsPublished::parse(args.as_published.iter().map(String::as_str))?,
    };
    let own = args
        .library
        .as_deref()
        .map(|path| OpenLibrary::open(path)?.library.feature_set().map_err(anyhow::Error::from));
    let own = own.transpose()?;
    let source = match &own {
        Some(own) => Some(AveSource::Library(LibraryFeatures::new(own))),
        None if ave.has_features() => Some(AveSource::Published(Box::new(ave.features()?))),
        None => None,
    };
    let bench = source.map(|source| {
        planned(&args.systems, n_threads, terminal, |plan| {
            bench_ave(&ave, &source, &protocol, plan)
        })
    });
    let bench = bench.transpose()?;
    let answer = AveBenched { priors: ave.priors(0), splits: splits(&ave)?, bench };
    write_files(&args.systems, answer.bench.as_ref().map(Bench::csv), &answer.markdown())?;
    terminal.answer(&answer)?;
    Ok(Exit::with_skips(answer.bench.map_or(0, |bench| bench.failures.len())))
}

/// What speaks against each split, told by its labels.
pub(super) fn splits(ave: &Ave) -> earsight_bench::Result<Vec<AveSplit>> {
    ave.splits().map(|(split, _)| Ok(AveSplit { split, leaks: ave.leaks(split, None)? })).collect()
}
