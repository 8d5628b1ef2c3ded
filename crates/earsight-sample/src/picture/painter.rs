//! Draws shapes at a moment of a performance.

use tiny_skia::{
    Color, FillRule, LineCap, LineJoin, Paint, Path, PathBuilder, Pixmap, Stroke, Transform,
};

use super::ink::Ink;
use super::path::{Ends, rect, smooth, straight};
use super::shape::{Group, Layout, Motion, Shape};
use crate::Performance;
use crate::seed::{derived, unit};
use crate::signal::Signal;

/// Draws on a frame at a moment of a performance.
pub(crate) struct Painter<'a> {
    /// What is drawn on.
    pub pixmap: &'a mut Pixmap,
    /// What the motions follow.
    pub performance: &'a Performance,
    /// The kind's own colours.
    pub colors: &'a [Color],
    /// The moment, in seconds.
    pub time_secs: f64,
    /// From hundredths of the whole frame to pixels.
    pub frame_view: Transform,
}

/// Where shapes are drawn, how much lighter, and the seed of their random choices.
#[derive(Clone, Copy)]
struct Place {
    view: Transform,
    light: f64,
    seed: u64,
}

impl Painter<'_> {
    /// Draws shapes whose hundredths `view` maps to pixels.
    pub fn draw(&mut self, shapes: &[Shape], view: Transform) {
        self.draw_all(shapes, Place { view, light: 0.0, seed: self.performance.seed });
    }

    fn draw_all(&mut self, shapes: &[Shape], place: Place) {
        for (idx, shape) in (0..).zip(shapes) {
            self.draw_one(shape, Place { seed: derived(place.seed, &[idx]), ..place });
        }
    }

    fn draw_one(&mut self, shape: &Shape, place: Place) {
        match *shape {
            Shape::Oval(x, y, half_width, half_height, ref ink) => {
                let sides = [x - half_width, y - half_height, 2 * half_width, 2 * half_height];
                self.fill(rect(sides).and_then(PathBuilder::from_oval), ink, place);
            }
            Shape::Rect(left, top, width, height, ref ink) => {
                let rect = rect([left, top, width, height]);
                self.fill(rect.map(PathBuilder::from_rect), ink, place);
            }
            Shape::Poly(points, ref ink) => self.fill(straight(points, Ends::Closed), ink, place),
            Shape::Blob(points, ref ink) => self.fill(smooth(points, Ends::Closed), ink, place),
            Shape::Line(points, width, ref ink) => {
                self.stroke(straight(points, Ends::Open), width, ink, place);
            }
            Shape::Curve(points, width, ref ink) => {
                self.stroke(smooth(points, Ends::Open), width, ink, place);
            }
            Shape::Group(ref group, shapes) => {
                for place in self.places(group, place) {
                    self.draw_all(shapes, place);
                }
            }
            Shape::OnFrame(shapes) => {
                self.draw_all(shapes, Place { view: self.frame_view, ..place });
            }
        }
    }

    /// Where the copies of a group are drawn.
    fn places(&self, group: &Group, place: Place) -> Vec<Place> {
        let moved =
            |view| group.motions.iter().flatten().fold(view, |view, by| self.moved(view, by));
        let place_with = |view| Place { view: moved(view), ..place };
        let view = place.view;
        match group.layout {
            Layout::At(x, y) => vec![place_with(view.pre_translate(x.into(), y.into()))],
            Layout::Mirrored => vec![place_with(view), place_with(view.pre_scale(-1.0, 1.0))],
            Layout::Around(n) => (0..n)
                .map(|idx| place_with(view.pre_rotate(360.0 * f32::from(idx) / f32::from(n))))
                .collect(),
            Layout::Scattered { n, share, over, travel, secs } => {
                let n = (f64::from(n) * self.value(share)).round() as u64;
                let copy = |idx: u64| {
                    let random = |slot| unit(derived(place.seed, &[idx, slot]));
                    let gone = (random(0) + self.time_secs / secs).fract();
                    let [x, y] = [0, 1].map(|axis| {
                        let [from, to, by] =
                            [over[axis], over[axis + 2], travel[axis]].map(f64::from);
                        (from + to * random(1 + axis as u64) + by * gone) as f32
                    });
                    let (size, light) = ((0.6 + 0.8 * random(3)) as f32, 0.3 * random(4) - 0.15);
                    let view = view.pre_translate(x, y).pre_scale(size, size);
                    Place { view: moved(view), light, seed: derived(place.seed, &[idx]) }
                };
                (0..n).map(copy).collect()
            }
        }
    }

    fn moved(&self, view: Transform, motion: &Motion) -> Transform {
        let value = |signal| self.value(signal) as f32;
        match *motion {
            Motion::Shift(x, y, by) => {
                view.pre_translate(value(by) * f32::from(x), value(by) * f32::from(y))
            }
            Motion::Turn(degrees, by) => view.pre_rotate(value(by) * f32::from(degrees)),
            Motion::Stretch(width, height, by) => {
                let scale = |[fixed, moving]: [i16; 2]| {
                    (f32::from(fixed) + value(by) * f32::from(moving)) / 100.0
                };
                view.pre_scale(scale(width), scale(height))
            }
        }
    }

    fn value(&self, signal: Signal) -> f64 {
        signal.at(self.performance, self.time_secs)
    }

    fn fill(&mut self, path: Option<Path>, ink: &Ink, place: Place) {
        let Some((path, paint)) = self.painted(path, ink, place) else { return };
        self.pixmap.fill_path(&path, &paint, FillRule::Winding, place.view, None);
    }

    fn stroke(&mut self, path: Option<Path>, width: i16, ink: &Ink, place: Place) {
        let Some((path, paint)) = self.painted(path, ink, place) else { return };
        let (line_cap, line_join) = (LineCap::Round, LineJoin::Round);
        let stroke = Stroke { width: width.into(), line_cap, line_join, ..Stroke::default() };
        self.pixmap.stroke_path(&path, &paint, &stroke, place.view, None);
    }

    fn painted(
        &self,
        path: Option<Path>,
        ink: &Ink,
        place: Place,
    ) -> Option<(Path, Paint<'static>)> {
        let (path, value) = (path?, |signal| self.value(signal));
        let shader = ink.shader(value, self.colors, place.light, path.bounds())?;
        Some((path, Paint { shader, ..Paint::default() }))
    }
}
