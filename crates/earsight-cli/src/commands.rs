//! One file for each command: arguments → calls → a printed result.

mod bench;
mod check;
mod completions;
mod concepts;
mod doctor;
mod extract;
mod generate;
mod import;
mod learn;
mod localize;
mod man;
mod models;
mod report;
mod sample;
mod search;
mod serve;
mod train;
mod upgrade;

use crate::args::{Command, Typed};
use crate::exit::Exit;
use crate::terminal::Terminal;

/// Runs the command that was typed.
///
/// # Errors
/// Those of the command.
pub fn run(typed: Typed, terminal: &Terminal) -> anyhow::Result<Exit> {
    let n_threads = typed.everywhere.n_threads();
    match typed.command {
        Command::Learn(args) => learn::run(&args, n_threads, terminal),
        Command::Extract(args) => extract::run(&args, n_threads, terminal),
        Command::Train(args) => train::run(&args, n_threads, terminal),
        Command::Localize(args) => localize::run(&args, n_threads, terminal),
        Command::Search(args) => search::run(&args, n_threads, terminal),
        Command::Concepts(args) => concepts::run(&args, n_threads, terminal),
        Command::Generate(args) => generate::run(&args, n_threads, terminal),
        Command::Check(args) => check::run(&args, n_threads, terminal),
        Command::Sample(args) => sample::run(&args, n_threads, terminal),
        Command::Models => models::run(terminal),
        Command::Report(args) => report::run(&args, n_threads, terminal),
        Command::Serve(args) => serve::run(&args, n_threads, terminal),
        Command::Import(args) => import::run(&args, terminal),
        Command::Upgrade(args) => upgrade::run(&args, n_threads, terminal),
        Command::Bench(args) => bench::run(&args, n_threads, terminal),
        Command::Doctor(args) => doctor::run(&args, n_threads, terminal),
        Command::Completions(args) => completions::run(&args, terminal),
        Command::Man => man::run(terminal),
    }
}
