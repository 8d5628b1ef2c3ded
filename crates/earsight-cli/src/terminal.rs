//! Output: results on stdout, progress and remarks on stderr.

mod progress;

use std::io::{self, BufWriter, IsTerminal as _, Write};

use earsight::EpochReport;
use earsight_library::{Monitor, Stage};
use serde::Serialize;
use serde_json::{Value, json};

use crate::args::Everywhere;
use crate::stop;
use progress::Progress;

/// A result that is printed as text, or as one JSON object.
pub trait Answer: Serialize {
    /// Writes it as text, in aligned lines.
    ///
    /// # Errors
    /// Those of `out`.
    fn write(&self, out: &mut dyn Write) -> io::Result<()>;
}

/// The reader of stderr.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reader {
    /// A person at a terminal.
    Person,
    /// The parent process.
    Program,
    /// A log file, or none.
    Log,
}

/// Where results, progress and remarks are written.
#[derive(Debug, Clone)]
pub struct Terminal {
    is_json: bool,
    is_quiet: bool,
    reader: Reader,
}

impl Terminal {
    /// As the options say, with progress bars only on a terminal.
    pub fn new(everywhere: &Everywhere) -> Self {
        let reader = match everywhere.attached {
            true => Reader::Program,
            false if !everywhere.quiet && io::stderr().is_terminal() => Reader::Person,
            false => Reader::Log,
        };
        Terminal { is_json: everywhere.json, is_quiet: everywhere.quiet, reader }
    }

    /// Prints a result.
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

    /// Prints text that has no JSON form, such as a man page.
    ///
    /// # Errors
    /// When stdout cannot be written to.
    pub fn raw(&self, bytes: &[u8]) -> io::Result<()> {
        let mut out = io::stdout().lock();
        out.write_all(bytes)?;
        out.flush()
    }

    /// Prints a remark on stderr; errors are ignored.
    pub fn remark(&self, text: impl AsRef<str>) {
        match self.reader {
            Reader::Program => write_event(&json!({ "remark": text.as_ref() })),
            _ if self.is_quiet => {}
            _ => {
                let _ = writeln!(io::stderr().lock(), "{}", text.as_ref());
            }
        }
    }

    /// Prints the chain of causes, one a line, and a hint.
    pub fn complain(&self, error: &anyhow::Error, hint: Option<&str>) {
        let mut causes: Vec<String> = error.chain().map(ToString::to_string).collect();
        // A transparent error repeats its source.
        causes.dedup();
        if self.reader == Reader::Program {
            return write_event(&json!({ "error": causes.join(": "), "hint": hint }));
        }
        let mut err = io::stderr().lock();
        for (place, cause) in causes.iter().enumerate() {
            let label = if place == 0 { "error" } else { "  because" };
            let _ = writeln!(err, "{label}: {cause}");
        }
        if let Some(hint) = hint {
            let _ = writeln!(err, "hint: {hint}");
        }
    }
}

/// Shows long work, and stops it at Ctrl-C if [`stop::request_on_ctrl_c`] was called.
impl Monitor for Terminal {
    fn remark(&self, text: &str) {
        Terminal::remark(self, text);
    }

    fn stage(&self, name: &'static str, total: u64) -> Box<dyn Stage + '_> {
        Box::new(Progress::new(self.reader, name, total))
    }

    fn epoch(&self, report: &EpochReport) {
        if self.reader == Reader::Program {
            write_event(&json!({ "epoch": report }));
        }
    }

    fn restarted(&self) {
        if self.reader == Reader::Program {
            write_event(&json!({ "anew": true }));
        }
    }

    fn is_stopped(&self) -> bool {
        stop::is_requested()
    }
}

/// One line of JSON on stderr, for the parent process.
fn write_event(event: &Value) {
    let _ = writeln!(io::stderr().lock(), "{event}");
}
