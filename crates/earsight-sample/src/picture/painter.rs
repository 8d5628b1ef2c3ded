//! Draws shapes at a moment of a performance.

use tiny_skia::{Color, FillRule, Paint, Pixmap, Transform};

use super::path::outline;
use super::shape::{Group, Layout, Shape};
use crate::Performance;
use crate::seed::{derived, unit};
use crate::signal::Signal;

/// Draws on a frame at a moment of a performance.
pub(crate) struct Painter<'a> {
    /// The frame.
    pub pixmap: &'a mut Pixmap,
    /// The performance that the motions follow.
    pub performance: &'a Performance,
    /// The kind's own colours.
    pub colors: &'a [Color],
    /// The moment, in seconds.
    pub time_secs: f64,
    /// From hundredths of the whole frame to pixels.
    pub frame_view: Transform,
}

/// The view of shapes, how much lighter they are drawn, and the seed of their random choices.
#[derive(Clone, Copy)]
struct Place {
    view: Transform,
    light: f64,
    seed: u64,
}

impl Painter<'_> {
    /// Draws shapes; `view` maps their hundredths to pixels.
    pub fn draw(&mut self, shapes: &[Shape], view: Transform) {
        self.draw_all(shapes, Place { view, light: 0.0, seed: self.performance.seed });
    }

    fn draw_all(&mut self, shapes: &[Shape], place: Place) {
        for (idx, shape) in (0..).zip(shapes) {
            let place = Place { seed: derived(place.seed, &[idx]), ..place };
            match shape {
                Shape::Group(group, shapes) => {
                    for place in self.places(group, place) {
                        self.draw_all(shapes, place);
                    }
                }
                Shape::OnFrame(shapes) => {
                    self.draw_all(shapes, Place { view: self.frame_view, ..place });
                }
                _ => self.paint(shape, place).unwrap_or_default(),
            }
        }
    }

    /// Paints a single shape, unless it is invisible now.
    fn paint(&mut self, shape: &Shape, Place { view, light, .. }: Place) -> Option<()> {
        let (path, stroke, ink) = outline(shape)?;
        let value = |signal| self.value(signal);
        let shader = ink.shader(value, self.colors, light, path.bounds())?;
        let paint = Paint { shader, ..Paint::default() };
        match stroke {
            Some(stroke) => self.pixmap.stroke_path(&path, &paint, &stroke, view, None),
            None => self.pixmap.fill_path(&path, &paint, FillRule::Winding, view, None),
        }
        Some(())
    }

    /// The places of the copies of a group.
    fn places(&self, group: &Group, place: Place) -> Vec<Place> {
        let by = |amount: i16, signal| f32::from(amount) * self.value(signal) as f32;
        let ((x, y, shift), (degrees, turn)) = (group.shift, group.turn);
        let (width, height, stretch) = group.stretch;
        let moved = |view: Transform| {
            let view = view.pre_translate(by(x, shift), by(y, shift)).pre_rotate(by(degrees, turn));
            let scale = |percent| 1.0 + by(percent, stretch) / 100.0;
            Place { view: view.pre_scale(scale(width), scale(height)), ..place }
        };
        let view = place.view;
        match group.layout {
            Layout::At(x, y) => vec![moved(view.pre_translate(x.into(), y.into()))],
            Layout::Mirrored => vec![moved(view), moved(view.pre_scale(-1.0, 1.0))],
            Layout::Scattered { n, share, over, travel, secs } => {
                let n = (f64::from(n) * self.value(share)).round() as u64;
                let copy = |idx: u64| {
                    let random = |slot| unit(derived(place.seed, &[idx, slot]));
                    let gone = (random(0) + self.time_secs / secs).fract();
                    let [x, y] = [0, 1].map(|axis| {
                        let within = f64::from(over[axis + 2]) * random(1 + axis as u64);
                        (f64::from(over[axis]) + within + f64::from(travel[axis]) * gone) as f32
                    });
                    let (size, light) = ((0.6 + 0.8 * random(3)) as f32, 0.3 * random(4) - 0.15);
                    let place = moved(view.pre_translate(x, y).pre_scale(size, size));
                    Place { light, seed: derived(place.seed, &[idx]), ..place }
                };
                (0..n).map(copy).collect()
            }
        }
    }

    fn value(&self, signal: Signal) -> f64 {
        signal.at(self.performance, self.time_secs)
    }
}
