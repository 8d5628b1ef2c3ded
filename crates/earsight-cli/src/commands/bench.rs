//! `earsight bench`: the paper's tables on public data.

mod ave;
mod calibration;
mod curve;
mod reproduce;
mod speed;

use earsight::{ModelEntry, Reads};
use earsight_baselines::REGISTRY;
use earsight_bench::composed::Parts;
use earsight_bench::{
    AsPublished, Bench, Plan, bench_clips, bench_composed, bundled, tensor_import,
};
use earsight_core::FeatureSet;
use earsight_library::Monitor as _;

use crate::answer::bench_text;
use crate::args::{
    BenchArgs, BenchData, ClipsArgs, ComposedArgs, PartsArgs, RealClipsArgs, SystemsArgs,
};
use crate::exit::Exit;
use crate::published::{check_folder, publish};
use crate::stop;
use crate::terminal::{Answer, Terminal};

pub fn run(args: &BenchArgs, n_threads: usize, terminal: &Terminal) -> anyhow::Result<Exit> {
    match &args.data {
        BenchData::Composed(args) => composed(args, n_threads, terminal),
        BenchData::Ave(args) => ave::run(args, n_threads, terminal),
        BenchData::Calibration(args) => calibration::run(args, n_threads, terminal),
        BenchData::Curve(args) => curve::run(args, n_threads, terminal),
        BenchData::Reproduce(args) => reproduce::run(args, n_threads, terminal),
        BenchData::Speed(args) => speed::run(args, n_threads, terminal),
        BenchData::Clips(args) => clips(args, n_threads, terminal),
    }
}

fn composed(args: &ComposedArgs, n_threads: usize, terminal: &Terminal) -> anyhow::Result<Exit> {
    let as_published = AsPublished::parse(args.as_published.iter().map(String::as_str))?;
    let (parts, n_clips) = (train_and_test(&args.parts)?, [args.clips, args.test_clips]);
    let bench = run_plan(&args.systems, n_threads, terminal, |plan| {
        bench_composed(&parts, n_clips, as_published, plan)
    })?;
    finish_bench(&args.systems, &bench, terminal)
}

fn clips(args: &ClipsArgs, n_threads: usize, terminal: &Terminal) -> anyhow::Result<Exit> {
    let features = real_clips(&args.real)?;
    let n_folds = usize::from(args.folds);
    let bench =
        run_plan(&args.systems, n_threads, terminal, |plan| bench_clips(&features, n_folds, plan))?;
    finish_bench(&args.systems, &bench, terminal)
}

/// The sources of the training clips and of the test clips.
fn train_and_test(args: &PartsArgs) -> earsight_bench::Result<[Parts; 2]> {
    let parts = |part| match &args.parts {
        Some(folder) => Parts::read(folder, part),
        None => bundled::parts(part),
    };
    Ok([parts(args.train_part)?, parts(args.test_part)?])
}

fn real_clips(args: &RealClipsArgs) -> anyhow::Result<FeatureSet> {
    Ok(match (&args.features, &args.library) {
        (Some(path), _) => tensor_import::read(path, None)?.features,
        (None, Some(path)) => crate::library::resolve(Some(path))?.library.feature_set()?,
        (None, None) => bundled::clips()?,
    })
}

/// Runs the named systems in parallel, with progress, until Ctrl-C.
fn run_plan<T>(
    args: &SystemsArgs,
    n_threads: usize,
    terminal: &Terminal,
    bench: impl FnOnce(&Plan<'_>) -> earsight_bench::Result<T>,
) -> anyhow::Result<T> {
    for path in args.csv.iter().chain(&args.markdown) {
        check_folder(path)?;
    }
    stop::request_on_ctrl_c();
    let systems = systems(&args.models)?;
    let progress = terminal.stage("running", systems.len() as u64 * args.seeds);
    let plan = Plan {
        systems,
        n_seeds: args.seeds,
        n_workers: n_threads,
        is_stopped: &stop::is_requested,
        progress: &|model, seed, n_done| {
            progress.at(n_done as u64, &format!("{model} seed {seed}"));
        },
    };
    match bench(&plan) {
        Err(earsight_bench::Error::Stopped) => Err(earsight_library::Stopped.into()),
        result => Ok(result?),
    }
}

/// The named systems, or all that read features.
fn systems(names: &[String]) -> anyhow::Result<Vec<&'static ModelEntry>> {
    if names.is_empty() {
        return Ok(REGISTRY.entries().filter(|entry| entry.reads == Reads::Features).collect());
    }
    Ok(names.iter().map(|name| REGISTRY.entry(name)).collect::<Result<_, _>>()?)
}

fn finish_bench(args: &SystemsArgs, bench: &Bench, terminal: &Terminal) -> anyhow::Result<Exit> {
    finish(args, bench, Some(bench.csv()), &bench_text(bench), terminal)?;
    Ok(Exit::with_skips(bench.failures.len()))
}

/// Writes the files that were named, every number of every run and the tables, and prints the answer.
fn finish(
    args: &SystemsArgs,
    answer: &impl Answer,
    csv: Option<String>,
    markdown: &str,
    terminal: &Terminal,
) -> anyhow::Result<()> {
    if let (Some(path), Some(csv)) = (&args.csv, csv) {
        publish(path, csv.as_bytes())?;
    }
    if let Some(path) = &args.markdown {
        publish(path, markdown.as_bytes())?;
    }
    Ok(terminal.answer(answer)?)
}
