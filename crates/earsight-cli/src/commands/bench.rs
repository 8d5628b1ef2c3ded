//! `earsight bench`: the paper's tables on data that everyone has.

mod ave;
mod calibration;
mod curve;
mod reproduce;
mod speed;

use earsight::Reads;
use earsight_baselines::REGISTRY;
use earsight_bench::composed::Parts;
use earsight_bench::{
    AsPublished, Bench, ComposedProtocol, Plan, System, bench_clips, bench_composed, bundled,
    tensor_import,
};
use earsight_core::FeatureSet;
use earsight_library::Monitor as _;

use crate::answer::Benched;
use crate::args::{
    BenchArgs, BenchData, ClipsArgs, ComposedArgs, PartsArgs, RealClipsArgs, SystemsArgs,
};
use crate::exit::Exit;
use crate::published::{check_folder, publish};
use crate::stop;
use crate::terminal::Terminal;

pub fn run(args: &BenchArgs, n_threads: usize, terminal: &Terminal) -> anyhow::Result<Exit> {
    match &args.data {
        BenchData::Composed(args) => {
            finish(&args.systems, composed(args, n_threads, terminal)?, terminal)
        }
        BenchData::Ave(args) => ave::run(args, n_threads, terminal),
        BenchData::Calibration(args) => calibration::run(args, n_threads, terminal),
        BenchData::Curve(args) => curve::run(args, n_threads, terminal),
        BenchData::Reproduce(args) => reproduce::run(args, n_threads, terminal),
        BenchData::Speed(args) => speed::run(args, n_threads, terminal),
        BenchData::Clips(args) => {
            finish(&args.systems, clips(args, n_threads, terminal)?, terminal)
        }
    }
}

fn composed(args: &ComposedArgs, n_threads: usize, terminal: &Terminal) -> anyhow::Result<Bench> {
    let names = args.as_published.iter().map(String::as_str);
    let protocol = ComposedProtocol {
        n_train_clips: args.clips,
        n_test_clips: args.test_clips,
        as_published: AsPublished::parse(names)?,
        ..ComposedProtocol::default()
    };
    let [train, test] = train_and_test(&args.parts)?;
    planned(&args.systems, n_threads, terminal, |plan| {
        bench_composed(&train, &test, &protocol, plan)
    })
}

fn clips(args: &ClipsArgs, n_threads: usize, terminal: &Terminal) -> anyhow::Result<Bench> {
    let features = real_clips(&args.real)?;
    let n_folds = usize::from(args.folds);
    planned(&args.systems, n_threads, terminal, |plan| bench_clips(&features, n_folds, plan))
}

/// What clips to learn from, and clips to be asked about, are composed of.
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

/// Runs what was typed side by side, with progress and an end by Ctrl-C.
fn planned<T>(
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
    let n_runs = systems.len() as u64 * args.seeds;
    let progress = terminal.stage("running", n_runs);
    let plan = Plan {
        systems,
        n_seeds: args.seeds,
        n_workers: n_threads,
        is_stopped: &stop::is_requested,
        progress: &|done| {
            progress.at(done.n_done as u64, &format!("{} seed {}", done.model, done.seed));
        },
    };
    let found = bench(&plan);
    drop(progress);
    match found {
        Err(earsight_bench::Error::Stopped) => Err(earsight_library::Stopped.into()),
        found => Ok(found?),
    }
}

/// The named systems, or all that read features, with their default settings.
fn systems(names: &[String]) -> anyhow::Result<Vec<System>> {
    let entries: Vec<_> = if names.is_empty() {
        REGISTRY.entries().filter(|entry| entry.reads == Reads::Features).collect()
    } else {
        names.iter().map(|name| REGISTRY.entry(name)).collect::<Result<_, _>>()?
    };
    let system =
        |entry: &'static earsight::ModelEntry| System { entry, config: (entry.default_config)() };
    Ok(entries.into_iter().map(system).collect())
}

fn finish(args: &SystemsArgs, bench: Bench, terminal: &Terminal) -> anyhow::Result<Exit> {
    let answer = Benched { bench };
    write_files(args, Some(answer.bench.csv()), &answer.markdown())?;
    terminal.answer(&answer)?;
    Ok(Exit::with_skips(answer.bench.failures.len()))
}

/// The files that were asked for; every number of every run, and the tables.
fn write_files(args: &SystemsArgs, csv: Option<String>, markdown: &str) -> anyhow::Result<()> {
    if let (Some(path), Some(csv)) = (&args.csv, csv) {
        publish(path, csv.as_bytes())?;
    }
    if let Some(path) = &args.markdown {
        publish(path, markdown.as_bytes())?;
    }
    Ok(())
}
