//! Telephone: a hammer between two gongs; the handset shakes while it rings.

use std::f64::consts::TAU;

use super::Kind;
use crate::picture::color::{fade, hsl, rgb, shade};
use crate::sound::modal::{Mode, ring};
use crate::sound::n_samples;
use crate::{Canvas, Ink, Performance, Strike};

pub(super) const KIND: Kind = Kind { name: "telephone", perform, sound, draw };

/// Partials of a small gong: ratio, decay and gain.
const PARTIALS: [(f64, f64, f64); 4] =
    [(1.0, 0.5, 1.0), (2.71, 0.35, 0.7), (5.15, 0.2, 0.4), (8.4, 0.1, 0.2)];

fn perform(performance: &mut Performance) {
    let hammer_secs = 1.0 / performance.vary(0, 19.0..27.0);
    let (ring_secs, pause_secs) = (performance.vary(1, 0.5..1.1), performance.vary(2, 0.25..0.5));
    let cycle_secs = ring_secs + pause_secs;
    let first_secs = performance.vary(3, 0.0..0.2);
    for blow in 0.. {
        let at_secs = first_secs + blow as f64 * hammer_secs;
        if at_secs >= performance.secs {
            break;
        }
        if (at_secs - first_secs).rem_euclid(cycle_secs) < ring_secs {
            performance.strikes.push(Strike { at_secs, strength: 0.9, part: blow % 2 });
        }
    }
}

fn sound(performance: &Performance) -> Vec<f64> {
    let mut sound = vec![0.0; n_samples(performance.secs)];
    let gong_hz = performance.vary(4, 950.0..1500.0);
    for strike in &performance.strikes {
        let hz = gong_hz * if strike.part == 0 { 1.0 } else { 1.19 };
        let modes =
            PARTIALS.map(|(ratio, decay_secs, gain)| Mode { hz: hz * ratio, decay_secs, gain });
        ring(&mut sound, strike.at_secs, strike.strength, &modes);
    }
    sound
}

fn draw(performance: &Performance, time_secs: f64, canvas: &mut Canvas<'_>) {
    let shell = performance.choose(
        5,
        &[rgb(0x1c1c1e), rgb(0xb3201c), rgb(0x2c7a4b), rgb(0xe8dcc0), rgb(0x2c5f9e), rgb(0xe0a92e)],
    );
    let hammer = performance.glow(0, time_secs, 0.08) - performance.glow(1, time_secs, 0.08);
    let ringing =
        f64::max(performance.glow(0, time_secs, 0.08), performance.glow(1, time_secs, 0.08));
    let jolt = 0.035 * ringing * f64::sin(TAU * 6.7 * time_secs) + 0.01 * hammer;
    canvas.ellipse(0.0, 0.88, 0.85, 0.08, fade(rgb(0x000000), 0.4));
    let body = [
        (-0.36, -0.28),
        (0.36, -0.28),
        (0.5, 0.1),
        (0.82, 0.6),
        (0.84, 0.84),
        (-0.84, 0.84),
        (-0.82, 0.6),
        (-0.5, 0.1),
    ];
    canvas.placed(0.02 * hammer, 0.0, 0.0, 1.0, |canvas| {
        canvas.polygon(&body, Ink::horizontal(-0.8, shade(shell, 0.25), 0.8, shade(shell, -0.3)));
        canvas.rect(-0.86, 0.78, 1.72, 0.09, shade(shell, -0.4));
        for side in [-1.0, 1.0] {
            canvas.round_rect(side * 0.42 - 0.08, -0.42, 0.16, 0.3, 0.03, shade(shell, -0.2));
        }
        canvas.circle(0.0, 0.34, 0.4, Ink::Radial((-0.1, 0.24), 0.5, rgb(0xf0f0f0), rgb(0x9a9a9a)));
        for hole in 0..10 {
            let (sine, cosine) = f64::sin_cos(TAU * (f64::from(hole) / 12.0 + 0.1));
            canvas.circle(0.29 * cosine, 0.34 + 0.29 * sine, 0.062, rgb(0x242424));
        }
        canvas.circle(
            0.0,
            0.34,
            0.16,
            performance.choose(6, &[rgb(0xffffff), rgb(0xf2e9c9), rgb(0xc9302c)]),
        );
    });
    canvas.placed(0.0, -0.5 - 1.2 * jolt.abs(), 0.5 * jolt, 1.0, |canvas| {
        let handset = [
            (-0.98, 0.26),
            (-0.96, -0.02),
            (-0.6, -0.22),
            (0.0, -0.28),
            (0.6, -0.22),
            (0.96, -0.02),
            (0.98, 0.26),
            (0.6, 0.26),
            (0.5, 0.06),
            (0.0, -0.04),
            (-0.5, 0.06),
            (-0.6, 0.26),
        ];
        canvas.polygon(&handset, Ink::vertical(-0.28, shade(shell, 0.4), 0.26, shade(shell, -0.3)));
        for side in [-1.0, 1.0] {
            canvas.ellipse(side * 0.79, 0.27, 0.2, 0.06, shade(shell, -0.5));
        }
    });
    let cord: Vec<(f64, f64)> = (0..24)
        .map(|loop_idx| f64::from(loop_idx) / 23.0)
        .map(|u| (-0.86 - 0.16 * f64::sin(3.1 * u) + 0.05 * f64::cos(40.0 * u), -0.15 + 0.95 * u))
        .collect();
    canvas.curve(&cord, 0.035, shade(shell, -0.3));
    for side in [-1.0, 1.0] {
        for arc_idx in 0..2 {
            let reach = 1.08 + 0.12 * f64::from(arc_idx) + 0.04 * ringing;
            let arc: Vec<(f64, f64)> = [-0.9_f64, -0.7, -0.5]
                .map(|a| (side * reach * a.cos(), 0.1 + 1.1 * reach * a.sin()))
                .to_vec();
            canvas.curve(&arc, 0.04, fade(hsl(0.14, 1.0, 0.75), ringing));
        }
    }
}
