//! `xtask tidy`: prints every rule that the tree breaks.

use std::io::{self, Write};
use std::process::ExitCode;

use xtask::tidy;

fn main() -> io::Result<ExitCode> {
    let typed: Vec<String> = std::env::args().skip(1).collect();
    let mut out = io::stdout().lock();
    if typed != ["tidy"] {
        writeln!(out, "usage: xtask tidy")?;
        return Ok(ExitCode::from(2));
    }
    let tidied = match tidy::check(&xtask::root()) {
        Ok(tidied) => tidied,
        Err(error) => {
            writeln!(out, "error: {error}")?;
            return Ok(ExitCode::from(2));
        }
    };
    for complaint in &tidied.complaints {
        writeln!(out, "{complaint}")?;
    }
    writeln!(
        out,
        "tidy: {} files, the median of Rust {} lines, {} complaints",
        tidied.n_files,
        tidied.median_lines,
        tidied.complaints.len()
    )?;
    Ok(if tidied.complaints.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
