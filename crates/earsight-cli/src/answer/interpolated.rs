//! What a model puts between two moments.

use std::io::{self, Write};

use earsight_core::{Modality, PerModality};
use serde::Serialize;

use super::table::{Align, Table};
use super::text::{seconds, sense};
use crate::terminal::Answer;
use earsight_library::Asked;
use earsight_library::Found;

/// What a model puts between two moments.
#[derive(Debug, Clone, Serialize)]
pub struct Interpolated {
    /// Where the line starts.
    pub query: Asked,
    /// Where it ends.
    pub towards: Asked,
    /// The model that answers.
    pub model: String,
    /// Points of the line, ends included.
    pub steps: Vec<Step>,
}

/// A point of the line.
#[derive(Debug, Clone, Serialize)]
pub struct Step {
    /// Where on the line, 0..=1.
    pub at: f64,
    /// The real second of each sense nearest to what is generated there.
    pub nearest: PerModality<Option<Found>>,
}

impl Answer for Interpolated {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        for (what, Asked { file, span, sense: of, .. }) in
            [("from", &self.query), ("to  ", &self.towards)]
        {
            writeln!(out, "{what}  {file}, {}, {}", seconds(*span), sense(*of))?;
        }
        writeln!(out, "real seconds nearest to what is generated on the way (1 \u{2212} cosine)")?;
        let mut table =
            Table::new([Align::Right, Align::Left, Align::Left, Align::Left, Align::Right]);
        for Step { at, nearest } in &self.steps {
            for modality in Modality::ALL {
                let Some(Found { place, .. }) = &nearest[modality] else { continue };
                table.row([
                    format!("{:.0} %", 100.0 * at),
                    sense(modality).to_owned(),
                    place.clip.to_string(),
                    seconds(place.span),
                    format!("{:.3}", place.distance),
                ]);
            }
        }
        table.write(out, "")
    }
}
