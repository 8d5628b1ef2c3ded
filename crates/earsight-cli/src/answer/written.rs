//! The result of a command that writes a file.

use std::io::{self, Write};
use std::path::PathBuf;

use serde::Serialize;

use crate::terminal::Answer;

/// A file that was written.
#[derive(Debug, Clone, Serialize)]
pub struct Written {
    /// Where it is.
    pub file: PathBuf,
    /// How large it is.
    pub n_bytes: usize,
}

impl Answer for Written {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let mib = self.n_bytes as f64 / f64::from(1 << 20);
        writeln!(out, "wrote  {} ({mib:.1} MiB)", self.file.display())
    }
}
