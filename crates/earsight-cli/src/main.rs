//! The `earsight` program: arguments, one call, a printed result.

mod answer;
mod args;
mod commands;
mod cue_sheet;
mod exit;
mod hint;
mod library;
mod published;
mod stop;
mod terminal;
mod typed_words;

use std::io;
use std::process::ExitCode;

use clap::Parser as _;

use args::Typed;
use exit::Exit;
use terminal::Terminal;

/// Every step of a training allocates megabytes, which the C library returns to the kernel each time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let typed = Typed::parse();
    let terminal = Terminal::new(&typed.everywhere);
    if typed.everywhere.attached {
        stop::request_on_end_of_stdin();
    }
    // All work runs on a thread of the pool: another thread would wait for the pool at every matrix product.
    let n_threads = typed.everywhere.n_threads();
    let exit = match earsight::on_threads(n_threads, || commands::run(typed, &terminal)) {
        Ok(exit) => exit,
        // The reader of stdout has closed it on purpose.
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

/// Whether the work was stopped on request.
fn is_stopped(error: &anyhow::Error) -> bool {
    matches!(error.downcast_ref(), Some(earsight_library::Error::Stopped(_)))
        || error.is::<earsight_library::Stopped>()
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let broken = |cause: &io::Error| cause.kind() == io::ErrorKind::BrokenPipe;
    error.downcast_ref::<io::Error>().is_some_and(broken)
}
