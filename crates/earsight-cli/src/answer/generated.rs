//! The result of `generate`.

use std::io::{self, Write};
use std::path::PathBuf;

use earsight::generation::CONCEPT_WEIGHT;
use earsight_library::{Generated, Plausibility, RealSecond, Typicality};
use serde::Serialize;

use super::drawn::write_drawn;
use super::searched::{write_fewer, write_found};
use super::text::{described, percent};
use crate::terminal::Answer;

/// The real seconds nearest to the generated features, and where those were written.
#[derive(Debug, Clone, Serialize)]
pub struct GeneratedAnswer {
    /// The result.
    #[serde(flatten)]
    pub generated: Generated,
    /// Where the generated features were written.
    pub features: Option<PathBuf>,
}

impl Answer for GeneratedAnswer {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let Generated { query, to, nearest, fewer, plausibility, typicality, drawn, .. } =
            &self.generated;
        let to = to.alias();
        writeln!(out, "query  {}", described(query))?;
        writeln!(
            out,
            "real seconds whose {to} is nearest to the generated {to} ({})",
            distance_text(nearest.iter())
        )?;
        write_found(nearest.iter().map(|real| (&real.found, mark(real))), out)?;
        write_fewer(nearest.len(), *fewer, None, out)?;
        if let Some(plausibility) = plausibility {
            writeln!(out, "{}", plausibility_text(*plausibility))?;
        }
        if let Some(Typicality { share_below, n_seconds, .. }) = typicality {
            let percent = 100.0 * share_below;
            writeln!(
                out,
                "more typical than {percent:.0} % of what the library's own {n_seconds} s of {} give",
                query.modality.alias()
            )?;
        }
        if let Some(drawn) = drawn {
            write_drawn(drawn, out)?;
        }
        match &self.features {
            Some(path) => writeln!(out, "wrote  {}", path.display()),
            None => Ok(()),
        }
    }
}

/// `implausible beyond 0.412: 95 % of the true seconds of held-out clips are nearer to what is generated for them`
pub fn plausibility_text(Plausibility { within, share }: Plausibility) -> String {
    let percent = percent(share);
    format!(
        "implausible beyond {within:.3}: {percent} of the true seconds of held-out clips are nearer to what is generated for them"
    )
}

/// `  (implausible)`, or nothing.
pub fn mark(real: &RealSecond) -> &'static str {
    if real.implausible { "  (implausible)" } else { "" }
}

/// How real seconds are compared.
pub fn distance_text<'a>(mut nearest: impl Iterator<Item = &'a RealSecond>) -> String {
    let cosine = "1 \u{2212} cosine";
    match nearest.any(|real| real.found.parts.len() > 1) {
        true => format!("{cosine} of features, and {CONCEPT_WEIGHT} times that of concepts"),
        false => cosine.to_owned(),
    }
}
