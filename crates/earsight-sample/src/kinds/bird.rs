//! Bird: chirps that glide; the beak is open while it sings.

use std::f64::consts::TAU;

use super::Kind;
use crate::picture::color::{fade, hsl, mix, rgb, shade};
use crate::sound::{RATE_HZ, n_samples};
use crate::{Canvas, Ink, Performance, Strike};

pub(super) const KIND: Kind = Kind { name: "bird", perform, sound, draw };

/// Shapes of a syllable: pitch at its start, middle and end, about the bird's own.
const GLIDES: [(f64, f64, f64); 4] =
    [(0.8, 1.2, 1.5), (1.5, 1.1, 0.8), (1.0, 1.35, 0.95), (1.3, 0.9, 1.25)];

fn perform(performance: &mut Performance) {
    let (mut at_secs, mut slot) = (performance.vary(0, 0.05..0.2), 100);
    while at_secs < performance.secs {
        let n_syllables = performance.vary(slot, 2.0..6.0) as usize;
        let shape = performance.vary(slot + 1, 0.0..GLIDES.len() as f64) as usize;
        for _ in 0..n_syllables {
            performance.strikes.push(Strike {
                at_secs,
                strength: performance.vary(slot + 2, 0.7..1.0),
                part: shape,
            });
            at_secs += syllable_secs(performance) * 1.35;
            slot += 1;
        }
        at_secs += performance.vary(slot + 3, 0.1..0.35);
        slot += 5;
    }
    performance.strikes.retain(|strike| strike.at_secs < performance.secs);
}

fn syllable_secs(performance: &Performance) -> f64 {
    performance.vary(1, 0.08..0.17)
}

fn sound(performance: &Performance) -> Vec<f64> {
    let mut sound = vec![0.0; n_samples(performance.secs)];
    let (own_hz, secs) = (performance.vary(2, 2400.0..4200.0), syllable_secs(performance));
    let (trill_hz, trill) = (performance.vary(3, 25.0..45.0), performance.vary(4, 0.0..0.04));
    for strike in &performance.strikes {
        let first = (strike.at_secs * RATE_HZ).round() as usize;
        let n = (secs * RATE_HZ) as usize;
        let (from, over, to) = GLIDES[strike.part];
        let mut turns = 0.0;
        for (idx, sample) in sound.iter_mut().skip(first).take(n).enumerate() {
            let u = idx as f64 / n as f64;
            let glide = from * (1.0 - u).powi(2) + 2.0 * over * u * (1.0 - u) + to * u * u;
            let wobble = 1.0 + trill * f64::sin(TAU * trill_hz * idx as f64 / RATE_HZ);
            turns += own_hz * glide * wobble / RATE_HZ;
            let swell = strike.strength * f64::sin(std::f64::consts::PI * u.powf(0.6)).max(0.0);
            *sample += swell * (f64::sin(TAU * turns) + 0.15 * f64::sin(TAU * 2.0 * turns));
        }
    }
    sound
}

