//! The `earsight` program: arguments, one call, a printed answer.

mod answer;
mod args;
mod commands;
mod cue_sheet;
mod exit;
mod extraction;
mod following;
mod hint;
mod library;
mod published;
mod report;
mod stop;
mod terminal;

use std::io;
use std::process::ExitCode;

use clap::Parser as _;

use args::Typed;
use exit::Exit;
use stop::StopFlag;
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
        Err(error) if is_stopped(&error) => {
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

/// Whether the work was asked to stop and did.
fn is_stopped(error: &anyhow::Error) -> bool {
    matches!(error.downcast_ref(), Some(earsight_library::Error::Stopped(_)))
        || error.is::<earsight_library::Stopped>()
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let broken = |cause: &io::Error| cause.kind() == io::ErrorKind::BrokenPipe;
    error.downcast_ref::<io::Error>().is_some_and(broken)
}
