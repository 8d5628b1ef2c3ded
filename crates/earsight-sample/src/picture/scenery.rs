//! What lies behind a thing: any scenery behind any kind, so that it tells nothing.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use tiny_skia::{Color, Pixmap, PremultipliedColorU8, Transform};

use super::color::{fade, hsl, mix, shade};
use super::{Canvas, Ink};

/// A painter of one kind of scenery; the canvas reaches from −1 to 1 both down and (wider) across.
type Painter = fn(&mut Canvas<'_>, &mut ChaCha8Rng);

const SCENERIES: [Painter; 9] =
    [wall_and_floor, meadow, planks, bricks, night, window, tiles, town, spots];

/// A picture of `width_px` × `height_px` with one of the sceneries, grain included.
pub(crate) fn scenery(width_px: u32, height_px: u32, rng: &mut ChaCha8Rng) -> Pixmap {
    let mut pixmap = Pixmap::new(width_px.max(1), height_px.max(1)).expect("a size above zero");
    let half = height_px as f32 / 2.0;
    let view = Transform::from_row(half, 0.0, 0.0, half, width_px as f32 / 2.0, half);
    let paint = SCENERIES[rng.random_range(0..SCENERIES.len())];
    paint(&mut Canvas::new(&mut pixmap, view, view), rng);
    add_grain(&mut pixmap, rng);
    pixmap
}

fn any_color(rng: &mut ChaCha8Rng, saturation: f64, lightness: std::ops::Range<f64>) -> Color {
    hsl(rng.random(), saturation * rng.random::<f64>(), rng.random_range(lightness))
}

fn whole(canvas: &mut Canvas<'_>, ink: impl Into<Ink>) {
    let edge = canvas.frame_edge();
    canvas.rect(-edge, -1.0, 2.0 * edge, 2.0, ink);
}

fn wall_and_floor(canvas: &mut Canvas<'_>, rng: &mut ChaCha8Rng) {
    let (wall, floor) = (any_color(rng, 0.5, 0.45..0.85), any_color(rng, 0.5, 0.2..0.55));
    let (edge, horizon) = (canvas.frame_edge(), rng.random_range(0.2..0.7));
    whole(canvas, Ink::vertical(-1.0, shade(wall, 0.2), 1.0, shade(wall, -0.2)));
    canvas.rect(
        -edge,
        horizon,
        2.0 * edge,
        1.0,
        Ink::vertical(horizon, floor, 1.0, shade(floor, -0.3)),
    );
    canvas.rect(-edge, horizon - 0.05, 2.0 * edge, 0.05, shade(wall, 0.5));
}

fn meadow(canvas: &mut Canvas<'_>, rng: &mut ChaCha8Rng) {
    let sky = hsl(rng.random_range(0.52..0.62), 0.6, rng.random_range(0.6..0.8));
    let grass = hsl(rng.random_range(0.2..0.36), 0.45, rng.random_range(0.3..0.45));
    let edge = canvas.frame_edge();
    whole(canvas, Ink::vertical(-1.0, sky, 0.4, shade(sky, 0.6)));
    for _ in 0..4 {
        let (x, y) = (rng.random_range(-edge..edge), rng.random_range(-0.9..-0.3));
        for step in -2..=2 {
            let offset = f64::from(step);
            canvas.ellipse(
                x + 0.1 * offset,
                y,
                0.16,
                0.1 - 0.02 * offset.abs(),
                fade(Color::WHITE, 0.6),
            );
        }
    }
    for (idx, top) in [0.15, 0.35, 0.6].into_iter().enumerate() {
        let shift: f64 = rng.random_range(-0.5..0.5);
        let hill = shade(grass, 0.3 - 0.25 * idx as f64);
        canvas.ellipse(shift, top + 1.0, 1.6 * edge, 1.0 + 0.1 * shift.abs(), hill);
    }
    for _ in 0..60 {
        let (x, y) = (rng.random_range(-edge..edge), rng.random_range(0.55..1.0));
        let tip = x + rng.random_range(-0.03..0.03);
        canvas.line(&[(x, y), (tip, y - 0.1)], 0.012, shade(grass, rng.random_range(-0.4..0.2)));
    }
}

fn planks(canvas: &mut Canvas<'_>, rng: &mut ChaCha8Rng) {
    let wood =
        hsl(rng.random_range(0.05..0.11), rng.random_range(0.2..0.5), rng.random_range(0.3..0.65));
    let (edge, n) = (canvas.frame_edge(), rng.random_range(6..11));
    let width = 2.0 * edge / f64::from(n);
    for idx in 0..n {
        let (left, plank) =
            (-edge + f64::from(idx) * width, shade(wood, rng.random_range(-0.2..0.15)));
        canvas.rect(left, -1.0, width, 2.0, plank);
        for _ in 0..5 {
            let (x, y) = (left + rng.random_range(0.1..0.9) * width, rng.random_range(-1.2..0.6));
            let bend = rng.random_range(-0.02..0.02);
            let grain = fade(shade(plank, -0.35), 0.5);
            canvas.curve(&[(x, y), (x + bend, y + 0.4), (x, y + 0.9)], 0.012, grain);
        }
        canvas.rect(left, -1.0, 0.012, 2.0, shade(wood, -0.6));
    }
}

fn bricks(canvas: &mut Canvas<'_>, rng: &mut ChaCha8Rng) {
    let brick =
        hsl(rng.random_range(0.0..0.09), rng.random_range(0.1..0.55), rng.random_range(0.35..0.6));
    let (edge, height, width) = (canvas.frame_edge(), 0.17, 0.42);
    whole(canvas, shade(brick, 0.5));
    for row in 0..12 {
        let top = -1.0 + f64::from(row) * height;
        let shift = if row % 2 == 0 { 0.0 } else { width / 2.0 };
        for column in 0..9 {
            let left = -edge - shift + f64::from(column) * width;
            let color = shade(brick, rng.random_range(-0.22..0.12));
            canvas.rect(left, top, width - 0.025, height - 0.025, color);
        }
    }
}

fn night(canvas: &mut Canvas<'_>, rng: &mut ChaCha8Rng) {
    let sky = hsl(rng.random_range(0.58..0.75), 0.5, rng.random_range(0.08..0.2));
    let edge = canvas.frame_edge();
    whole(canvas, Ink::vertical(-1.0, sky, 1.0, shade(sky, 0.3)));
    for _ in 0..70 {
        let (x, y) = (rng.random_range(-edge..edge), rng.random_range(-1.0..0.6));
        canvas.circle(
            x,
            y,
            rng.random_range(0.004..0.012),
            fade(Color::WHITE, rng.random_range(0.3..1.0)),
        );
    }
    if rng.random_bool(0.6) {
        let (x, y) = (rng.random_range(-edge..edge), rng.random_range(-0.9..-0.4));
        canvas.circle(x, y, 0.13, hsl(0.14, 0.5, 0.88));
    }
    canvas.rect(-edge, 0.7, 2.0 * edge, 0.3, shade(sky, -0.5));
}

fn window(canvas: &mut Canvas<'_>, rng: &mut ChaCha8Rng) {
    let (wall, edge) = (any_color(rng, 0.5, 0.35..0.8), canvas.frame_edge());
    whole(canvas, Ink::horizontal(-edge, shade(wall, 0.15), edge, shade(wall, -0.3)));
    let (left, sky) =
        (rng.random_range(-edge..edge - 0.9), hsl(0.56, 0.6, rng.random_range(0.5..0.85)));
    canvas.rect(left - 0.06, -0.86, 1.02, 1.12, shade(wall, 0.7));
    canvas.rect(left, -0.8, 0.9, 1.0, Ink::vertical(-0.8, sky, 0.2, shade(sky, 0.6)));
    canvas.rect(left + 0.43, -0.8, 0.04, 1.0, shade(wall, 0.7));
    canvas.rect(left, -0.32, 0.9, 0.04, shade(wall, 0.7));
    let curtain = any_color(rng, 0.7, 0.3..0.7);
    canvas.rect(
        left - 0.2,
        -0.95,
        0.26,
        1.4,
        Ink::horizontal(left - 0.2, shade(curtain, 0.2), left, curtain),
    );
}

fn tiles(canvas: &mut Canvas<'_>, rng: &mut ChaCha8Rng) {
    let (tile, edge, size) =
        (any_color(rng, 0.6, 0.5..0.9), canvas.frame_edge(), rng.random_range(0.2..0.45));
    let other = mix(tile, any_color(rng, 0.6, 0.3..0.8), rng.random::<f64>());
    whole(canvas, shade(tile, -0.35));
    let n = (2.0 * edge / size).ceil() as i32 + 1;
    for (row, column) in (0..n).flat_map(|row| (0..n).map(move |column| (row, column))) {
        let color = if (row + column) % 2 == 0 { tile } else { other };
        let (left, top) = (-edge + f64::from(column) * size, -1.0 + f64::from(row) * size);
        canvas.rect(
            left,
            top,
            size - 0.02,
            size - 0.02,
            shade(color, rng.random_range(-0.05..0.05)),
        );
    }
}

fn town(canvas: &mut Canvas<'_>, rng: &mut ChaCha8Rng) {
    let sky =
        hsl(rng.random_range(0.0..1.0), rng.random_range(0.1..0.6), rng.random_range(0.45..0.85));
    let edge = canvas.frame_edge();
    whole(canvas, Ink::vertical(-1.0, sky, 0.6, shade(sky, 0.5)));
    let mut left = -edge;
    while left < edge {
        let (width, top) = (rng.random_range(0.2..0.5), rng.random_range(-0.6..0.2));
        let house = any_color(rng, 0.4, 0.2..0.6);
        canvas.rect(left, top, width, 2.0, house);
        let lit = mix(shade(house, 0.6), hsl(0.14, 0.9, 0.7), rng.random::<f64>());
        for row in 0..8 {
            for column in 0..(width / 0.12) as i32 {
                if rng.random_bool(0.6) {
                    let (x, y) = (
                        left + 0.05 + 0.12 * f64::from(column),
                        top + 0.07 + 0.15 * f64::from(row),
                    );
                    canvas.rect(x, y, 0.05, 0.08, lit);
                }
            }
        }
        left += width;
    }
    canvas.rect(-edge, 0.72, 2.0 * edge, 0.3, hsl(0.6, 0.05, 0.3));
}

fn spots(canvas: &mut Canvas<'_>, rng: &mut ChaCha8Rng) {
    let (ground, edge) = (any_color(rng, 0.6, 0.2..0.8), canvas.frame_edge());
    whole(canvas, ground);
    let other = any_color(rng, 0.6, 0.2..0.8);
    for _ in 0..45 {
        let (x, y) = (rng.random_range(-edge..edge), rng.random_range(-1.0..1.0));
        let spot = fade(mix(ground, other, rng.random::<f64>()), 0.35);
        canvas.circle(x, y, rng.random_range(0.08..0.45), spot);
    }
}

/// Film grain: no real wall is one colour.
fn add_grain(pixmap: &mut Pixmap, rng: &mut ChaCha8Rng) {
    let strength = rng.random_range(2..9_i32);
    let mut bits = 0_u64;
    for (idx, pixel) in pixmap.pixels_mut().iter_mut().enumerate() {
        if idx % 8 == 0 {
            bits = rng.random();
        }
        let byte = (bits >> (8 * (idx % 8))) as u8;
        let moved = (i32::from(byte) - 128) * strength / 128;
        let part = |value: u8| (i32::from(value) + moved).clamp(0, 255) as u8;
        let grainy = PremultipliedColorU8::from_rgba(
            part(pixel.red()),
            part(pixel.green()),
            part(pixel.blue()),
            255,
        );
        *pixel = grainy.unwrap_or(*pixel);
    }
}
