//! `earsight upgrade`: a library of an older program, as this one would have made it.

use crate::answer::UpgradeAnswer;
use crate::args::UpgradeArgs;
use crate::exit::Exit;
use crate::stop;
use crate::terminal::Terminal;

pub fn run(args: &UpgradeArgs, n_threads: usize, terminal: &Terminal) -> anyhow::Result<Exit> {
    stop::request_on_ctrl_c();
    let (library, upgraded) =
        earsight_library::upgrade(&args.library, (n_threads, stop::flag()), terminal)?;
    let exit = Exit::with_skips(upgraded.unheard.len());
    terminal.answer(&UpgradeAnswer { upgraded, stale_models: library.stale_models()? })?;
    Ok(exit)
}
