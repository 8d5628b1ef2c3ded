//! The result of `generate --towards`.

use std::io::{self, Write};

use earsight_core::{Modality, PerModality};
use earsight_library::{Found, QueryInfo};
use serde::Serialize;

use super::table::{Align, Table};
use super::text::{described, seconds};
use crate::terminal::Answer;

/// An interpolation between two moments in the latent space.
#[derive(Debug, Clone, Serialize)]
pub struct Interpolated {
    /// Where the line starts.
    pub query: QueryInfo,
    /// Where it ends.
    pub towards: QueryInfo,
    /// The model.
    pub model: String,
    /// Points of the line, ends included.
    pub steps: Vec<Step>,
}

/// A point of the line.
#[derive(Debug, Clone, Serialize)]
pub struct Step {
    /// Where on the line, 0..=1.
    pub at: f64,
    /// The real second of each modality nearest to the generated one.
    pub nearest: PerModality<Option<Found>>,
}

impl Answer for Interpolated {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "from  {}", described(&self.query))?;
        writeln!(out, "to    {}", described(&self.towards))?;
        writeln!(out, "real seconds nearest to what is generated on the way (1 \u{2212} cosine)")?;
        let mut table =
            Table::new([Align::Right, Align::Left, Align::Left, Align::Left, Align::Right]);
        for Step { at, nearest } in &self.steps {
            for modality in Modality::ALL {
                let Some(Found { place, .. }) = &nearest[modality] else { continue };
                table.row([
                    format!("{:.0} %", 100.0 * at),
                    modality.alias().to_owned(),
                    place.clip.to_string(),
                    seconds(place.span),
                    format!("{:.3}", place.distance),
                ]);
            }
        }
        table.write(out, "")
    }
}
