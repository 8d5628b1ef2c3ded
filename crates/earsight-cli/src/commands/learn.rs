//! `earsight learn`: extract, train, index and check, in one go.

use anyhow::Context as _;

use crate::answer::{Learned, SelfChecked, TrainedAnswer, indexing_line, training_line};
use crate::args::LearnArgs;
use crate::check::{self, Asked};
use crate::exit::Exit;
use crate::extraction;
use crate::indexing;
use crate::published::check_folder;
use crate::report;
use crate::stop::StopFlag;
use crate::terminal::Terminal;
use crate::training;

pub fn run(args: &LearnArgs, n_threads: usize, terminal: &Terminal) -> anyhow::Result<Exit> {
    // What cannot work is said before an hour of decoding.
    args.model.choice.resolved()?;
    if let Some(labels) = &args.labels {
        earsight_sample::read_labels(labels)
            .with_context(|| format!("cannot read the labels {}", labels.display()))?;
    }
    if let Some(path) = &args.report {
        check_folder(path)?;
    }
    let stop = StopFlag::on_ctrl_c();
    let (library, extraction) =
        extraction::extract(&args.collection, &args.extraction, n_threads, terminal, &stop)?;
    terminal.remark(extraction.line());
    let labels = match &args.labels {
        Some(path) => Some(check::read_labels(path, library.library.manifest())?),
        None => None,
    };
    let trained = training::train(&library, &args.model, terminal, &stop)?;
    terminal.remark(training_line(&trained));
    let name = &trained.record.identity.model;
    let index = indexing::build(
        &library,
        name,
        &*trained.model,
        &trained.fingerprint,
        n_threads,
        terminal,
        &stop,
    )?;
    terminal.remark(indexing_line(&index));
    let self_check = match args.no_self_check {
        true => SelfChecked::LeftOut("it was not wanted".to_owned()),
        false => {
            let asked = Asked { n_folds: args.folds.into(), labels };
            check::of_trained(asked, &library, &trained, n_threads, terminal, &stop)?
        }
    };
    if let Some(path) = &args.report {
        report::write(&library.path, name, args.labels.as_deref(), path, n_threads, terminal)?;
    }
    let n_skipped = extraction.skipped.len();
    terminal.answer(&Learned {
        library: library.path.clone(),
        extraction,
        training: TrainedAnswer {
            library: library.path,
            training: trained.record,
            was_there: trained.was_there,
            index,
            self_check: None,
        },
        self_check,
        report: args.report.clone(),
    })?;
    Ok(Exit::with_skips(n_skipped))
}
