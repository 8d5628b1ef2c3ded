//! What a kind draws on.

use std::f64::consts::TAU;

use tiny_skia::{
    Color, FillRule, GradientStop, LineCap, LineJoin, LinearGradient, Paint, Path, PathBuilder,
    Pixmap, Point, RadialGradient, Rect, Shader, SpreadMode, Stroke, Transform,
};

/// What a shape is filled with.
#[derive(Debug, Clone, Copy)]
pub enum Ink {
    /// One colour.
    Flat(Color),
    /// From one colour at the first point to another at the second.
    Linear((f64, f64), Color, (f64, f64), Color),
    /// From one colour at a centre to another at a radius.
    Radial((f64, f64), f64, Color, Color),
}

impl Ink {
    /// Top to bottom.
    pub fn vertical(top: f64, at_top: Color, bottom: f64, at_bottom: Color) -> Ink {
        Ink::Linear((0.0, top), at_top, (0.0, bottom), at_bottom)
    }

    /// Left to right.
    pub fn horizontal(left: f64, at_left: Color, right: f64, at_right: Color) -> Ink {
        Ink::Linear((left, 0.0), at_left, (right, 0.0), at_right)
    }

    fn shader(self) -> Shader<'static> {
        let point = |(x, y): (f64, f64)| Point::from_xy(x as f32, y as f32);
        let stops = |from, to| vec![GradientStop::new(0.0, from), GradientStop::new(1.0, to)];
        let (first, shader) = match self {
            Ink::Flat(color) => (color, Some(Shader::SolidColor(color))),
            Ink::Linear(start, from, end, to) => (
                from,
                LinearGradient::new(
                    point(start),
                    point(end),
                    stops(from, to),
                    SpreadMode::Pad,
                    Transform::identity(),
                ),
            ),
            Ink::Radial(centre, radius, from, to) => (
                from,
                RadialGradient::new(
                    point(centre),
                    0.0,
                    point(centre),
                    radius as f32,
                    stops(from, to),
                    SpreadMode::Pad,
                    Transform::identity(),
                ),
            ),
        };
        shader.unwrap_or(Shader::SolidColor(first))
    }
}

impl From<Color> for Ink {
    fn from(color: Color) -> Ink {
        Ink::Flat(color)
    }
}

/// A frame to draw on.
///
/// The origin is the middle of the thing that is drawn, y points down,
/// and the thing is meant to fit into −1..=1 both ways; where it lies in the frame is not its business.
pub struct Canvas<'a> {
    pixmap: &'a mut Pixmap,
    view: Transform,
    frame_view: Transform,
}

impl<'a> Canvas<'a> {
    /// A canvas whose things are placed by `view`, and whose whole-frame things by `frame_view`.
    pub(crate) fn new(pixmap: &'a mut Pixmap, view: Transform, frame_view: Transform) -> Self {
        Canvas { pixmap, view, frame_view }
    }

