//! A library as a local web page: an HTTP API and the page that uses it.
//!
//! [`serve`] listens at one address until it is told to stop. Files come from the library only, by the names that it
//! has for them; nothing in a request is ever used as a path. [`saved_page`] returns the same page as one HTML file
//! that holds its data and needs no server.

mod access;
mod assets;
mod error;
mod headers;
mod jobs;
mod listening;
mod media_file;
mod previews;
mod problem;
mod routes;
mod saved;
mod served;
mod source;
mod uploads;
mod workers;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use earsight_core::Annotations;
use earsight_library::OpenLibrary;
use tokio::net::TcpListener;
use tokio::sync::watch;

use access::Access;
pub use error::{Error, Result};
use jobs::Jobs;
pub use saved::saved_page;
use served::Served;

/// Threads that read files and compute: three compute, and more than a few readers wait for the same disk.
const BLOCKING_THREADS: usize = 8;

/// What the page shows.
pub struct Content {
    /// The library.
    pub library: OpenLibrary,
    /// The model to use; the library's default if none is named.
    pub model: Option<String>,
    /// Labels of the clips.
    pub labels: Annotations,
    /// Threads of one response, and of a job in the background.
    pub n_threads: usize,
}

/// What is served, and where.
pub struct Options {
    /// What the page shows.
    pub content: Content,
    /// Where to listen; port 0 takes a free one.
    pub address: SocketAddr,
    /// The program that trains in the background: `earsight` itself.
    pub program: PathBuf,
    /// Time limit of a job in the background.
    pub job_limit: Duration,
    /// A folder of tables and figures that benches wrote.
    pub bench: Option<PathBuf>,
}

/// Serves until `stop` is true; `ready` receives the URL of the page, token included where one is required.
///
/// # Errors
/// When the server cannot listen at that address.
pub fn serve(
    options: Options,
    stop: watch::Receiver<bool>,
    ready: impl FnOnce(String),
) -> Result<()> {
    runtime()?.block_on(async {
        let address = options.address;
        let listener =
            TcpListener::bind(address).await.map_err(|source| Error::Listen { address, source })?;
        let address = listener.local_addr().map_err(|source| Error::Listen { address, source })?;
        let access = Access::new(address)?;
        let Options { content, program, job_limit, bench, .. } = options;
        let jobs = Jobs::new(&content.library.path, program, content.n_threads, job_limit);
        let served = Arc::new(Served::new(content, jobs, bench)?);
        ready(access.url());
        let router = routes::router(served, access);
        listening::listen(listener, router, stop).await;
        Ok(())
    })
}

/// One thread that waits, and some that work.
fn runtime() -> Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .max_blocking_threads(BLOCKING_THREADS)
        .build()
        .map_err(Error::Runtime)
}
