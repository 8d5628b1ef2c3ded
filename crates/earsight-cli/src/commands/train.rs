//! `earsight train`: from features to a model and its index.

use earsight_library::{Learn, OpenLibrary};

use crate::args::TrainArgs;
use crate::exit::Exit;
use crate::stop;
use crate::terminal::Terminal;

pub fn run(args: &TrainArgs, n_threads: usize, terminal: &Terminal) -> anyhow::Result<Exit> {
    stop::request_on_ctrl_c();
    let library = OpenLibrary::open(&args.library)?;
    let learn = Learn {
        train: args.model.train()?,
        folds: args.self_check.then_some(args.folds.into()),
        labels: None,
        n_threads,
    };
    terminal.answer(&learn.run(&library, terminal)?)?;
    Ok(Exit::Done)
}
