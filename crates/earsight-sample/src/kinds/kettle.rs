//! Kettle: whistles as hard as the steam comes out of its spout.

use std::f64::consts::TAU;

use super::Kind;
use crate::picture::color::{fade, hsl, rgb, shade};
use crate::seed::unit;
use crate::sound::filter::Biquad;
use crate::sound::noise::white;
use crate::sound::{RATE_HZ, from_fn};
use crate::{Canvas, Curve, Ink, Performance};

pub(super) const KIND: Kind = Kind { name: "kettle", perform, sound, draw };

/// The drive is the pressure of the steam, 0..=1.
fn perform(performance: &mut Performance) {
    let rate_hz = performance.vary(0, 0.35..0.8);
    let pressure = |time| (0.68 + 0.5 * performance.wander(0, time, rate_hz)).clamp(0.3, 1.0);
    performance.drive = Curve::from_fn(performance.secs, pressure);
}

fn sound(performance: &Performance) -> Vec<f64> {
    let mut rng = performance.generator(1);
    let own_hz = performance.vary(1, 1900.0..2900.0);
    let flutter_hz = performance.vary(2, 11.0..19.0);
    let mut breath = Biquad::band_pass(1.2 * own_hz, 1.2);
    let mut boil = Biquad::low_pass(350.0, 0.7);
    let mut turns = 0.0;
    from_fn(performance.secs, |time| {
        let pressure = performance.drive.at(time);
        // More steam, higher and stronger whistle; two holes beat against each other.
        turns += own_hz * (0.82 + 0.18 * pressure) / RATE_HZ;
        let flutter = 1.0 + 0.25 * f64::sin(TAU * flutter_hz * time);
        let tone = f64::sin(TAU * turns)
            + 0.35 * f64::sin(TAU * 1.503 * turns)
            + 0.2 * f64::sin(TAU * 2.0 * turns);
        let noise = white(&mut rng);
        pressure * pressure * (flutter * tone + 0.9 * breath.next(noise)) + 0.5 * boil.next(noise)
    })
}

fn draw(performance: &Performance, time_secs: f64, canvas: &mut Canvas<'_>) {
    let pressure = performance.drive.at(time_secs);
    let metal = hsl(
        performance.vary(3, 0.0..1.0),
        performance.choose(4, &[0.04, 0.04, 0.7]),
        performance.vary(5, 0.35..0.68),
    );
    let grip = performance.choose(6, &[rgb(0x1b1b1b), rgb(0x4a2a15), rgb(0x8c1d18)]);
    let rattle = 0.03 * pressure * f64::sin(TAU * 7.3 * time_secs).max(0.0);
    // A gas flame under it.
    for flame in 0..7_u32 {
        let x = -0.45 + 0.15 * f64::from(flame);
        let reach = 0.1 + 0.06 * f64::sin(17.0 * time_secs + 2.0 * f64::from(flame));
        canvas.polygon(
            &[(x - 0.06, 0.98), (x, 0.92 - reach), (x + 0.06, 0.98)],
            fade(rgb(0x4f8dff), 0.85),
        );
    }
    // Spout first: the body covers its foot.
    canvas.polygon(
        &[(0.4, 0.45), (0.5, 0.15), (0.86, -0.18), (0.96, -0.08), (0.68, 0.3), (0.5, 0.62)],
        shade(metal, -0.2),
    );
    canvas.placed(0.91, -0.13, -0.12, 1.0, |canvas| {
        canvas.round_rect(-0.05, -0.09, 0.14, 0.18, 0.03, grip)
    });
    canvas.curve(
        &[(-0.5, -0.12), (-0.46, -0.62), (0.0, -0.86), (0.46, -0.62), (0.5, -0.12)],
        0.1,
        grip,
    );
    let body = [
        (-0.42, -0.18),
        (0.42, -0.18),
        (0.64, 0.3),
        (0.66, 0.72),
        (0.5, 0.84),
        (-0.5, 0.84),
        (-0.66, 0.72),
        (-0.64, 0.3),
    ];
    canvas.blob(&body, Ink::horizontal(-0.6, shade(metal, -0.35), 0.6, shade(metal, 0.1)));
    canvas.blob(
        &[(-0.42, 0.0), (-0.3, -0.04), (-0.36, 0.35), (-0.4, 0.66), (-0.5, 0.66), (-0.5, 0.3)],
        fade(rgb(0xffffff), 0.55),
    );
    canvas.ellipse(0.0, -0.17 - rattle, 0.42, 0.12, shade(metal, 0.2));
    canvas.ellipse(0.0, -0.2 - rattle, 0.32, 0.08, shade(metal, 0.45));
    canvas.circle(0.0, -0.3 - rattle, 0.08, grip);
    steam(performance, time_secs, canvas);
}

fn steam(performance: &Performance, time_secs: f64, canvas: &mut Canvas<'_>) {
    let speed = 1.6;
    for puff in 0..16_u64 {
        let place = time_secs * speed + puff as f64 / 16.0;
        let (life, round) = (place.fract(), place as u64 * 16 + puff);
        // What left the spout a while ago left it at the pressure of then.
        let pressure = performance.drive.at(time_secs - life / speed);
        let reach = 0.25 + 0.65 * pressure * pressure;
        let side = 2.0 * unit(round) - 1.0;
        let (x, y) = (
            0.98 + reach * life * 0.75 + 0.1 * life * side,
            -0.2 - reach * life * 0.95 + 0.12 * life * side,
        );
        let cloud = fade(rgb(0xffffff), (1.0 - life) * (0.2 + 0.55 * pressure));
        canvas.circle(x, y, 0.04 + 0.26 * life * reach, cloud);
    }
}
