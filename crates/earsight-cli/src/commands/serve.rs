//! `earsight serve`: a library as a page in the browser.

use std::net::SocketAddr;

use earsight_answers::OpenLibrary;
use earsight_serve::{Options, serve};
use tokio::sync::watch;

use crate::answer::Serving;
use crate::args::ServeArgs;
use crate::exit::Exit;
use crate::terminal::Terminal;

pub fn run(args: &ServeArgs, n_threads: usize, terminal: &Terminal) -> anyhow::Result<Exit> {
    let library = OpenLibrary::open(&args.library)?;
    // A name that is typed wrongly is told now, and not by the page.
    if let Some(model) = &args.model {
        library.model_name(Some(model))?;
    }
    let options = Options {
        library,
        model: args.model.clone(),
        address: SocketAddr::new(args.bind, args.port),
        n_threads,
    };
    let (stop, stopped) = watch::channel(false);
    // It can fail only when there is a handler already; then Ctrl-C ends the program, which is safe.
    let _ = ctrlc::set_handler(move || {
        if stop.send_replace(true) {
            std::process::exit(i32::from(Exit::Stopped.code()));
        }
    });
    let mut told = Ok(());
    serve(options, stopped, |url| {
        told = terminal.answer(&Serving { url });
        terminal.remark("Ctrl-C ends it");
    })?;
    told?;
    Ok(Exit::Done)
}
