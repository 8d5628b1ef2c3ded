//! Draws from the posterior of a model.

use std::io::{self, Write};

use earsight_library::{Distances, Drawn};

use super::searched::write_found;
use super::text::count;

/// A summary and the samples, a line each.
pub fn write_drawn(drawn: &Drawn, out: &mut dyn Write) -> io::Result<()> {
    let Distances { least, mean, greatest } = &drawn.distances;
    let what = match (drawn.n_draws, drawn.n_clips) {
        (2.., 1) => format!("all samples agree: {} of the posterior name one clip", drawn.n_draws),
        (n, n_clips) => {
            format!("{} of the posterior, {}", count(n, "sample"), count(n_clips, "clip"))
        }
    };
    writeln!(out, "{what}; distance of features {mean:.3} ({least:.3} to {greatest:.3})")?;
    write_found(drawn.nearest.iter().map(|found| (found, "")), out)
}
