//! `earsight serve`: a library as a page in the browser.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context as _, bail};

use earsight_library::OpenLibrary;
use earsight_serve::{Content, Options, serve};
use tokio::sync::watch;

use crate::answer::Serving;
use crate::args::ServeArgs;
use crate::exit::Exit;
use crate::stop::on_ctrl_c;
use crate::terminal::Terminal;

pub fn run(args: &ServeArgs, n_threads: usize, terminal: &Terminal) -> anyhow::Result<Exit> {
    let library = OpenLibrary::open(&args.library)?;
    // An unknown name fails now, not on the page.
    if let Some(model) = &args.model {
        library.model_name(Some(model))?;
    }
    let labels = library.labels(args.labels.as_deref())?.unwrap_or_default();
    if !args.job_hours.is_finite() || args.job_hours <= 0.0 {
        bail!("a run must be given some time: --job-hours {}", args.job_hours);
    }
    let options = Options {
        program: std::env::current_exe().context("cannot find this program itself")?,
        job_limit: Duration::try_from_secs_f64(args.job_hours * 3600.0).unwrap_or(Duration::MAX),
        bench: args.bench.clone(),
        content: Content { library, model: args.model.clone(), labels, n_threads },
        address: SocketAddr::new(args.bind, args.port),
    };
    let (stop, stopped) = watch::channel(false);
    on_ctrl_c(move || {
        stop.send_replace(true);
    });
    let mut printed = Ok(());
    serve(options, stopped, |url| {
        printed = terminal.answer(&Serving { url });
        if args.bind.is_unspecified() {
            let bind = args.bind;
            terminal.remark(format!("elsewhere, this machine's name or address stands for {bind}"));
        }
        terminal.remark("Ctrl-C ends it");
    })?;
    printed?;
    Ok(Exit::Done)
}
