//! The result of `generate --towards`.

use std::io::{self, Write};

use earsight_core::Modality;
use earsight_library::{Found, Interpolated, InterpolationStep};
use serde::Serialize;

use super::generated::{distance_text, mark, plausibility_text};
use super::table::{Align, Table};
use super::text::{described, seconds};
use crate::terminal::Answer;

/// An interpolation between two moments in the latent space.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub struct InterpolatedAnswer(pub Interpolated);

impl Answer for InterpolatedAnswer {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let Interpolated { query, towards, plausibility, steps, .. } = &self.0;
        writeln!(out, "from  {}", described(query))?;
        writeln!(out, "to    {}", described(towards))?;
        let all = steps.iter().flat_map(|step| step.nearest.iter());
        let by = distance_text(all.filter_map(|(_, real)| real.as_ref()));
        writeln!(out, "real seconds nearest to what is generated on the way ({by})")?;
        let [left, right] = [Align::Left, Align::Right];
        let mut table = Table::new([right, left, left, left, right, left]);
        for InterpolationStep { at, nearest } in steps {
            for modality in Modality::ALL {
                let Some(real) = &nearest[modality] else { continue };
                let Found { place, own_recording, .. } = &real.found;
                let own = if *own_recording { "  (same recording)" } else { "" };
                table.row([
                    format!("{:.0} %", 100.0 * at),
                    modality.alias().to_owned(),
                    place.clip.to_string(),
                    seconds(place.span),
                    format!("{:.3}", place.distance),
                    format!("{own}{}", mark(real)),
                ]);
            }
        }
        table.write(out, "")?;
        for modality in Modality::ALL {
            let Some(plausibility) = plausibility[modality] else { continue };
            writeln!(out, "{:7}  {}", modality.alias(), plausibility_text(plausibility))?;
        }
        Ok(())
    }
}
