//! The models that can be fitted.

use std::io::{self, Write};

use earsight::{AbsentModel, ConfigTable};
use serde::Serialize;

use super::table::{Align, Table};
use crate::terminal::Answer;

/// The models that can be fitted.
#[derive(Debug, Clone, Serialize)]
pub struct Models {
    /// The one that is fitted when none is named.
    pub default: String,
    /// All of them.
    pub models: Vec<ListedModel>,
    /// Those that this build lacks.
    pub absent: Vec<AbsentModel>,
}

/// One of them.
#[derive(Debug, Clone, Serialize)]
pub struct ListedModel {
    /// For `--model`.
    pub name: String,
    /// Where it comes from.
    pub paper: String,
    /// What it is.
    pub summary: String,
    /// Whether it learns from labels.
    pub supervised: bool,
    /// What `--set` changes.
    pub default_config: ConfigTable,
}

impl Answer for Models {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut table = Table::new([Align::Left, Align::Left]);
        for model in &self.models {
            let default = if model.name == self.default { " (default)" } else { "" };
            table.row([model.name.clone(), format!("{}{default}", model.summary)]);
            table.row([String::new(), model.paper.clone()]);
        }
        table.write(out, "")?;
        if let [AbsentModel { feature, .. }, ..] = self.absent[..] {
            writeln!(out, "\nnot in this build:")?;
            let mut table = Table::new([Align::Left, Align::Left]);
            for absent in &self.absent {
                table.row([absent.name, absent.summary].map(str::to_owned));
                table.row([String::new(), absent.paper.to_owned()]);
            }
            table.write(out, "")?;
            writeln!(
                out,
                "`cargo build --release -p earsight-cli --features {feature}` adds them"
            )?;
        }
        writeln!(out, "\n`earsight models --json` lists the settings that `--set` changes")
    }
}
