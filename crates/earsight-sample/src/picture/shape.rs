//! Shapes and how they move, as data.
//!
//! Lengths are hundredths: an object fits into −100..=100 both ways, x points right and y down.
//! Angles are degrees clockwise. Points are listed as x and y in turn, as in SVG.

use super::ink::{Ink, WHITE};
use crate::signal::Signal::{self, Decay};

/// A shape, or a group of shapes; later shapes cover earlier ones.
pub(crate) enum Shape {
    /// Centre x and y, half width, half height.
    Oval(i16, i16, i16, i16, Ink),
    /// Left, top, width, height.
    Rect(i16, i16, i16, i16, Ink),
    /// A polygon.
    Poly(&'static [i16], Ink),
    /// The smooth closed curve through these points.
    Blob(&'static [i16], Ink),
    /// Straight lines from point to point, and their width.
    Line(&'static [i16], i16, Ink),
    /// The smooth curve through these points, and its width.
    Curve(&'static [i16], i16, Ink),
    /// Shapes that are moved or repeated together.
    Group(Group, &'static [Shape]),
    /// Shapes relative to the whole frame, whose height is −100..=100; [`WIDE`] covers its width.
    OnFrame(&'static [Shape]),
}

/// Beyond the sides of any frame.
pub(crate) const WIDE: i16 = 8000;

/// Arcs to the right of an object, visible while it sounds.
pub(crate) const SOUND_ARCS: &[Shape] = &[
    Shape::Curve(&[18, -10, 20, 0, 18, 10], 3, WHITE.seen(Decay(None, 0.15))),
    Shape::Curve(&[30, -16, 34, 0, 30, 16], 3, WHITE.seen(Decay(None, 0.1))),
    Shape::Curve(&[42, -23, 48, 0, 42, 23], 3, WHITE.seen(Decay(None, 0.07))),
];

/// Layout and motion of a group; a motion is a signal times the numbers before it.
#[derive(Clone, Copy)]
pub(crate) struct Group {
    pub layout: Layout,
    pub shift: (i16, i16, Signal),
    pub turn: (i16, Signal),
    pub stretch: (i16, i16, Signal),
}

#[derive(Clone, Copy)]
pub(crate) enum Layout {
    At(i16, i16),
    Mirrored,
    Scattered { n: u16, share: Signal, over: [i16; 4], travel: [i16; 2], secs: f64 },
}

/// Shapes relative to an origin at x and y.
pub(crate) const fn at(x: i16, y: i16) -> Group {
    let still = (0, 0, Signal::One);
    Group { layout: Layout::At(x, y), shift: still, turn: (0, Signal::One), stretch: still }
}

/// Shapes, then their mirror images about x = 0.
pub(crate) const fn mirrored() -> Group {
    Group { layout: Layout::Mirrored, ..at(0, 0) }
}

/// `n` copies at random places over a left, top, width and height; sizes and shades vary.
pub(crate) const fn scattered(n: u16, over: [i16; 4]) -> Group {
    drifting(n, Signal::One, over, [0, 0], 1.0)
}

/// As [`scattered`], but the fraction of them given by the signal, and each travels by x and y in `secs`, repeatedly.
pub(crate) const fn drifting(
    n: u16,
    share: Signal,
    over: [i16; 4],
    travel: [i16; 2],
    secs: f64,
) -> Group {
    Group { layout: Layout::Scattered { n, share, over, travel, secs }, ..at(0, 0) }
}

impl Group {
    /// Moved by x and y times the signal.
    pub const fn shift(self, x: i16, y: i16, by: Signal) -> Group {
        Group { shift: (x, y, by), ..self }
    }

    /// Turned by an angle times the signal.
    pub const fn turn(self, degrees: i16, by: Signal) -> Group {
        Group { turn: (degrees, by), ..self }
    }

    /// Wider and higher by so many percent times the signal.
    pub const fn stretch(self, width: i16, height: i16, by: Signal) -> Group {
        Group { stretch: (width, height, by), ..self }
    }

    /// The group of these shapes.
    pub const fn of(self, shapes: &'static [Shape]) -> Shape {
        Shape::Group(self, shapes)
    }
}
