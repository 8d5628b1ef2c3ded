//! What would it look or sound like.

use std::io::{self, Write};
use std::path::PathBuf;

use earsight_core::Modality;
use serde::Serialize;

use super::searched::{Found, write_found};
use super::text::{seconds, sense};
use crate::query::Asked;
use crate::terminal::Answer;

/// What would it look or sound like.
#[derive(Debug, Clone, Serialize)]
pub struct Generated {
    /// What was asked about.
    pub query: Asked,
    /// The sense that was generated.
    pub to: Modality,
    /// The model that answers.
    pub model: String,
    /// Real seconds nearest to the generated features, by 1 − cosine of standardised features.
    pub nearest: Vec<Found>,
    /// Where the generated features were written.
    pub features: Option<PathBuf>,
}

impl Answer for Generated {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let Asked { file, span, sense: from, .. } = &self.query;
        let to = sense(self.to);
        writeln!(out, "query  {file}, {}, {}", seconds(*span), sense(*from))?;
        writeln!(
            out,
            "real seconds whose {to} is nearest to the generated {to} (1 \u{2212} cosine)"
        )?;
        write_found(&self.nearest, out)?;
        match &self.features {
            Some(path) => writeln!(out, "wrote  {}", path.display()),
            None => Ok(()),
        }
    }
}
