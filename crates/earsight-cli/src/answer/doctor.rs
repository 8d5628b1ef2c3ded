//! The result of `doctor`.

use std::io::{self, Write};

use serde::Serialize;

use super::table::{Align, Table};
use crate::terminal::Answer;

/// The state of the installation.
#[derive(Debug, Clone, Serialize)]
pub struct Health {
    /// Whether everything that is needed works.
    pub is_well: bool,
    /// What was checked.
    pub findings: Vec<Finding>,
}

/// The result of one check.
#[derive(Debug, Clone, Serialize)]
pub struct Finding {
    /// What was checked.
    pub subject: &'static str,
    /// The verdict.
    pub verdict: Verdict,
    /// Details.
    pub detail: String,
    /// How to repair it, if something is wrong.
    pub hint: Option<String>,
}

/// The verdict of a check.
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
    /// The state by these findings: well unless something is broken.
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
