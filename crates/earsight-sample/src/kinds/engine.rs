//! Engine: a tractor whose cylinders fire in order; body and smoke follow its revolutions.

use std::f64::consts::TAU;

use super::Kind;
use crate::picture::color::{fade, hsl, rgb, shade};
use crate::sound::filter::Biquad;
use crate::sound::noise::white;
use crate::sound::{RATE_HZ, n_samples};
use crate::{Canvas, Curve, Ink, Performance};

pub(super) const KIND: Kind = Kind { name: "engine", perform, sound, draw };

/// Firings per revolution of a four-stroke engine with four cylinders.
const FIRINGS_PER_TURN: f64 = 2.0;

/// The drive is revolutions per second.
fn perform(performance: &mut Performance) {
    let (idle_hz, reach_hz) = (performance.vary(0, 9.0..14.0), performance.vary(1, 6.0..16.0));
    let revs = |time| {
        let throttle = (0.5 + 0.9 * performance.wander(0, time, 0.35)).clamp(0.0, 1.0);
        idle_hz + reach_hz * throttle
    };
    performance.drive = Curve::from_fn(performance.secs, revs);
}

fn sound(performance: &Performance) -> Vec<f64> {
    let mut rng = performance.generator(1);
    // No two cylinders fire alike; their pattern returns every other revolution.
    let cylinders = [2, 3, 4, 5].map(|slot| performance.vary(slot, 0.6..1.0));
    let (mut n_fired, mut level, shrink) = (0_usize, 0.0, f64::exp(-1.0 / (0.006 * RATE_HZ)));
    let mut pulses = vec![0.0; n_samples(performance.secs)];
    for (idx, pulse) in pulses.iter_mut().enumerate() {
        let firings = performance.drive.turns(idx as f64 / RATE_HZ) * FIRINGS_PER_TURN;
        if firings as usize > n_fired {
            n_fired = firings as usize;
            level = cylinders[n_fired % cylinders.len()];
        }
        *pulse = level * (0.7 + 0.5 * white(&mut rng));
        level *= shrink;
    }
    // Exhaust pipe and body.
    let scale = performance.vary(6, 0.8..1.25);
    let mut sound = vec![0.0; pulses.len()];
    for (hz, quality, gain) in
        [(75.0, 2.0, 1.0), (170.0, 3.0, 0.8), (420.0, 3.0, 0.5), (1100.0, 2.0, 0.3)]
    {
        let mut resonance = Biquad::band_pass(hz * scale, quality);
        for (sample, &pulse) in sound.iter_mut().zip(&pulses) {
            *sample += gain * resonance.next(pulse);
        }
    }
    sound
}

fn draw(performance: &Performance, time_secs: f64, canvas: &mut Canvas<'_>) {
    let turns = performance.drive.turns(time_secs);
    let throttle = (performance.drive.at(time_secs) / 22.0).min(1.2);
    let shake = 0.022 * throttle * f64::sin(TAU * turns * 0.37);
    let paint = hsl(
        performance.choose(7, &[0.0, 0.33, 0.13, 0.6, 0.06]) + performance.vary(8, -0.02..0.02),
        0.8,
        performance.vary(9, 0.35..0.5),
    );
    let (dark, rubber) = (rgb(0x3a3a3a), rgb(0x1a1a1a));
    smoke(performance, time_secs, canvas);
    canvas.ellipse(0.0, 0.9, 1.0, 0.07, fade(rgb(0x000000), 0.35));
    canvas.placed(0.0, shake, 0.1 * shake, 1.0, |canvas| {
        canvas.rect(0.53, -0.72, 0.08, 0.55, dark);
        canvas.rect(0.51, -0.78, 0.12, 0.08, rgb(0x555555));
        // Cabin
        canvas.polygon(&[(-0.62, -0.15), (-0.55, -0.8), (0.08, -0.8), (0.14, -0.15)], dark);
        canvas.polygon(
            &[(-0.53, -0.18), (-0.48, -0.72), (-0.22, -0.72), (-0.22, -0.18)],
            rgb(0xa9cfe0),
        );
        canvas.polygon(
            &[(-0.16, -0.18), (-0.16, -0.72), (0.02, -0.72), (0.07, -0.18)],
            rgb(0xbcdce8),
        );
        canvas.round_rect(-0.68, -0.9, 0.84, 0.13, 0.05, paint);
        // Hood
        let hood = Ink::vertical(-0.22, shade(paint, 0.3), 0.4, shade(paint, -0.3));
        canvas.round_rect(0.05, -0.22, 0.9, 0.52, 0.08, hood);
        canvas
            .polygon(&[(-0.7, 0.4), (-0.72, -0.2), (0.12, -0.2), (0.12, 0.4)], shade(paint, -0.15));
        canvas.rect(-0.3, 0.28, 1.15, 0.18, dark);
        for bar in 0..5 {
            let x = 0.36 + 0.09 * f64::from(bar);
            canvas.line(&[(x, -0.1), (x, 0.14)], 0.025, shade(paint, -0.6));
        }
        canvas.circle(0.92, -0.08, 0.06, rgb(0xfff2b3));
        canvas.blob(
            &[
                (-1.0, 0.1),
                (-0.8, -0.22),
                (-0.45, -0.3),
                (-0.1, -0.2),
                (0.05, 0.12),
                (-0.2, 0.0),
                (-0.5, -0.1),
                (-0.8, 0.0),
            ],
            paint,
        );
    });
    // Wheels turn slowly: the gear is low.
    for (x, y, radius, ratio) in [(-0.48, 0.38, 0.52, 0.035), (0.68, 0.6, 0.3, 0.06)] {
        canvas.placed(x, y, turns * ratio, 1.0, |canvas| {
            for lug in 0..14 {
                let (sine, cosine) = f64::sin_cos(TAU * f64::from(lug) / 14.0);
                let at = |share: f64| (share * radius * cosine, share * radius * sine);
                canvas.line(&[at(0.9), at(1.02)], 0.09 * radius / 0.5, rubber);
            }
            canvas.circle(0.0, 0.0, 0.96 * radius, rubber);
            canvas.circle(0.0, 0.0, 0.56 * radius, shade(hsl(0.14, 0.8, 0.55), -0.05));
            for spoke in 0..5 {
                let (sine, cosine) = f64::sin_cos(TAU * f64::from(spoke) / 5.0);
                canvas.circle(0.36 * radius * cosine, 0.36 * radius * sine, 0.09 * radius, dark);
            }
            canvas.circle(0.0, 0.0, 0.13 * radius, dark);
        });
    }
}

/// A puff every eight firings, rising and fading.
fn smoke(performance: &Performance, time_secs: f64, canvas: &mut Canvas<'_>) {
    let puffs = performance.drive.turns(time_secs) * FIRINGS_PER_TURN / 8.0;
    for age in 0..6 {
        let life = (puffs.fract() + f64::from(age)) / 6.0;
        let wobble = 0.06 * f64::sin(9.0 * life + puffs.floor() - f64::from(age));
        let gray = fade(rgb(0x6a6a6a), 0.75 * (1.0 - life));
        canvas.circle(0.57 + wobble - 0.5 * life, -0.8 - 0.75 * life, 0.07 + 0.2 * life, gray);
    }
}
