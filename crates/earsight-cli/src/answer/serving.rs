//! Where a library is served.

use std::io::{self, Write};

use serde::Serialize;

use crate::terminal::Answer;

/// Where a library is served.
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
