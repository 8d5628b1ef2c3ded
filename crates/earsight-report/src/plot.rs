//! Drawing as SVG inside the page: axes and lines.

mod axis;
mod line;

pub(crate) use axis::Axis;
pub(crate) use line::{line, line_path};

use maud::{Markup, html};

use crate::number::coordinate;

/// Horizontal lines with their values, for a plot between the pixels `left` and `right`.
pub(crate) fn value_grid(axis: &Axis, n_ticks: usize, left: f64, right: f64) -> Markup {
    html! {
        @for value in axis.ticks(n_ticks) {
            @let y = coordinate(axis.at(value));
            line.grid x1=(left) x2=(right) y1=(y) y2=(y) {}
            text.tick x=(left - 6.0) y=(y + 4.0) text-anchor="end" { (axis.label(value)) }
        }
    }
}
