//! `earsight completions`: a completion script for a shell.

use clap::CommandFactory as _;

use crate::args::{CompletionsArgs, Typed};
use crate::exit::Exit;
use crate::terminal::Terminal;

pub fn run(args: &CompletionsArgs, terminal: &Terminal) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Typed::command(), "earsight", &mut script);
    terminal.raw(&script)?;
    Ok(Exit::Done)
}
