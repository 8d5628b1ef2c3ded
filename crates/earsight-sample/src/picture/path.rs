//! Outlines of shapes.

use tiny_skia::{LineCap, LineJoin, Path, PathBuilder, Rect, Stroke};

use super::ink::Ink;
use super::shape::Shape;

/// Whether an outline returns to its first point.
#[derive(Clone, Copy, PartialEq)]
enum Ends {
    Open,
    Closed,
}

/// The outline of a single shape, its stroke where it is not filled, and its ink; `None` for groups.
pub(super) fn outline(shape: &Shape) -> Option<(Path, Option<Stroke>, &Ink)> {
    let rect = |sides: [i16; 4]| {
        let [left, top, width, height] = sides.map(f32::from);
        Rect::from_xywh(left, top, width, height)
    };
    let stroke = |width: i16| {
        let (line_cap, line_join) = (LineCap::Round, LineJoin::Round);
        Some(Stroke { width: width.into(), line_cap, line_join, ..Stroke::default() })
    };
    Some(match shape {
        Shape::Oval(x, y, half_width, half_height, ink) => {
            let sides = [x - half_width, y - half_height, 2 * half_width, 2 * half_height];
            (PathBuilder::from_oval(rect(sides)?)?, None, ink)
        }
        Shape::Rect(left, top, width, height, ink) => {
            (PathBuilder::from_rect(rect([*left, *top, *width, *height])?), None, ink)
        }
        Shape::Poly(points, ink) => (straight(points, Ends::Closed)?, None, ink),
        Shape::Blob(points, ink) => (smooth(points, Ends::Closed)?, None, ink),
        Shape::Line(points, width, ink) => (straight(points, Ends::Open)?, stroke(*width), ink),
        Shape::Curve(points, width, ink) => (smooth(points, Ends::Open)?, stroke(*width), ink),
        Shape::Group(..) | Shape::OnFrame(_) => return None,
    })
}

/// Straight lines from point to point.
fn straight(points: &[i16], ends: Ends) -> Option<Path> {
    through(points, ends, |builder, [_, _, to, _]| builder.line_to(to[0], to[1]))
}

/// A Catmull-Rom spline through the points, as cubic curves.
fn smooth(points: &[i16], ends: Ends) -> Option<Path> {
    through(points, ends, |builder, [before, from, to, after]| {
        let leaving = |axis: usize| from[axis] + (to[axis] - before[axis]) / 6.0;
        let arriving = |axis: usize| to[axis] - (after[axis] - from[axis]) / 6.0;
        builder.cubic_to(leaving(0), leaving(1), arriving(0), arriving(1), to[0], to[1]);
    })
}

/// The path for which `connect` draws from the second to the third of each four neighbouring points.
fn through(
    points: &[i16],
    ends: Ends,
    connect: impl Fn(&mut PathBuilder, [[f32; 2]; 4]),
) -> Option<Path> {
    let points: Vec<[f32; 2]> = points.as_chunks().0.iter().map(|p| p.map(f32::from)).collect();
    let n = points.len() as isize;
    let point = |idx: isize| match ends {
        Ends::Closed => points[idx.rem_euclid(n) as usize],
        Ends::Open => points[idx.clamp(0, n - 1) as usize],
    };
    let mut builder = PathBuilder::new();
    let [x, y] = *points.first()?;
    builder.move_to(x, y);
    for idx in 0..if ends == Ends::Closed { n } else { n - 1 } {
        connect(&mut builder, [idx - 1, idx, idx + 1, idx + 2].map(point));
    }
    if ends == Ends::Closed {
        builder.close();
    }
    builder.finish()
}
