//! `earsight bench ave`: priors and leaks from AVE's own files, and with its features, Tables 1 and 2.

use earsight_bench::ave::Ave;
use earsight_bench::{AsPublished, Bench, bench_ave};
use earsight_core::FeatureSet;

use super::{finish, run_plan};
use crate::answer::{AveBenched, AveSplit};
use crate::args::AveArgs;
use crate::exit::Exit;
use crate::library::OpenLibrary;
use crate::terminal::Terminal;

pub fn run(args: &AveArgs, n_threads: usize, terminal: &Terminal) -> anyhow::Result<Exit> {
    let ave = Ave::read(&args.data)?;
    let split = args.split.parse()?;
    let as_published = AsPublished::parse(args.as_published.iter().map(String::as_str))?;
    let bench = match features(&ave, args)? {
        Some(features) => Some(run_plan(&args.systems, n_threads, terminal, |plan| {
            bench_ave((&ave, &features), split, args.validation, as_published, plan)
        })?),
        None => None,
    };
    let answer = ave_answer(&ave, bench)?;
    let csv = answer.bench.as_ref().map(Bench::csv);
    finish(&args.systems, &answer, csv, &answer.markdown(), terminal)?;
    Ok(Exit::with_skips(answer.bench.map_or(0, |bench| bench.failures.len())))
}

/// AVE's features from the library, else from its own files where they are there.
fn features(ave: &Ave, args: &AveArgs) -> anyhow::Result<Option<FeatureSet>> {
    Ok(match &args.library {
        Some(path) => {
            let library = OpenLibrary::open(path)?.library.feature_set()?;
            Some(ave.library_features(&library)?)
        }
        None => ave.has_features().then(|| ave.features()).transpose()?,
    })
}

/// Priors and the leaks of each split, with the scores of systems where there are any.
pub(super) fn ave_answer(ave: &Ave, bench: Option<Bench>) -> earsight_bench::Result<AveBenched> {
    let splits = ave.splits().keys();
    let splits = splits.map(|&split| Ok(AveSplit { split, leaks: ave.leaks(split, None)? }));
    let splits = splits.collect::<earsight_bench::Result<_>>()?;
    Ok(AveBenched { priors: ave.priors(), splits, bench })
}
