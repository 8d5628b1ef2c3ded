//! `earsight learn`: extract, train, index and self-check.

use anyhow::Context as _;
use earsight_library::{Learn, SelfChecked, read_labels};
use earsight_serve::Content;

use super::{extract, report};
use crate::answer::LearnAnswer;
use crate::args::LearnArgs;
use crate::exit::Exit;
use crate::published::check_folder;
use crate::terminal::Terminal;

pub fn run(args: &LearnArgs, n_threads: usize, terminal: &Terminal) -> anyhow::Result<Exit> {
    // Invalid arguments fail before an hour of decoding.
    let train = args.model.train()?;
    if let Some(labels) = &args.labels {
        read_labels(labels).context("cannot read the labels")?;
    }
    if let Some(path) = &args.report {
        check_folder(path)?;
    }
    let (library, extraction) = extract::extract(&args.extract, n_threads, terminal)?;
    let labels = library.labels(args.labels.as_deref())?;
    let learn = Learn {
        train,
        folds: (!args.no_self_check).then_some(args.folds.into()),
        labels: labels.clone(),
        n_threads,
    };
    let mut training = learn.run(&library, terminal)?;
    let skipped = || SelfChecked::LeftOut("skipped, as asked".to_owned());
    let self_check = training.self_check.take().unwrap_or_else(skipped);
    if let Some(report) = &args.report {
        let model = Some(training.training.identity.model.clone());
        let content = Content { library, model, labels: labels.unwrap_or_default(), n_threads };
        report::write(content, report, terminal)?;
    }
    let n_skipped = extraction.skipped.len();
    terminal.answer(&LearnAnswer {
        library: training.library.clone(),
        extraction,
        training,
        self_check,
        report: args.report.clone(),
    })?;
    Ok(Exit::with_skips(n_skipped))
}
