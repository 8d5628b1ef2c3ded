//! Knock: a fist on a wooden door, a few knocks at a time.

use super::Kind;
use crate::picture::color::{fade, hsl, rgb, shade};
use crate::sound::filter::Biquad;
use crate::sound::modal::{Mode, ring};
use crate::sound::n_samples;
use crate::sound::noise::burst;
use crate::{Canvas, Ink, Performance, Strike};

pub(super) const KIND: Kind = Kind { name: "knock", perform, sound, draw };

/// Bending modes of a plate: ratios, decays and gains by ear, of a panel with a frame.
const MODES: [(f64, f64, f64); 6] = [
    (1.0, 0.13, 1.0),
    (1.72, 0.1, 0.8),
    (2.61, 0.08, 0.6),
    (3.9, 0.05, 0.45),
    (5.6, 0.035, 0.3),
    (8.3, 0.02, 0.2),
];

fn perform(performance: &mut Performance) {
    let gap_secs = performance.vary(0, 0.14..0.24);
    let (mut at_secs, mut slot) = (performance.vary(1, 0.05..0.25), 100);
    while at_secs < performance.secs {
        for _ in 0..performance.vary(slot, 2.0..5.0) as usize {
            let strength = performance.vary(slot + 1, 0.75..1.0);
            performance.strikes.push(Strike { at_secs, strength, part: 0 });
            at_secs += gap_secs * performance.vary(slot + 2, 0.95..1.05);
            slot += 3;
        }
        at_secs += performance.vary(slot + 3, 0.2..0.45);
        slot += 4;
    }
    performance.strikes.retain(|strike| strike.at_secs < performance.secs);
}

fn sound(performance: &Performance) -> Vec<f64> {
    let mut sound = vec![0.0; n_samples(performance.secs)];
    let lowest_hz = performance.vary(2, 190.0..330.0);
    let mut rng = performance.generator(1);
    for strike in &performance.strikes {
        let modes =
            MODES.map(|(ratio, decay_secs, gain)| Mode { hz: lowest_hz * ratio, decay_secs, gain });
        ring(&mut sound, strike.at_secs, strike.strength, &modes);
        let knuckle = Biquad::band_pass(1400.0, 0.8);
        burst(&mut sound, strike.at_secs, 1.2 * strike.strength, 0.012, knuckle, &mut rng);
    }
    sound
}

fn draw(performance: &Performance, time_secs: f64, canvas: &mut Canvas<'_>) {
    let door = if performance.vary(3, 0.0..1.0) < 0.5 {
        hsl(performance.vary(4, 0.04..0.1), 0.5, performance.vary(5, 0.25..0.5))
    } else {
        hsl(performance.vary(4, 0.0..1.0), 0.45, performance.vary(5, 0.3..0.7))
    };
    let hit = performance.glow(0, time_secs, 0.06);
    let tremble = 0.02 * hit * f64::sin(90.0 * time_secs);
    canvas.rect(-0.74, -1.1, 1.48, 2.2, shade(door, 0.55));
    canvas.placed(tremble, 0.0, 0.0, 1.0, |canvas| {
        canvas.rect(
            -0.64,
            -1.02,
            1.28,
            2.1,
            Ink::horizontal(-0.64, shade(door, 0.1), 0.64, shade(door, -0.15)),
        );
        for (left, top, height) in
            [(-0.52, -0.9, 0.8), (0.06, -0.9, 0.8), (-0.52, 0.08, 0.85), (0.06, 0.08, 0.85)]
        {
            canvas.rect(left, top, 0.46, height, shade(door, -0.45));
            canvas.rect(left + 0.03, top + 0.03, 0.43, height - 0.03, shade(door, 0.25));
            canvas.rect(left + 0.04, top + 0.04, 0.39, height - 0.08, shade(door, -0.1));
        }
        let brass = rgb(0xd9b44a);
        canvas.round_rect(0.5, -0.1, 0.1, 0.3, 0.03, shade(brass, -0.3));
        canvas.circle(
            0.55,
            -0.01,
            0.07,
            Ink::Radial((0.53, -0.03), 0.09, shade(brass, 0.6), brass),
        );
    });
    let (x, y) = (-0.08, -0.25);
    for ray in 0..8 {
        let (sine, cosine) = f64::sin_cos(std::f64::consts::TAU * (f64::from(ray) + 0.5) / 8.0);
        let at = |share: f64| (x + share * cosine, y + share * sine);
        canvas.line(&[at(0.28), at(0.34 + 0.2 * hit)], 0.04, fade(rgb(0xfff6c8), hit));
    }
    // The fist comes from below; away from the door it is nearer to us, so larger.
    let lift = performance.lift(0, time_secs, 0.1);
    let skin = hsl(0.06, 0.48, performance.vary(6, 0.35..0.75));
    let sleeve = hsl(performance.vary(7, 0.0..1.0), 0.5, 0.4);
    canvas.placed(x + 0.28 * lift, y + 0.22 * lift, 0.02 * lift, 1.0 + 0.3 * lift, |canvas| {
        canvas.polygon(&[(0.0, 0.15), (0.24, 0.08), (0.95, 1.0), (0.5, 1.3)], skin);
        canvas.polygon(&[(0.24, 0.62), (0.56, 0.42), (1.2, 1.3), (0.6, 1.6)], sleeve);
        canvas.round_rect(
            -0.22,
            -0.2,
            0.46,
            0.42,
            0.12,
            Ink::vertical(-0.2, shade(skin, 0.15), 0.25, shade(skin, -0.2)),
        );
        for finger in 0..4 {
            let left = -0.24 + 0.115 * f64::from(finger);
            canvas.round_rect(left, -0.24, 0.115, 0.25, 0.05, shade(skin, 0.1));
            canvas.line(&[(left, -0.18), (left, 0.02)], 0.014, shade(skin, -0.45));
        }
        canvas.round_rect(-0.2, 0.02, 0.36, 0.12, 0.06, shade(skin, 0.2));
        canvas.line(&[(-0.16, 0.15), (0.12, 0.15)], 0.014, shade(skin, -0.45));
    });
}
