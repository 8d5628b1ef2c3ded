//! Draws from the posterior of a model.

use std::io::{self, Write};

use earsight_library::{Distances, Drawn};

use super::searched::write_found;
use super::text::count;

/// A summary and the draws, a line each.
pub fn write_drawn(drawn: &Drawn, out: &mut dyn Write) -> io::Result<()> {
    let Distances { least, mean, greatest } = &drawn.distances;
    writeln!(
        out,
        "{} from the posterior name {}; distance {mean:.3} ({least:.3} to {greatest:.3})",
        count(drawn.n_draws, "draw"),
        count(drawn.n_clips, "clip"),
    )?;
    write_found(&drawn.nearest, out)
}
