//! Lines with gaps, and the grid behind them.

use std::fmt::Write as _;

use super::axis::Axis;
use super::number::coordinate;
use super::svg::Svg;

/// A line through pixel positions; a position that is not finite leaves a gap, and one alone becomes a dot.
pub(super) fn line(svg: &mut Svg, class: &str, positions: impl IntoIterator<Item = (f64, f64)>) {
    svg.shape("path", &[("class", &class), ("d", &line_path(positions))]);
}

/// Horizontal lines with their values, for a plot between the pixels `left` and `right`.
pub(super) fn value_grid(svg: &mut Svg, axis: &Axis, n_ticks: usize, left: f64, right: f64) {
    for value in axis.ticks(n_ticks) {
        let y = coordinate(axis.at(value));
        svg.shape(
            "line",
            &[("class", &"grid"), ("x1", &left), ("x2", &right), ("y1", &y), ("y2", &y)],
        );
        svg.tick((left - 6.0, y + 4.0), "end", axis.label(value));
    }
}

/// The `d` of [`line()`].
pub(super) fn line_path(positions: impl IntoIterator<Item = (f64, f64)>) -> String {
    let mut path = String::new();
    let mut pen_down = false;
    for (x, y) in positions {
        if !(x.is_finite() && y.is_finite()) {
            pen_down = false;
            continue;
        }
        let (x, y) = (coordinate(x), coordinate(y));
        // `h0` makes a dot of round caps where no neighbour follows
        let written = if pen_down { write!(path, "L{x} {y}") } else { write!(path, "M{x} {y}h0") };
        written.expect("a string takes any text");
        pen_down = true;
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_that_is_not_finite_leaves_a_gap() {
        let path =
            line_path([(0.0, 1.0), (1.0, f64::NAN), (2.0, 3.0), (3.0, 4.04), (f64::INFINITY, 0.0)]);
        assert_eq!(path, "M0 1h0M2 3h0L3 4");
        assert_eq!(line_path([]), "");
    }
}
