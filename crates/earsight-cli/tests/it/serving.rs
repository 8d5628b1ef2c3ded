//! The local web page: responses to a browser, and requests that are rejected.

mod contract;
mod hostile;
mod jobs;
mod library;
mod server;
mod uploads;
mod words;

use crate::collection::Collection;

/// A library of one's own.
fn copied() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    Collection::get().library_into(folder.path());
    folder
}
