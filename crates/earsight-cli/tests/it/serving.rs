//! A library as a page: what a browser is answered, and what nobody is.

mod contract;
mod hostile;
mod jobs;
mod library;
mod schema;
mod server;
mod uploads;

use crate::collection::Collection;

/// A library of one's own.
fn copied() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    Collection::get().library_into(folder.path());
    folder
}
