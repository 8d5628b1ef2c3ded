//! The result of `concepts`: the list, or what is heard and seen.

use std::io::{self, Write};

use earsight_core::Modality;
use earsight_library::{QueryConcepts, ScoredConcept};
use serde::Serialize;

use super::table::{Align, Table};
use super::text::seconds;
use crate::terminal::Answer;

/// The names of all concepts.
#[derive(Debug, Clone, Serialize)]
pub struct ConceptNames {
    /// The name of the list.
    pub list: &'static str,
    /// In the order of the list.
    pub concepts: Vec<&'static str>,
}

impl Answer for ConceptNames {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        self.concepts.iter().try_for_each(|name| writeln!(out, "{name}"))
    }
}

impl Answer for QueryConcepts {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "query  {}, {} (probability of concepts)", self.file, seconds(self.span))?;
        let mut table = Table::new([Align::Left, Align::Right, Align::Left]);
        for (modality, concepts) in
            [(Modality::Audio, &self.audio), (Modality::Visual, &self.visual)]
        {
            let Some(concepts) = concepts else {
                table.row([modality.alias().to_owned(), "none".to_owned(), String::new()]);
                continue;
            };
            for (place, ScoredConcept { name, probability }) in concepts.iter().enumerate() {
                let label = if place == 0 { modality.alias() } else { "" };
                table.row([label.to_owned(), format!("{probability:.3}"), name.clone()]);
            }
        }
        table.write(out, "")
    }
}
