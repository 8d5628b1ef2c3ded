//! For tests only: goldens, tolerances, the shared data, and a visible line for a skipped test.

mod golden;
mod tolerance;
mod wave;

pub use golden::Golden;
pub use tolerance::{assert_close, cosine, relative_error};
pub use wave::wave;

use std::fmt::Display;
use std::io::Write;
use std::path::PathBuf;

/// A path in the data outside the repository; where it is missing, `None` and a [`skip`].
///
/// The folder is `$EARSIGHT_SHARED`, else `shared` next to the checkout.
/// Tests that need it return early on `None`, so that a checkout without the data passes.
///
/// # Panics
/// When the path is missing and `EARSIGHT_REQUIRE_SHARED` is `1`, as in CI.
pub fn shared(relative: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("EARSIGHT_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let is_required = std::env::var_os("EARSIGHT_REQUIRE_SHARED").is_some_and(|set| set == "1");
    existing(folder.join(relative), is_required).map_err(skip).ok()
}

fn existing(path: PathBuf, is_required: bool) -> Result<PathBuf, String> {
    if path.exists() {
        return Ok(path);
    }
    assert!(!is_required, "{} is missing, and EARSIGHT_REQUIRE_SHARED is 1", path.display());
    Err(format!("{} is missing", path.display()))
}

/// Reports that the running test, or a part of it, was skipped: `skipped: CRATE TEST: REASON` on stderr.
///
/// libtest has no such outcome and counts the test as passed. It captures what `println!` prints, but not this line;
/// `scripts/test.sh` counts and lists these lines.
pub fn skip(reason: impl Display) {
    let package = std::env::var("CARGO_PKG_NAME").unwrap_or_default();
    let thread = std::thread::current();
    let test = thread.name().unwrap_or("a test");
    // One write, so that lines of other threads do not mix with it. No test depends on it.
    let line = format!("skipped: {package} {test}: {reason}\n");
    let _ = std::io::stderr().write_all(line.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_data_is_a_reason_to_skip() {
        let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        for is_required in [false, true] {
            assert_eq!(existing(here.clone(), is_required), Ok(here.clone()));
        }
        assert_eq!(existing("no/such".into(), false), Err("no/such is missing".to_owned()));
    }

    #[test]
    #[should_panic(expected = "EARSIGHT_REQUIRE_SHARED is 1")]
    fn missing_data_fails_where_it_is_required() {
        let _ = existing("no/such".into(), true);
    }
}
