//! Pictures as data (shapes, inks and motions), and the code that draws them.

mod camera;
mod ink;
mod painter;
mod path;
mod scenery;
mod shape;

pub(crate) use camera::Camera;
pub(crate) use ink::{BLACK, Hsl, Ink, WHITE, own, rgb};
pub(crate) use painter::Painter;
pub(crate) use scenery::scenery;
pub(crate) use shape::{SOUND_ARCS, Shape, WIDE, at, drifting, mirrored, scattered};
