//! A part of a file.

use std::path::Path;

use crate::{Error, Result};

/// A part of a file, reached by seeking: `start_secs ..= start_secs + len_secs`.
///
/// Second 0 is where the container starts, for both modalities.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    /// Where it starts, in seconds.
    pub start_secs: f64,
    /// How long it is, in seconds.
    pub len_secs: f64,
}

/// Ten years; more is a mistake, and numbers of samples stay within 64 bits.
const MAX_SECS: f64 = 315_360_000.0;

impl Window {
    /// The window itself, or an error where start or length is negative, not a number or too large.
    pub(crate) fn checked(self, path: &Path) -> Result<Window> {
        let Window { start_secs, len_secs } = self;
        let possible = (0.0..=MAX_SECS).contains(&start_secs)
            && (0.0..=MAX_SECS).contains(&len_secs)
            && len_secs > 0.0;
        match possible {
            true => Ok(self),
            false => Err(Error::Window { start_secs, len_secs, path: path.to_owned() }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_out_of_range_are_errors() {
        let check = |start_secs: f64, len_secs: f64| {
            Window { start_secs, len_secs }.checked(Path::new("a.mp4")).is_ok()
        };
        assert!(check(0.0, 0.1) && check(36_000.0, 2.0));
        for bad in [(-1.0, 1.0), (0.0, 0.0), (0.0, -1.0), (f64::NAN, 1.0), (0.0, f64::INFINITY)] {
            assert!(!check(bad.0, bad.1), "{bad:?}");
        }
    }
}
