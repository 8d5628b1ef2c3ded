//! The format of a library: one number, in its manifest, for all of its files.
//!
//! This file is the only place that knows which formats there are.
//! Files beside the manifest have no number of their own, except results that another procedure would compute
//! differently from the same bytes (the self-check), and files that can leave the library (checkpoints, calibrations).

use serde::Deserialize;

use crate::{Error, Result};

/// What each format added, and the first program that reads it.
const FORMATS: [Format; 3] = [
    // Features of each second.
    Format { number: 1, program: "0.1.0" },
    // Shards may have columns of changes within a second, in addition to the features.
    Format { number: 2, program: "0.1.0" },
    // And columns of concepts, in half precision; the manifest says which program it needs.
    Format { number: 3, program: "0.2.0" },
];

/// The format that this program writes; it reads all up to it.
pub const FORMAT: u32 = NEWEST.number;

/// The first program that reads what this one writes.
pub(crate) const PROGRAM: &str = NEWEST.program;

const NEWEST: &Format = &FORMATS[FORMATS.len() - 1];

struct Format {
    number: u32,
    program: &'static str,
}

/// The beginning of a manifest, which every program can read.
#[derive(Deserialize)]
struct Numbered {
    /// `version` in formats 1 and 2.
    #[serde(alias = "version")]
    format: u64,
    #[serde(default)]
    needs: Option<String>,
}

/// Reads a manifest; checks its format before it parses the rest.
///
/// # Errors
/// [`Error::NewerFormat`]; [`Error::Corrupt`] for anything but a manifest.
pub(crate) fn read_manifest<T: serde::de::DeserializeOwned>(
    bytes: &[u8],
    path: impl Fn() -> String,
) -> Result<T> {
    let Numbered { format, needs } = read_json(bytes, &path)?;
    if format > u64::from(FORMAT) {
        // The file is not trusted: what is no version is not shown.
        let is_version = |text: &String| {
            text.len() < 20 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.')
        };
        let needs = needs.filter(is_version).unwrap_or_default();
        return Err(Error::NewerFormat { found: format, needs, path: path() });
    }
    read_json(bytes, path)
}

/// Reads a file of JSON.
///
/// # Errors
/// [`Error::Corrupt`] when it is something else.
pub(crate) fn read_json<T: serde::de::DeserializeOwned>(
    bytes: &[u8],
    path: impl Fn() -> String,
) -> Result<T> {
    serde_json::from_slice(bytes).map_err(|error| Error::Corrupt {
        reason: format!("this is not what a library writes ({error})"),
        path: path(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_numbered_from_1() {
        assert!(FORMATS.iter().map(|format| format.number).eq(1..=FORMAT));
    }
}
