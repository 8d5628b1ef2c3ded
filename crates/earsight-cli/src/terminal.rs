//! What the person sees: answers on stdout, progress and remarks on stderr.

mod progress;

use std::io::{self, BufWriter, IsTerminal as _, Write};

use serde::Serialize;

pub use progress::Progress;

use crate::args::Everywhere;

/// Something to print: for people, or as one JSON object.
pub trait Answer: Serialize {
    /// For people, in calm aligned lines.
    ///
    /// # Errors
    /// Those of `out`.
    fn write(&self, out: &mut dyn Write) -> io::Result<()>;
}

/// Where answers, progress and remarks go.
#[derive(Debug, Clone)]
pub struct Terminal {
    is_json: bool,
    is_quiet: bool,
    shows_progress: bool,
}

impl Terminal {
    /// As the options say; progress only when somebody looks.
    pub fn new(everywhere: &Everywhere) -> Self {
        Terminal {
            is_json: everywhere.json,
            is_quiet: everywhere.quiet,
            shows_progress: !everywhere.quiet && io::stderr().is_terminal(),
        }
    }

    /// Prints the answer.
    ///
    /// # Errors
    /// When stdout cannot be written to; a closed pipe is one of these.
    pub fn answer(&self, answer: &impl Answer) -> io::Result<()> {
        let mut out = BufWriter::new(io::stdout().lock());
        if self.is_json {
            serde_json::to_writer_pretty(&mut out, answer)?;
            writeln!(out)?;
        } else {
            answer.write(&mut out)?;
        }
        out.flush()
    }

    /// Prints text that is the same in every form, such as a man page.
    ///
    /// # Errors
    /// When stdout cannot be written to.
    pub fn raw(&self, bytes: &[u8]) -> io::Result<()> {
        let mut out = io::stdout().lock();
        out.write_all(bytes)?;
        out.flush()
    }

    /// A remark, on stderr; nobody is told that it could not be made.
    pub fn remark(&self, text: impl AsRef<str>) {
        if !self.is_quiet {
            let _ = writeln!(io::stderr().lock(), "{}", text.as_ref());
        }
    }

    /// The progress of a stage of `total` steps, called `doing` while it lasts.
    pub fn progress(&self, doing: &'static str, total: u64) -> Progress {
        Progress::new(self.shows_progress, doing, total)
    }
}

/// The chain of causes, one a line, and what may help.
pub fn complain(error: &anyhow::Error, hint: Option<&str>) {
    let mut err = io::stderr().lock();
    let mut said = String::new();
    for cause in error.chain() {
        let cause = cause.to_string();
        // A transparent error repeats its source.
        if cause != said {
            let label = if said.is_empty() { "error" } else { "  because" };
            let _ = writeln!(err, "{label}: {cause}");
            said = cause;
        }
    }
    if let Some(hint) = hint {
        let _ = writeln!(err, "hint: {hint}");
    }
}
