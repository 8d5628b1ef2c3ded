//! Shapes and how they move, as data.
//!
//! Lengths are hundredths: a thing fits into −100..=100 both ways, x points right and y down.
//! Angles are degrees clockwise. Points are listed as x and y in turn, as in SVG.

use super::ink::{Ink, WHITE};
use crate::signal::Signal::{self, Decay};

/// A shape, or a group of shapes; what comes later lies above.
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
    /// Shapes of the whole frame, whose height reaches from −100 to 100; [`WIDE`] covers its width.
    OnFrame(&'static [Shape]),
}

/// Beyond the sides of any frame.
pub(crate) const WIDE: i16 = 8000;

/// Arcs to the right of a thing, seen when it sounds.
pub(crate) const SOUND_ARCS: &[Shape] = &[
    Shape::Curve(&[18, -10, 20, 0, 18, 10], 3, WHITE.seen(Decay(None, 0.15))),
    Shape::Curve(&[30, -16, 34, 0, 30, 16], 3, WHITE.seen(Decay(None, 0.1))),
    Shape::Curve(&[42, -23, 48, 0, 42, 23], 3, WHITE.seen(Decay(None, 0.07))),
];

/// How a group is repeated and moved.
#[derive(Clone, Copy)]
pub(crate) struct Group {
    pub layout: Layout,
    pub motions: [Option<Motion>; 2],
}

#[derive(Clone, Copy)]
pub(crate) enum Layout {
    At(i16, i16),
    Mirrored,
    Around(u16),
    Scattered { n: u16, share: Signal, over: [i16; 4], travel: [i16; 2], secs: f64 },
}

#[derive(Clone, Copy)]
pub(crate) enum Motion {
    Shift(i16, i16, Signal),
    Turn(i16, Signal),
    Stretch([i16; 2], [i16; 2], Signal),
}

/// Shapes about an origin of their own at x and y.
pub(crate) const fn at(x: i16, y: i16) -> Group {
    Group { layout: Layout::At(x, y), motions: [None; 2] }
}

/// Shapes, then their mirror images about x = 0.
pub(crate) const fn mirrored() -> Group {
    Group { layout: Layout::Mirrored, ..at(0, 0) }
}

/// `n` copies turned about the origin, evenly.
pub(crate) const fn around(n: u16) -> Group {
    Group { layout: Layout::Around(n), ..at(0, 0) }
}

/// `n` copies at random places over a left, top, width and height; sizes and shades vary.
pub(crate) const fn scattered(n: u16, over: [i16; 4]) -> Group {
    drifting(n, Signal::One, over, [0, 0], 1.0)
}

/// As [`scattered`], but the share of them that the signal says, and each travels by x and y in `secs`, over and over.
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
        self.and(Motion::Shift(x, y, by))
    }

    /// Turned by an angle times the signal.
    pub const fn turn(self, degrees: i16, by: Signal) -> Group {
        self.and(Motion::Turn(degrees, by))
    }

    /// Width and height in percent: for each the first number plus the second times the signal.
    pub const fn stretch(self, width: [i16; 2], height: [i16; 2], by: Signal) -> Group {
        self.and(Motion::Stretch(width, height, by))
    }

    /// The group of these shapes.
    pub const fn of(self, shapes: &'static [Shape]) -> Shape {
        Shape::Group(self, shapes)
    }

    const fn and(self, motion: Motion) -> Group {
        match self.motions {
            [None, _] => Group { motions: [Some(motion), None], ..self },
            [first, None] => Group { motions: [first, Some(motion)], ..self },
            _ => panic!("a group has at most two motions"),
        }
    }
}
