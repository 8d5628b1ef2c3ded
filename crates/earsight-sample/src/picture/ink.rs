//! Colours and shades of shapes.

use std::ops::Range;

use tiny_skia::{Color, GradientStop, Point, RadialGradient, Rect, Shader, SpreadMode, Transform};

use crate::Performance;
use crate::signal::Signal;

/// A colour of a kind: hue, saturation and lightness within these ranges, in 0..=1; the hue goes round.
pub(crate) struct Hsl(pub Range<f64>, pub Range<f64>, pub Range<f64>);

impl Hsl {
    /// The colour in a performance; each slot gives another one.
    pub fn color(&self, performance: &Performance, slot: u64) -> Color {
        let vary = |part: u64, range| performance.vary(30_000 + 10 * slot + part, range);
        let (hue, saturation, lightness) = (vary(0, &self.0), vary(1, &self.1), vary(2, &self.2));
        let chroma = saturation * lightness.min(1.0 - lightness);
        let channel = |shift: f64| {
            let k = (shift + hue.rem_euclid(1.0) * 12.0) % 12.0;
            (lightness - chroma * (k - 3.0).min(9.0 - k).clamp(-1.0, 1.0)) as f32
        };
        Color::from_rgba(channel(0.0), channel(8.0), channel(4.0), 1.0).unwrap_or(Color::BLACK)
    }
}

/// A colour with shades and an opacity. Shades are percent: −100 is black, 100 is white.
#[derive(Clone, Copy)]
pub(crate) struct Ink {
    base: Base,
    shades: (i16, i16),
    opacity: i16,
    lit: (i16, Signal),
    seen: Signal,
}

#[derive(Clone, Copy)]
enum Base {
    Own(usize),
    Rgb(u32),
}

pub(crate) const WHITE: Ink = rgb(0xffffff);
pub(crate) const BLACK: Ink = rgb(0x000000);

/// One of the kind's own colours.
pub(crate) const fn own(idx: usize) -> Ink {
    Ink { base: Base::Own(idx), ..WHITE }
}

/// The colour `0xrrggbb`.
pub(crate) const fn rgb(hex: u32) -> Ink {
    let (shades, lit, seen) = ((0, 0), (0, Signal::One), Signal::One);
    Ink { base: Base::Rgb(hex), shades, opacity: 100, lit, seen }
}

impl Ink {
    /// Darker for a negative, lighter for a positive shade.
    pub const fn shade(self, shade: i16) -> Ink {
        Ink { shades: (shade, shade), ..self }
    }

    /// From one shade in the upper part to another at the edge of the shape.
    pub const fn round(self, shade: i16, edge: i16) -> Ink {
        Ink { shades: (shade, edge), ..self }
    }

    /// Opacity in percent.
    pub const fn fade(self, opacity: i16) -> Ink {
        Ink { opacity, ..self }
    }

    /// Lighter by `shade` times the signal.
    pub const fn lit(self, shade: i16, by: Signal) -> Ink {
        Ink { lit: (shade, by), ..self }
    }

    /// Opacity times the signal.
    pub const fn seen(self, by: Signal) -> Ink {
        Ink { seen: by, ..self }
    }

    /// The shader of a shape with these bounds; `None` while the ink is transparent.
    ///
    /// `value` returns a signal's value, `own` are the kind's colours, `light` is added to every shade.
    pub fn shader(
        &self,
        value: impl Fn(Signal) -> f64,
        own: &[Color],
        light: f64,
        bounds: Rect,
    ) -> Option<Shader<'static>> {
        let [red, green, blue] = match self.base {
            Base::Own(idx) => own.get(idx).map(|c| [c.red(), c.green(), c.blue()])?,
            Base::Rgb(hex) => [16, 8, 0].map(|shift| (hex >> shift & 0xff) as f32 / 255.0),
        };
        let opacity = f64::from(self.opacity) / 100.0 * value(self.seen);
        let light = light + f64::from(self.lit.0) / 100.0 * value(self.lit.1);
        let color = |shade: i16| {
            let shade = (f64::from(shade) / 100.0 + light).clamp(-1.0, 1.0) as f32;
            let end = if shade > 0.0 { 1.0 } else { 0.0 };
            let mixed = |channel: f32| channel + (end - channel) * shade.abs();
            Color::from_rgba(mixed(red), mixed(green), mixed(blue), opacity.clamp(0.0, 1.0) as f32)
        };
        let (from, to) = (color(self.shades.0)?, color(self.shades.1)?);
        if opacity <= 0.0 || from == to {
            return (opacity > 0.0).then_some(Shader::SolidColor(from));
        }
        let (width, height) = (bounds.width(), bounds.height());
        let centre = Point::from_xy(bounds.left() + 0.5 * width, bounds.top() + 0.3 * height);
        let radius = 0.7 * width.min(2.0 * height).max(height);
        let stops = vec![GradientStop::new(0.0, from), GradientStop::new(1.0, to)];
        let still = Transform::identity();
        RadialGradient::new(centre, 0.0, centre, radius, stops, SpreadMode::Pad, still)
    }
}
