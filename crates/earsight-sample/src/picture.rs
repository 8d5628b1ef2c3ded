//! Pictures from shapes: what the kinds are drawn with.

mod camera;
mod canvas;
pub(crate) mod color;
mod scenery;

pub(crate) use camera::Camera;
pub use canvas::{Canvas, Ink};
pub(crate) use scenery::scenery;
