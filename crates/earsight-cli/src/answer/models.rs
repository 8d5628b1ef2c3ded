//! The result of `models`.

use std::io::{self, Write};

use earsight::{AbsentModel, ConfigTable};
use serde::Serialize;

use super::table::{Align, Table};
use crate::terminal::Answer;

/// The models that can be fitted.
#[derive(Debug, Clone, Serialize)]
pub struct Models {
    /// The model that is fitted by default.
    pub default: String,
    /// Those of this build.
    pub models: Vec<ListedModel>,
    /// Those that this build lacks.
    pub absent: Vec<AbsentModel>,
}

/// A model that can be fitted.
#[derive(Debug, Clone, Serialize)]
pub struct ListedModel {
    /// Its name, for `--model`.
    pub name: String,
    /// The publication.
    pub paper: String,
    /// A short description.
    pub summary: String,
    /// Whether it learns from labels.
    pub supervised: bool,
    /// Its settings, which `--set` changes.
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
