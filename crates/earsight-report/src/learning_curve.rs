//! Learning curves as a figure: a number over how many clips were learned from, a line per system.

use maud::{Markup, html};

use crate::number::coordinate;
use crate::plot::{Axis, line, value_grid};

/// One plot.
#[derive(Debug, Clone, Default)]
pub struct CurvePlot {
    /// What is measured, on what.
    pub title: String,
    /// One per system.
    pub lines: Vec<CurveLine>,
    /// Clips, and what guessing gives; clips ascending.
    pub chance: Vec<(usize, f64)>,
}

/// One system.
#[derive(Debug, Clone, Default)]
pub struct CurveLine {
    /// Its name.
    pub name: String,
    /// Clips, value, and the bounds of its interval; clips ascending.
    pub points: Vec<(usize, f64, [f64; 2])>,
}

pub(crate) const WIDTH: f64 = 430.0;
pub(crate) const HEIGHT: f64 = 330.0;
/// Edges of the plotting area: left, right, top, bottom.
const AREA: (f64, f64, f64, f64) = (48.0, 320.0, 34.0, 286.0);
/// Colours that are told apart with every kind of sight (Okabe & Ito 2008), and dashes for whoever prints.
const COLOURS: [&str; 8] =
    ["#000000", "#d55e00", "#0072b2", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#999999"];
const DASHES: [&str; 4] = ["none", "7 3", "2 3", "9 3 2 3"];
/// Between two names at the right edge.
const NAME_GAP: f64 = 15.0;

impl CurvePlot {
    /// Drawn in a box of `WIDTH` by `HEIGHT`.
    pub(crate) fn drawing(&self) -> Markup {
        let (left, right, top, bottom) = AREA;
        let all = || self.lines.iter().flat_map(|line| line.points.iter());
        let mut sizes: Vec<usize> = all().map(|point| point.0).collect();
        sizes.sort_unstable();
        sizes.dedup();
        let place = |n: usize| (n.max(1) as f64).ln();
        let ends = (sizes.first().copied().unwrap_or(1), sizes.last().copied().unwrap_or(1));
        let across = Axis::linear(place(ends.0), place(ends.1), (left, right));
        let bounds = all().flat_map(|&(_, value, [low, high])| [value, low, high]);
        let guessed = self.chance.iter().map(|&(_, value)| value);
        let up = Axis::around(bounds.chain(guessed), (bottom, top));
        html! {
            text x="0" y="15" style="font-size: 14px; font-weight: 650" { (self.title) }
            (value_grid(&up, 5, left, right))
            @for &size in &sizes {
                text.tick x=(coordinate(across.at(place(size)))) y=(bottom + 17.0) text-anchor="middle" { (size) }
            }
            text.tick x=(right) y=(bottom + 34.0) text-anchor="end" { "clips" }
            @if let Some(&(_, value)) = self.chance.last() {
                g style="stroke: var(--quiet); fill: none; stroke-dasharray: 1 3" {
                    (line("", self.chance.iter().map(|&(n, value)| (across.at(place(n)), up.at(value)))))
                }
                text.tick x=(right - 4.0) y=(coordinate(up.at(value) + 14.0)) text-anchor="end" { "chance" }
            }
            @for ((idx, drawn), y) in self.lines.iter().enumerate().zip(self.name_heights(&up)) {
                @let colour = COLOURS[idx % COLOURS.len()];
                g style={ "stroke: " (colour) "; fill: none; stroke-width: " (if idx == 0 { "2.6" } else { "1.6" }) } {
                    @for &(n, _, [low, high]) in &drawn.points {
                        (line("", [low, high].map(|value| (across.at(place(n)), up.at(value)))))
                    }
                    g stroke-dasharray=(DASHES[idx % DASHES.len()]) {
                        (line("", drawn.points.iter().map(|&(n, value, _)| (across.at(place(n)), up.at(value)))))
                    }
                }
                text x=(right + 8.0) y=(coordinate(y + 4.0)) style={ "font-size: 12px; fill: " (colour) } { (drawn.name) }
            }
        }
    }

    /// Where each line's name stands: at its end, pushed apart so that none covers another.
    fn name_heights(&self, up: &Axis) -> Vec<f64> {
        let end = |line: &CurveLine| line.points.last().map_or(AREA.3, |point| up.at(point.1));
        let mut order: Vec<usize> = (0..self.lines.len()).collect();
        let mut heights: Vec<f64> = self.lines.iter().map(end).collect();
        order.sort_by(|&a, &b| heights[a].total_cmp(&heights[b]));
        for pair in order.windows(2) {
            heights[pair[1]] = heights[pair[1]].max(heights[pair[0]] + NAME_GAP);
        }
        heights
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_never_cover_each_other() {
        let line = |name: &str, end: f64| CurveLine {
            name: name.to_owned(),
            points: vec![(20, 0.1, [0.0, 0.2]), (300, end, [end - 0.1, end + 0.1])],
        };
        let lines = vec![line("a", 0.9), line("b", 0.9), line("c", 0.89), line("d", 0.2)];
        let plot =
            CurvePlot { title: "toy".to_owned(), lines, chance: vec![(20, 0.1), (300, 0.1)] };
        let mut heights = plot.name_heights(&Axis::linear(0.0, 1.0, (AREA.3, AREA.2)));
        heights.sort_by(f64::total_cmp);
        assert!(heights.windows(2).all(|pair| pair[1] - pair[0] >= NAME_GAP - 1e-9));
        let drawing = plot.drawing().into_string();
        assert!(
            ["a", "b", "c", "d", "chance"]
                .iter()
                .all(|name| drawing.contains(&format!(">{name}<")))
        );
    }
}
