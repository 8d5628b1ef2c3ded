//! The background scenery, which is independent of the kind and so carries no information about it.

use rand::RngExt;
use tiny_skia::{Color, Pixmap, PremultipliedColorU8, Transform};

use super::ink::{Hsl, WHITE, own, rgb};
use super::shape::Shape::{self, Blob, Line, Oval, Rect};
use super::shape::{WIDE, scattered};
use super::{Camera, Painter};
use crate::Performance;

/// Three colours of any hue.
const COLORS: [Hsl; 3] = [
    Hsl(0.0..1.0, 0.0..0.6, 0.4..0.85),
    Hsl(0.0..1.0, 0.0..0.6, 0.15..0.55),
    Hsl(0.0..1.0, 0.0..0.6, 0.2..0.8),
];

/// Each covers the whole frame.
const SCENERIES: [&[Shape]; 5] = [
    // a wall, a floor and a window
    &[
        Rect(-WIDE, -120, 2 * WIDE, 240, own(0)),
        scattered(1, [-130, -90, 160, 30]).of(&[
            Rect(-6, -6, 102, 92, WHITE),
            Rect(0, 0, 43, 80, rgb(0x8fc3ee).round(40, -10)),
            Rect(47, 0, 43, 80, rgb(0x8fc3ee).round(40, -10)),
            Rect(-22, -14, 28, 120, own(2)),
        ]),
        scattered(1, [0, 30, 0, 50]).of(&[
            Rect(-WIDE, 0, 2 * WIDE, 300, own(1)),
            Rect(-WIDE, -5, 2 * WIDE, 5, own(0).shade(50)),
        ]),
    ],
    // a meadow under clouds
    &[
        Rect(-WIDE, -120, 2 * WIDE, 240, rgb(0x8fc0ea)),
        scattered(6, [-180, -90, 360, 60])
            .of(&[Blob(&[-34, 4, -16, -9, 0, -7, 15, -11, 33, 4, 0, 9], WHITE.fade(75))]),
        scattered(5, [-150, 110, 300, 60]).of(&[Oval(0, 0, 160, 90, rgb(0x6f9a4a))]),
        scattered(80, [-180, 50, 360, 70]).of(&[Line(&[0, 0, 2, -12], 2, rgb(0x4c7a33))]),
    ],
    // a night sky
    &[
        Rect(-WIDE, -120, 2 * WIDE, 240, rgb(0x1a2248)),
        scattered(90, [-180, -110, 360, 170]).of(&[Oval(0, 0, 1, 1, WHITE.fade(80))]),
        scattered(1, [-120, -90, 240, 50]).of(&[Oval(0, 0, 14, 14, rgb(0xf2e8c4))]),
        Rect(-WIDE, 70, 2 * WIDE, 50, rgb(0x0b0f20)),
    ],
    // stones
    &[
        Rect(-WIDE, -120, 2 * WIDE, 240, own(1).shade(-40)),
        scattered(220, [-190, -110, 380, 220])
            .of(&[Blob(&[-16, -8, 0, -11, 15, -7, 17, 6, 0, 11, -15, 8], own(2).round(15, -15))]),
    ],
    // a town
    &[
        Rect(-WIDE, -120, 2 * WIDE, 240, own(0)),
        scattered(16, [-200, -50, 380, 70]).of(&[
            Rect(0, 0, 44, 300, own(1)),
            scattered(12, [4, 8, 30, 90]).of(&[Rect(0, 0, 6, 9, rgb(0xf2d98a))]),
        ]),
        Rect(-WIDE, 78, 2 * WIDE, 50, rgb(0x4a4d52)),
    ],
];

/// One of the sceneries as wide and as high as the frame with its margins, video grain included.
pub(crate) fn scenery(camera: &Camera, performance: &Performance) -> Pixmap {
    let margin = 2 * camera.margin_px();
    let (width, height) = (camera.width_px + margin, camera.height_px + margin);
    let mut pixmap = Pixmap::new(width, height).expect("a frame has a size");
    let (x, y) = (width as f32 / 2.0, height as f32 / 2.0);
    let frame_view = Transform::from_row(y / 100.0, 0.0, 0.0, y / 100.0, x, y);
    let colors: Vec<Color> =
        (20..).zip(&COLORS).map(|(slot, color)| color.color(performance, slot)).collect();
    let mut rng = performance.generator(0);
    let shapes = SCENERIES[rng.random_range(0..SCENERIES.len())];
    let (colors, pixels) = (&colors, &mut pixmap);
    Painter { pixmap: pixels, performance, colors, time_secs: 0.0, frame_view }
        .draw(shapes, frame_view);
    let strength = rng.random_range(2..9_i8);
    for pixel in pixmap.pixels_mut() {
        let moved = rng.random_range(-strength..=strength);
        let [red, green, blue] = [pixel.red(), pixel.green(), pixel.blue()]
            .map(|value| value.saturating_add_signed(moved));
        *pixel = PremultipliedColorU8::from_rgba(red, green, blue, 255).unwrap_or(*pixel);
    }
    pixmap
}
