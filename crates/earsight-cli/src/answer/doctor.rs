//! What is installed and what would work.

use std::io::{self, Write};

use serde::Serialize;

use super::table::{Align, Table};
use crate::terminal::Answer;

/// What is installed and what would work.
#[derive(Debug, Clone, Serialize)]
pub struct Health {
    /// Whether everything that is needed works.
    pub is_well: bool,
    /// What was looked at.
    pub findings: Vec<Finding>,
}

/// One thing that was looked at.
#[derive(Debug, Clone, Serialize)]
pub struct Finding {
    /// What it is.
    pub subject: &'static str,
    /// How it is.
    pub verdict: Verdict,
    /// What was found.
    pub detail: String,
    /// What helps, if something is wrong.
    pub hint: Option<String>,
}

/// How a thing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Works.
    Well,
    /// Works, with a limit.
    Limited,
    /// Does not work.
    Broken,
}

impl Health {
    /// Well when nothing is broken.
    pub fn of(findings: Vec<Finding>) -> Self {
        let is_well = findings.iter().all(|finding| finding.verdict != Verdict::Broken);
        Health { is_well, findings }
    }
}

impl Answer for Health {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut table = Table::new([Align::Left, Align::Left, Align::Left]);
        for Finding { subject, verdict, detail, hint } in &self.findings {
            let word = match verdict {
                Verdict::Well => "ok",
                Verdict::Limited => "note",
                Verdict::Broken => "BROKEN",
            };
            table.row([(*subject).to_owned(), word.to_owned(), detail.clone()]);
            if let Some(hint) = hint {
                table.row([String::new(), String::new(), format!("hint: {hint}")]);
            }
        }
        table.write(out, "")
    }
}
