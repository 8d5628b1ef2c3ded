//! The `earsight` program: arguments, one call, a printed answer.

mod answer;
mod args;
mod check;
mod collection;
mod commands;
mod cue_sheet;
mod exit;
mod extraction;
mod hint;
mod indexing;
mod judging;
mod library;
mod published;
mod report;
mod stop;
mod terminal;
mod training;

use std::io;
use std::process::ExitCode;

use clap::Parser as _;

use args::Typed;
use exit::Exit;
use stop::{StopFlag, Stopped};
use terminal::Terminal;

/// Every step of a training allocates megabytes; the C library gives them back to the kernel each time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let typed = Typed::parse();
    let terminal = Terminal::new(&typed.everywhere);
    if typed.everywhere.attached {
        StopFlag::on_end_of_stdin();
    }
    // All work begins on a thread of the pool: one from outside would wait for the pool at every product.
    let n_threads = typed.everywhere.n_threads();
    let exit = match earsight::on_threads(n_threads, || commands::run(typed, &terminal)) {
        Ok(exit) => exit,
        // Whoever read the answer has read enough.
        Err(error) if is_broken_pipe(&error) => Exit::Done,
        Err(error) if error.is::<Stopped>() => {
            terminal.complain(&error, None);
            Exit::Stopped
        }
        Err(error) => {
            terminal.complain(&error, hint::of(&error).as_deref());
            Exit::Failed
        }
    };
    exit.into()
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let broken = |cause: &io::Error| cause.kind() == io::ErrorKind::BrokenPipe;
    error.downcast_ref::<io::Error>().is_some_and(broken)
}