fn draw(performance: &Performance, time_secs: f64, canvas: &mut Canvas<'_>) {
    let secs = syllable_secs(performance);
    let since = performance.last_strike(time_secs).map_or(1.0, |(_, since)| since / secs);
    let open =
        if since < 1.0 { f64::sin(std::f64::consts::PI * (0.25 + 0.75 * since)) } else { 0.0 };
    let back = hsl(
        performance.choose(5, &[0.08, 0.58, 0.14, 0.02, 0.3, 0.62]),
        performance.vary(6, 0.3..0.85),
        performance.vary(7, 0.3..0.5),
    );
    let breast = performance
        .choose(8, &[rgb(0xe8743b), rgb(0xf4e3b2), rgb(0xf3f3f3), rgb(0xf2cf45), rgb(0xc94f3a)]);
    let leg = rgb(0x5a3b24);
    canvas.curve(&[(-1.3, 0.86), (-0.4, 0.78), (0.4, 0.82), (1.3, 0.7)], 0.13, rgb(0x5a4030));
    for (x, y, turn) in [(-0.95, 0.66, -0.1), (0.9, 0.6, 0.06), (0.62, 0.95, 0.3)] {
        canvas.placed(x, y, turn, 1.0, |canvas| {
            canvas.blob(&[(-0.2, 0.0), (0.0, -0.09), (0.22, 0.0), (0.0, 0.09)], rgb(0x4f8a3a));
        });
    }
    canvas.placed(0.0, 0.06 * open, -0.012 * open, 1.0, |canvas| {
        for x in [-0.05, 0.14] {
            canvas.line(&[(x, 0.5), (x + 0.02, 0.76)], 0.04, leg);
        }
        canvas.polygon(
            &[(-0.42, 0.2), (-1.0, 0.62), (-0.86, 0.74), (-0.28, 0.46)],
            shade(back, -0.35),
        );
        let body = [
            (-0.55, 0.3),
            (-0.35, 0.0),
            (0.0, -0.28),
            (0.32, -0.25),
            (0.5, 0.1),
            (0.38, 0.42),
            (0.05, 0.58),
            (-0.3, 0.5),
        ];
        canvas.blob(&body, Ink::Linear((-0.2, -0.3), back, (0.25, 0.6), shade(back, -0.1)));
        let puff = 0.06 * open;
        canvas.blob(
            &[
                (0.2, -0.15),
                (0.48 + puff, -0.1),
                (0.55 + puff, 0.15),
                (0.36, 0.42),
                (0.05, 0.54),
                (0.02, 0.3),
                (0.18, 0.1),
            ],
            breast,
        );
        canvas.circle(0.3, -0.42, 0.3, Ink::Radial((0.22, -0.52), 0.45, shade(back, 0.2), back));
        canvas.blob(
            &[(0.2, -0.25), (0.42, -0.35), (0.56, -0.28), (0.5, -0.1), (0.25, -0.08)],
            mix(breast, back, 0.15),
        );
        let beak = rgb(0xe2a12a);
        canvas.placed(0.55, -0.43, -0.07 * open, 1.0, |canvas| {
            canvas.polygon(&[(0.0, -0.09), (0.38, 0.0), (0.0, 0.03)], beak);
        });
        canvas.placed(0.55, -0.4, 0.09 * open, 1.0, |canvas| {
            canvas.polygon(&[(0.0, -0.01), (0.32, 0.02), (0.0, 0.09)], shade(beak, -0.2));
        });
        if open > 0.2 {
            canvas.circle(0.57, -0.41, 0.06 * open, rgb(0x8a1f2b));
        }
        canvas.circle(0.4, -0.48, 0.07, rgb(0xfafafa));
        canvas.circle(0.42, -0.48, 0.05, rgb(0x111111));
        canvas.circle(0.44, -0.5, 0.015, rgb(0xffffff));
        let flutter = 0.015 * open;
        canvas.placed(-0.05, 0.02, flutter, 1.0, |canvas| {
            canvas.blob(
                &[(0.2, -0.12), (0.18, 0.15), (-0.1, 0.34), (-0.6, 0.42), (-0.3, 0.1), (0.0, -0.1)],
                shade(back, -0.35),
            );
            for feather in 0..3 {
                let y = 0.12 + 0.08 * f64::from(feather);
                canvas.curve(
                    &[(0.1 - y, y), (-0.2, y + 0.1), (-0.45, 0.36)],
                    0.02,
                    shade(back, -0.6),
                );
            }
        });
    });
    for (idx, reach) in [0.2, 0.34, 0.48].into_iter().enumerate() {
        let arc: Vec<(f64, f64)> = [-0.5_f64, 0.0, 0.5]
            .map(|a| (0.75 + reach * a.cos(), -0.42 + reach * a.sin()))
            .to_vec();
        let shown = (open * 1.4 - 0.25 * idx as f64).clamp(0.0, 0.9);
        canvas.curve(&arc, 0.03, fade(rgb(0xffffff), shown));
    }
}
