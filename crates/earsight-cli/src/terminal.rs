//! What the person sees: answers on stdout, progress and remarks on stderr.

mod progress;

use std::io::{self, BufWriter, IsTerminal as _, Write};

use serde::Serialize;
use serde_json::{Value, json};

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

/// Who reads what is said while the work goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reader {
    /// A person at a terminal.
    Person,
    /// A program that began this one.
    Program,
    /// A log file, or nobody.
    Log,
}

/// Where answers, progress and remarks go.
#[derive(Debug, Clone)]
pub struct Terminal {
    is_json: bool,
    is_quiet: bool,
    reader: Reader,
}

impl Terminal {
    /// As the options say; progress only when somebody looks.
    pub fn new(everywhere: &Everywhere) -> Self {
        let reader = match everywhere.attached {
            true => Reader::Program,
            false if !everywhere.quiet && io::stderr().is_terminal() => Reader::Person,
            false => Reader::Log,
        };
        Terminal { is_json: everywhere.json, is_quiet: everywhere.quiet, reader }
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
        match self.reader {
            Reader::Program => tell(&json!({ "remark": text.as_ref() })),
            _ if self.is_quiet => {}
            _ => {
                let _ = writeln!(io::stderr().lock(), "{}", text.as_ref());
            }
        }
    }

    /// Something that only a program can do more with than a person.
    pub fn event(&self, name: &str, what: &impl Serialize) {
        if self.reader == Reader::Program {
            tell(&json!({ name: what }));
        }
    }

    /// The progress of a stage of `total` steps, called `doing` while it lasts.
    pub fn progress(&self, doing: &'static str, total: u64) -> Progress {
        Progress::new(self.reader, doing, total)
    }

    /// The chain of causes, one a line, and what may help.
    pub fn complain(&self, error: &anyhow::Error, hint: Option<&str>) {
        let mut causes: Vec<String> = error.chain().map(ToString::to_string).collect();
        // A transparent error repeats its source.
        causes.dedup();
        if self.reader == Reader::Program {
            return tell(&json!({ "error": causes.join(": "), "hint": hint }));
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

/// One line for the program that began this one.
fn tell(what: &Value) {
    let _ = writeln!(io::stderr().lock(), "{what}");
}
