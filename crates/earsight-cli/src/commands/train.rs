//! `earsight train`: from features to a model and its index.

use earsight_library::{Learn, OpenLibrary};

use crate::answer::{TrainedAnswer, stage_line};
use crate::args::TrainArgs;
use crate::exit::Exit;
use crate::following::Following;
use crate::stop::StopFlag;
use crate::terminal::Terminal;

pub fn run(args: &TrainArgs, n_threads: usize, terminal: &Terminal) -> anyhow::Result<Exit> {
    let stop = &StopFlag::on_ctrl_c();
    let library = OpenLibrary::open(&args.library)?;
    let learn = Learn {
        train: args.model.train()?,
        folds: args.self_check.then_some(args.folds.into()),
        labels: None,
        n_threads,
    };
    let following = Following { terminal, stop };
    let learned = learn.run(&library, &following, &|stage| terminal.remark(stage_line(&stage)))?;
    terminal.answer(&TrainedAnswer::new(&library, learned))?;
    Ok(Exit::Done)
}