    /// Draws on the whole frame: y in −1..=1 from top to bottom, x as far as [`Canvas::frame_edge`].
    pub fn on_frame(&mut self, draw: impl FnOnce(&mut Canvas<'_>)) {
        let view = self.frame_view;
        draw(&mut Canvas { pixmap: &mut *self.pixmap, view, frame_view: view });
    }

    /// Where the whole frame ends to the right; to the left it is minus that.
    pub fn frame_edge(&self) -> f64 {
        f64::from(self.pixmap.width()) / f64::from(self.pixmap.height())
    }

    /// Draws moved by `(x, y)`, then turned by `turns` about that point, then scaled.
    pub fn placed(
        &mut self,
        x: f64,
        y: f64,
        turns: f64,
        scale: f64,
        draw: impl FnOnce(&mut Canvas<'_>),
    ) {
        let view = self
            .view
            .pre_translate(x as f32, y as f32)
            .pre_rotate((360.0 * turns) as f32)
            .pre_scale(scale as f32, scale as f32);
        let frame_view = self.frame_view;
        draw(&mut Canvas { pixmap: &mut *self.pixmap, view, frame_view });
    }

    /// Fills a disc.
    pub fn circle(&mut self, x: f64, y: f64, radius: f64, ink: impl Into<Ink>) {
        self.ellipse(x, y, radius, radius, ink);
    }

    /// Fills an ellipse.
    pub fn ellipse(&mut self, x: f64, y: f64, radius_x: f64, radius_y: f64, ink: impl Into<Ink>) {
        self.fill(ellipse_path(x, y, radius_x, radius_y), ink);
    }

    /// Draws the outline of an ellipse.
    pub fn ring(
        &mut self,
        x: f64,
        y: f64,
        radius_x: f64,
        radius_y: f64,
        width: f64,
        ink: impl Into<Ink>,
    ) {
        self.stroke(ellipse_path(x, y, radius_x, radius_y), width, ink);
    }

    /// Fills a rectangle given by its left, top, width and height.
    pub fn rect(&mut self, left: f64, top: f64, width: f64, height: f64, ink: impl Into<Ink>) {
        let rect = Rect::from_xywh(left as f32, top as f32, width as f32, height as f32);
        self.fill(rect.map(PathBuilder::from_rect), ink);
    }

    /// Fills a rectangle with round corners.
    pub fn round_rect(
        &mut self,
        left: f64,
        top: f64,
        width: f64,
        height: f64,
        radius: f64,
        ink: impl Into<Ink>,
    ) {
        let (radius, right, bottom) =
            (radius.min(width / 2.0).min(height / 2.0), left + width, top + height);
        let mut points = Vec::with_capacity(20);
        let corners = [
            (right - radius, top + radius, 0.75),
            (right - radius, bottom - radius, 0.0),
            (left + radius, bottom - radius, 0.25),
            (left + radius, top + radius, 0.5),
        ];
        for (x, y, first_turn) in corners {
            for step in 0..5 {
                let (sine, cosine) = f64::sin_cos(TAU * (first_turn + f64::from(step) / 16.0));
                points.push((x + radius * cosine, y + radius * sine));
            }
        }
        self.polygon(&points, ink);
    }

    /// Fills a polygon.
    pub fn polygon(&mut self, points: &[(f64, f64)], ink: impl Into<Ink>) {
        self.fill(straight_path(points, true), ink);
    }

    /// Fills the smooth closed curve through these points.
    pub fn blob(&mut self, points: &[(f64, f64)], ink: impl Into<Ink>) {
        self.fill(smooth_path(points, true), ink);
    }

    /// Draws straight lines from point to point.
    pub fn line(&mut self, points: &[(f64, f64)], width: f64, ink: impl Into<Ink>) {
        self.stroke(straight_path(points, false), width, ink);
    }

    /// Draws a smooth curve through these points.
    pub fn curve(&mut self, points: &[(f64, f64)], width: f64, ink: impl Into<Ink>) {
        self.stroke(smooth_path(points, false), width, ink);
    }

    fn fill(&mut self, path: Option<Path>, ink: impl Into<Ink>) {
        let Some(path) = path else { return };
        let paint = Paint { shader: ink.into().shader(), ..Paint::default() };
        self.pixmap.fill_path(&path, &paint, FillRule::Winding, self.view, None);
    }

    fn stroke(&mut self, path: Option<Path>, width: f64, ink: impl Into<Ink>) {
        let Some(path) = path else { return };
        let paint = Paint { shader: ink.into().shader(), ..Paint::default() };
        let stroke = Stroke {
            width: width as f32,
            line_cap: LineCap::Round,
            line_join: LineJoin::Round,
            ..Stroke::default()
        };
        self.pixmap.stroke_path(&path, &paint, &stroke, self.view, None);
    }
}

fn ellipse_path(x: f64, y: f64, radius_x: f64, radius_y: f64) -> Option<Path> {
    let (left, top) = ((x - radius_x) as f32, (y - radius_y) as f32);
    let rect = Rect::from_xywh(left, top, 2.0 * radius_x as f32, 2.0 * radius_y as f32)?;
    PathBuilder::from_oval(rect)
}

fn straight_path(points: &[(f64, f64)], closed: bool) -> Option<Path> {
    let mut builder = PathBuilder::new();
    for (idx, &(x, y)) in points.iter().enumerate() {
        if idx == 0 {
            builder.move_to(x as f32, y as f32);
        } else {
            builder.line_to(x as f32, y as f32);
        }
    }
    if closed {
        builder.close();
    }
    builder.finish()
}

/// A Catmull-Rom spline through the points, as cubic curves.
fn smooth_path(points: &[(f64, f64)], closed: bool) -> Option<Path> {
    let n = points.len();
    if n < 3 {
        return straight_path(points, closed);
    }
    let point = |idx: isize| {
        let idx = if closed { idx.rem_euclid(n as isize) } else { idx.clamp(0, n as isize - 1) };
        points[idx as usize]
    };
    let mut builder = PathBuilder::new();
    builder.move_to(points[0].0 as f32, points[0].1 as f32);
    let n_curves = if closed { n } else { n - 1 } as isize;
    for idx in 0..n_curves {
        let (before, from, to, after) =
            (point(idx - 1), point(idx), point(idx + 1), point(idx + 2));
        builder.cubic_to(
            (from.0 + (to.0 - before.0) / 6.0) as f32,
            (from.1 + (to.1 - before.1) / 6.0) as f32,
            (to.0 - (after.0 - from.0) / 6.0) as f32,
            (to.1 - (after.1 - from.1) / 6.0) as f32,
            to.0 as f32,
            to.1 as f32,
        );
    }
    if closed {
        builder.close();
    }
    builder.finish()
}
