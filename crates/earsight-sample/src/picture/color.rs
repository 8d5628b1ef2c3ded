//! Colours.

use tiny_skia::Color;

/// A colour from hue, saturation and lightness, each in 0..=1; the hue goes round.
pub(crate) fn hsl(hue: f64, saturation: f64, lightness: f64) -> Color {
    let chroma = saturation.clamp(0.0, 1.0) * lightness.min(1.0 - lightness).max(0.0);
    let part = |shift: f64| {
        let k = (shift + hue.rem_euclid(1.0) * 12.0) % 12.0;
        let value = lightness - chroma * (k - 3.0).min(9.0 - k).clamp(-1.0, 1.0);
        value.clamp(0.0, 1.0) as f32
    };
    Color::from_rgba(part(0.0), part(8.0), part(4.0), 1.0).unwrap_or(Color::BLACK)
}

/// A colour from `0xrrggbb`.
pub(crate) fn rgb(hex: u32) -> Color {
    let [_, red, green, blue] = hex.to_be_bytes();
    Color::from_rgba8(red, green, blue, 255)
}

/// `share` of `b` in `a`.
pub(crate) fn mix(a: Color, b: Color, share: f64) -> Color {
    let share = share.clamp(0.0, 1.0) as f32;
    let part = |a: f32, b: f32| (a + (b - a) * share).clamp(0.0, 1.0);
    Color::from_rgba(
        part(a.red(), b.red()),
        part(a.green(), b.green()),
        part(a.blue(), b.blue()),
        part(a.alpha(), b.alpha()),
    )
    .unwrap_or(a)
}

/// Lighter for a positive, darker for a negative share, in −1..=1.
pub(crate) fn shade(color: Color, share: f64) -> Color {
    let end = if share > 0.0 { Color::WHITE } else { Color::BLACK };
    let mut end = end;
    end.set_alpha(color.alpha());
    mix(color, end, share.abs())
}

/// The colour at an opacity in 0..=1.
pub(crate) fn fade(color: Color, opacity: f64) -> Color {
    let mut color = color;
    color.set_alpha(color.alpha() * opacity.clamp(0.0, 1.0) as f32);
    color
}
