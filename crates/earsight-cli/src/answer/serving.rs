//! The result of `serve`.

use std::io::{self, Write};

use serde::Serialize;

use crate::terminal::Answer;

/// The address of a served library.
#[derive(Debug, Clone, Serialize)]
pub struct Serving {
    /// The page's address.
    pub url: String,
}

impl Answer for Serving {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "page   {}", self.url)
    }
}
