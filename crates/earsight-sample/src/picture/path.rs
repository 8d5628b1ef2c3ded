//! Outlines of shapes.

use tiny_skia::{Path, PathBuilder, Rect};

/// Whether an outline returns to its first point.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Ends {
    Open,
    Closed,
}

/// A rectangle from its left, top, width and height.
pub(super) fn rect(sides: [i16; 4]) -> Option<Rect> {
    let [left, top, width, height] = sides.map(f32::from);
    Rect::from_xywh(left, top, width, height)
}

/// Straight lines from point to point.
pub(super) fn straight(points: &[i16], ends: Ends) -> Option<Path> {
    through(points, ends, |builder, [_, _, to, _]| builder.line_to(to[0], to[1]))
}

/// A Catmull-Rom spline through the points, as cubic curves.
pub(super) fn smooth(points: &[i16], ends: Ends) -> Option<Path> {
    through(points, ends, |builder, [before, from, to, after]| {
        let leaving = |axis: usize| from[axis] + (to[axis] - before[axis]) / 6.0;
        let arriving = |axis: usize| to[axis] - (after[axis] - from[axis]) / 6.0;
        builder.cubic_to(leaving(0), leaving(1), arriving(0), arriving(1), to[0], to[1]);
    })
}

/// Lets `connect` draw from the second to the third of any four points in a row.
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
