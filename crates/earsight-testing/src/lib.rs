//! For tests only: goldens, tolerances and where the given data lie.

mod golden;
mod tolerance;
mod wave;

pub use golden::Golden;
pub use tolerance::{assert_close, cosine, relative_error};
pub use wave::wave;

use std::path::PathBuf;

/// A path of the data that is given beside the repository, or nothing, with a printed line, where it is absent.
///
/// The folder is `$EARSIGHT_SHARED`, else `../shared` beside the checkout.
/// Tests that need it return early on `None`, so that a stranger's checkout still passes.
#[allow(clippy::print_stdout)] // a skipped test must say so
pub fn shared(relative: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("EARSIGHT_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let path = folder.join(relative);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: `shared/{relative}` is not here");
    None
}
