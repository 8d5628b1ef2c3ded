//! `earsight learn`: extract, train, index and check, in one go.

use anyhow::Context as _;
use earsight_library::{Learn, SelfChecked, read_labels, read_labels_of};
use earsight_serve::Content;

use crate::answer::{Learned, TrainedAnswer, extraction_line, stage_line};
use crate::args::LearnArgs;
use crate::exit::Exit;
use crate::extraction;
use crate::following::Following;
use crate::published::check_folder;
use crate::report;
use crate::stop::StopFlag;
use crate::terminal::Terminal;

pub fn run(args: &LearnArgs, n_threads: usize, terminal: &Terminal) -> anyhow::Result<Exit> {
    // What cannot work is said before an hour of decoding.
    let train = args.model.train()?;
    if let Some(labels) = &args.labels {
        read_labels(labels).context("cannot read the labels")?;
    }
    if let Some(path) = &args.report {
        check_folder(path)?;
    }
    let stop = &StopFlag::on_ctrl_c();
    let (library, extraction) =
        extraction::extract(&args.collection, &args.extraction, n_threads, terminal, stop)?;
    terminal.remark(extraction_line(&extraction));
    let labels = args.labels.as_ref();
    let labels = labels.map(|path| read_labels_of(path, library.library.manifest())).transpose()?;
    let learn = Learn {
        train,
        folds: (!args.no_self_check).then_some(args.folds.into()),
        labels: labels.clone(),
        n_threads,
    };
    let following = Following { terminal, stop };
    let mut learned =
        learn.run(&library, &following, &|stage| terminal.remark(stage_line(&stage)))?;
    let left_out = || SelfChecked::LeftOut("skipped, as asked".to_owned());
    let self_check = learned.self_check.take().unwrap_or_else(left_out);
    let training = TrainedAnswer::new(&library, learned);
    let path = library.path.clone();
    if let Some(report) = &args.report {
        let model = Some(training.training.identity.model.clone());
        let content = Content { library, model, labels: labels.unwrap_or_default(), n_threads };
        report::write(content, report, terminal)?;
    }
    let n_skipped = extraction.skipped.len();
    terminal.answer(&Learned {
        library: path,
        extraction,
        training,
        self_check,
        report: args.report.clone(),
    })?;
    Ok(Exit::with_skips(n_skipped))
}
