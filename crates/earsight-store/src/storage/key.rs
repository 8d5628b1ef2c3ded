//! Names of files and folders in a library.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Error, Result};

/// The name of a file or folder in a library: `features/3f2a/1-0.arrow`.
///
/// Only plain names joined by `/`, so that an untrusted manifest cannot point outside its folder
/// and every key is a legal file name on every system.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Key(String);

impl Key {
    /// The key of that name.
    ///
    /// # Errors
    /// [`Error::Name`] unless every part is made of ASCII letters, digits, `.`, `_`, `-` and starts with no dot.
    pub fn new(name: impl Into<String>) -> Result<Self> {
        let name = name.into();
        let plain = name.len() <= 255 && name.split('/').all(is_plain);
        if plain { Ok(Key(name)) } else { Err(Error::Name { typed: name }) }
    }

    /// A key below this one.
    ///
    /// # Errors
    /// As [`Key::new`].
    pub fn join(&self, name: &str) -> Result<Self> {
        Key::new(format!("{}/{name}", self.0))
    }

    /// A key directly in this folder: `name` is one file name, not a path.
    ///
    /// # Errors
    /// As [`Key::new`], and for a name with `/`.
    pub(crate) fn file(&self, name: &str) -> Result<Self> {
        match name.contains('/') {
            true => Err(Error::Name { typed: name.to_owned() }),
            false => self.join(name),
        }
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last part of the name.
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// A key that is valid by construction.
    pub(crate) fn known(name: &'static str) -> Self {
        debug_assert!(name.split('/').all(is_plain));
        Key(name.to_owned())
    }
}

fn is_plain(part: &str) -> bool {
    !part.is_empty()
        && !part.starts_with('.')
        && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
}

impl TryFrom<String> for Key {
    type Error = Error;

    fn try_from(name: String) -> Result<Self> {
        Key::new(name)
    }
}

impl From<Key> for String {
    fn from(key: Key) -> String {
        key.0
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_cannot_leave_its_library() {
        for typed in
            ["", "/", "../x", "a/../b", "a//b", "/etc/passwd", "a/.b", "a\\b", "a b", "C:x", "a/\0"]
        {
            assert!(Key::new(typed).is_err(), "{typed:?}");
            assert!(serde_json::from_value::<Key>(typed.into()).is_err(), "{typed:?}");
        }
        assert!(Key::new("x".repeat(256)).is_err());
        let key = Key::new("features/00ff/1-0.arrow").unwrap();
        assert_eq!(key.file_name(), "1-0.arrow");
    }
}
