//! A learning curve: a score over the number of training clips, a line per system.

use super::axis::Axis;
use super::line::{line, value_grid};
use super::number::coordinate;
use super::svg::{Attribute, Svg};
use crate::CurvePoint;

pub(super) const WIDTH: f64 = 430.0;
pub(super) const HEIGHT: f64 = 330.0;
/// Edges of the plotting area.
const LEFT: f64 = 48.0;
const RIGHT: f64 = 320.0;
const TOP: f64 = 34.0;
const BOTTOM: f64 = 286.0;
/// Colours that are distinct for colour-blind readers (Okabe & Ito 2008), and dashes for print without colours.
const COLOURS: [&str; 8] =
    ["#000000", "#d55e00", "#0072b2", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#999999"];
const DASHES: [&str; 4] = ["none", "7 3", "2 3", "9 3 2 3"];
/// Between two names at the right edge.
const NAME_GAP: f64 = 15.0;

/// One system's points, by number of clips.
struct Line<'a> {
    name: &'a str,
    points: Vec<&'a CurvePoint>,
}

/// Draws one plot, [`WIDTH`] by [`HEIGHT`]; `points` are of one score, clips ascending.
pub(super) fn draw(svg: &mut Svg, title: &str, points: &[&CurvePoint]) {
    let lines = lines(points);
    let mut sizes: Vec<usize> = points.iter().map(|point| point.n_clips).collect();
    sizes.sort_unstable();
    sizes.dedup();
    let place = |n: usize| (n.max(1) as f64).ln();
    let ends = (sizes.first().copied().unwrap_or(1), sizes.last().copied().unwrap_or(1));
    let across = Axis::linear(place(ends.0), place(ends.1), (LEFT, RIGHT));
    // everything of a point that must be inside the plot
    let heights = |CurvePoint { spread, interval, chance, .. }: &CurvePoint| {
        [spread.mean, interval.low, interval.high, *chance]
    };
    let up = Axis::around(points.iter().flat_map(|point| heights(point)), (BOTTOM, TOP));
    let spot = |n: usize, value: f64| (across.at(place(n)), up.at(value));
    let title_style = "font-size: 14px; font-weight: 650";
    svg.label(&[("x", &0), ("y", &15), ("style", &title_style)], title);
    value_grid(svg, &up, 5, LEFT, RIGHT);
    for &size in &sizes {
        svg.tick((coordinate(across.at(place(size))), BOTTOM + 17.0), "middle", size);
    }
    svg.tick((RIGHT, BOTTOM + 34.0), "end", "clips");
    if let Some(last) = points.last() {
        let style = "stroke: var(--quiet); fill: none; stroke-dasharray: 1 3";
        svg.element("g", &[("style", &style)], |svg| {
            let mut chance: Vec<_> =
                points.iter().map(|point| spot(point.n_clips, point.chance)).collect();
            chance.dedup();
            line(svg, "", chance);
        });
        svg.tick((RIGHT - 4.0, coordinate(up.at(last.chance) + 14.0)), "end", "chance");
    }
    let end = |line: &Line<'_>| line.points.last().map_or(BOTTOM, |last| up.at(last.spread.mean));
    let names = name_heights(lines.iter().map(end).collect());
    for (index, (drawn, y)) in lines.iter().zip(names).enumerate() {
        let colour = COLOURS[index % COLOURS.len()];
        let width = if index == 0 { "2.6" } else { "1.6" };
        let style = format!("stroke: {colour}; fill: none; stroke-width: {width}");
        svg.element("g", &[("style", &style)], |svg| {
            for point in &drawn.points {
                let ends = [point.interval.low, point.interval.high];
                line(svg, "", ends.map(|value| spot(point.n_clips, value)));
            }
            svg.element("g", &[("stroke-dasharray", &DASHES[index % DASHES.len()])], |svg| {
                let means = drawn.points.iter();
                line(svg, "", means.map(|point| spot(point.n_clips, point.spread.mean)));
            });
        });
        let place: [Attribute<'_>; 3] = [
            ("x", &(RIGHT + 8.0)),
            ("y", &coordinate(y + 4.0)),
            ("style", &format!("font-size: 12px; fill: {colour}")),
        ];
        svg.label(&place, drawn.name);
    }
}

/// Systems in the order in which they come first.
fn lines<'a>(points: &[&'a CurvePoint]) -> Vec<Line<'a>> {
    let mut lines: Vec<Line<'a>> = Vec::new();
    for &point in points {
        match lines.iter_mut().find(|line| line.name == point.model) {
            Some(line) => line.points.push(point),
            None => lines.push(Line { name: &point.model, points: vec![point] }),
        }
    }
    lines
}

/// The heights of the names that should be at the given heights: pushed apart so that none covers another.
fn name_heights(mut heights: Vec<f64>) -> Vec<f64> {
    let mut order: Vec<usize> = (0..heights.len()).collect();
    order.sort_by(|&a, &b| heights[a].total_cmp(&heights[b]));
    for pair in order.windows(2) {
        heights[pair[1]] = heights[pair[1]].max(heights[pair[0]] + NAME_GAP);
    }
    heights
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_never_cover_each_other() {
        let mut heights = name_heights(vec![40.0, 40.0, 41.0, 200.0]);
        assert_eq!(heights[3], 200.0);
        heights.sort_by(f64::total_cmp);
        assert!(heights.windows(2).all(|pair| pair[1] - pair[0] >= NAME_GAP - 1e-9));
    }
}
