//! What would it look or sound like.

use std::io::{self, Write};
use std::path::PathBuf;

use earsight_core::Modality;
use serde::Serialize;

use super::drawn::Drawn;
use earsight_answers::Found;

use super::searched::write_found;
use super::text::{seconds, sense};
use crate::terminal::Answer;
use earsight_answers::Asked;

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
    /// How typical it is of the library; nothing when the library has no other clip.
    pub typicality: Option<Typicality>,
    /// What else the model thinks possible, if it was asked.
    pub drawn: Option<Drawn>,
    /// Where the generated features were written.
    pub features: Option<PathBuf>,
}

/// How typical of the library is what was generated; see `earsight::typicality`.
#[derive(Debug, Clone, Serialize)]
pub struct Typicality {
    /// Share of the library's own seconds from which something less likely is generated, 0..=1.
    pub share_below: f64,
    /// Log density of its latent among those of real seconds of the generated sense, in nats; of several seconds the mean.
    pub log_density: f64,
    /// The library's own seconds that it was held against.
    pub n_seconds: usize,
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
        if let Some(Typicality { share_below, n_seconds, .. }) = &self.typicality {
            let percent = 100.0 * share_below;
            writeln!(
                out,
                "more typical than {percent:.0} % of what the library's own {n_seconds} s of {} give",
                sense(*from)
            )?;
        }
        if let Some(drawn) = &self.drawn {
            drawn.write(out)?;
        }
        match &self.features {
            Some(path) => writeln!(out, "wrote  {}", path.display()),
            None => Ok(()),
        }
    }
}
