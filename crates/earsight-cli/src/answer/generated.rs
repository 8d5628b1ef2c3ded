//! The result of `generate`.

use std::io::{self, Write};
use std::path::PathBuf;

use earsight_library::{Generated, Typicality};
use serde::Serialize;

use super::drawn::write_drawn;
use super::searched::write_found;
use super::text::described;
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
        let Generated { query, to, nearest, typicality, drawn, .. } = &self.generated;
        let to = to.alias();
        writeln!(out, "query  {}", described(query))?;
        writeln!(
            out,
            "real seconds whose {to} is nearest to the generated {to} (1 \u{2212} cosine)"
        )?;
        write_found(nearest, out)?;
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
