//! Clock: tick and tock; the pendulum turns and the hand jumps at each.

use std::f64::consts::{PI, TAU};

use super::Kind;
use crate::picture::color::{hsl, rgb, shade};
use crate::sound::filter::Biquad;
use crate::sound::modal::{Mode, ring};
use crate::sound::n_samples;
use crate::sound::noise::burst;
use crate::{Canvas, Ink, Performance, Strike};

pub(super) const KIND: Kind = Kind { name: "clock", perform, sound, draw };

fn gap_secs(performance: &Performance) -> f64 {
    performance.vary(0, 0.3..0.56)
}

fn first_secs(performance: &Performance) -> f64 {
    performance.vary(1, 0.02..0.28)
}

fn perform(performance: &mut Performance) {
    for beat in 0.. {
        let at_secs = first_secs(performance) + beat as f64 * gap_secs(performance);
        if at_secs >= performance.secs {
            break;
        }
        let strength = if beat % 2 == 0 { 1.0 } else { 0.8 };
        performance.strikes.push(Strike { at_secs, strength, part: beat % 2 });
    }
}

fn sound(performance: &Performance) -> Vec<f64> {
    let mut sound = vec![0.0; n_samples(performance.secs)];
    let tick_hz = performance.vary(2, 1900.0..3000.0);
    let mut rng = performance.generator(1);
    for strike in &performance.strikes {
        let hz = if strike.part == 0 { tick_hz } else { 0.72 * tick_hz };
        let modes = [
            Mode { hz, decay_secs: 0.045, gain: 1.0 },
            Mode { hz: 1.83 * hz, decay_secs: 0.03, gain: 0.7 },
            Mode { hz: 0.24 * hz, decay_secs: 0.06, gain: 0.35 },
        ];
        // The escapement: pallet on tooth, and the tooth's drop a moment later.
        ring(&mut sound, strike.at_secs, strike.strength, &modes);
        ring(&mut sound, strike.at_secs + 0.012, 0.5 * strike.strength, &modes);
        burst(
            &mut sound,
            strike.at_secs,
            strike.strength,
            0.008,
            Biquad::high_pass(3500.0, 0.7),
            &mut rng,
        );
    }
    sound
}

fn draw(performance: &Performance, time_secs: f64, canvas: &mut Canvas<'_>) {
    let case = performance
        .choose(3, &[rgb(0x6b3e1f), rgb(0x8a5a2b), rgb(0x222222), rgb(0x7d1f1f), rgb(0x23466b)]);
    let face = performance.choose(4, &[rgb(0xfdfaf0), rgb(0xf3e9cf), rgb(0xffffff), rgb(0xe6eef2)]);
    let metal = hsl(0.12, performance.vary(5, 0.3..0.8), 0.55);
    let dark = rgb(0x1d1d1d);
    canvas.round_rect(
        -0.4,
        0.1,
        0.8,
        0.9,
        0.06,
        Ink::horizontal(-0.4, shade(case, 0.1), 0.4, shade(case, -0.3)),
    );
    canvas.round_rect(-0.31, 0.2, 0.62, 0.72, 0.04, shade(case, -0.7));
    let phase = (time_secs - first_secs(performance)) / gap_secs(performance);
    let swing = 0.055 * f64::cos(PI * phase);
    canvas.placed(0.0, 0.05, -swing, 1.0, |canvas| {
        canvas.line(&[(0.0, 0.0), (0.0, 0.68)], 0.03, metal);
        canvas.circle(0.0, 0.7, 0.13, Ink::Radial((-0.04, 0.66), 0.18, shade(metal, 0.6), metal));
    });
    canvas.circle(0.0, -0.3, 0.7, Ink::vertical(-1.0, shade(case, 0.25), 0.4, shade(case, -0.3)));
    canvas.circle(0.0, -0.3, 0.6, Ink::Radial((-0.1, -0.45), 0.9, face, shade(face, -0.15)));
    for hour in 0..12 {
        let (sine, cosine) = f64::sin_cos(TAU * f64::from(hour) / 12.0);
        let at = |share: f64| (share * sine, -0.3 - share * cosine);
        let width = if hour % 3 == 0 { 0.045 } else { 0.022 };
        canvas.line(&[at(0.46), at(0.54)], width, dark);
    }
    let hand = |canvas: &mut Canvas<'_>, turns: f64, reach: f64, width: f64, color| {
        let (sine, cosine) = f64::sin_cos(TAU * turns);
        let at = |share: f64| (share * sine, -0.3 - share * cosine);
        canvas.line(&[at(-0.2 * reach), at(reach)], width, color);
    };
    let hours = performance.vary(6, 0.0..12.0);
    hand(canvas, hours / 12.0, 0.3, 0.055, dark);
    hand(canvas, hours.fract(), 0.46, 0.04, dark);
    let n_ticks =
        performance.strikes.iter().filter(|strike| strike.at_secs <= time_secs).count() as f64;
    let recoil = performance
        .last_strike(time_secs)
        .map_or(0.0, |(_, since)| 0.006 * f64::exp(-since / 0.05));
    hand(
        canvas,
        performance.vary(7, 0.0..1.0) + n_ticks / 60.0 + recoil,
        0.5,
        0.018,
        rgb(0xc8281e),
    );
    canvas.circle(0.0, -0.3, 0.035, rgb(0xc8281e));
}
