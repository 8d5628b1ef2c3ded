//! `earsight train`: from features to a model and its index.

use crate::answer::{TrainedAnswer, indexing_line, training_line};
use crate::args::TrainArgs;
use crate::check::{self, Asked};
use crate::exit::Exit;
use crate::indexing;
use crate::library::OpenLibrary;
use crate::stop::StopFlag;
use crate::terminal::Terminal;
use crate::training;

pub fn run(args: &TrainArgs, n_threads: usize, terminal: &Terminal) -> anyhow::Result<Exit> {
    let stop = StopFlag::on_ctrl_c();
    let library = OpenLibrary::open(&args.library)?;
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
    let self_check = match args.self_check {
        true => {
            let asked = Asked { n_folds: args.folds.into(), labels: None };
            Some(check::of_trained(asked, &library, &trained, n_threads, terminal, &stop)?)
        }
        false => None,
    };
    terminal.answer(&TrainedAnswer {
        library: library.path,
        training: trained.record,
        was_there: trained.was_there,
        index,
        self_check,
    })?;
    Ok(Exit::Done)
}
