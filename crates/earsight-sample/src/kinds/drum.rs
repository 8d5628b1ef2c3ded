//! Drum: a membrane under two sticks.

use super::Kind;
use crate::picture::color::{hsl, mix, rgb, shade};
use crate::sound::filter::Biquad;
use crate::sound::modal::{Mode, ring};
use crate::sound::n_samples;
use crate::sound::noise::burst;
use crate::{Canvas, Ink, Performance};

pub(super) const KIND: Kind = Kind { name: "drum", perform, sound, draw };

/// Modes of an ideal membrane, zeros of Bessel functions over the first (Fletcher & Rossing, §3.4).
const RATIOS: [f64; 6] = [1.0, 1.594, 2.136, 2.296, 2.653, 2.918];

fn perform(performance: &mut Performance) {
    let gap_secs = performance.vary(0, 0.16..0.36);
    performance.strike_evenly(0.05, gap_secs, 0.05, 2);
}

fn sound(performance: &Performance) -> Vec<f64> {
    let mut sound = vec![0.0; n_samples(performance.secs)];
    let lowest_hz = performance.vary(1, 85.0..190.0);
    let wires = performance.vary(2, 0.3..0.9);
    let mut rng = performance.generator(1);
    for strike in &performance.strikes {
        let modes = RATIOS.map(|ratio| Mode {
            hz: lowest_hz * ratio,
            decay_secs: 0.32 / ratio,
            gain: 1.0 / ratio,
        });
        ring(&mut sound, strike.at_secs, strike.strength, &modes);
        let wire = Biquad::high_pass(1800.0, 0.7);
        burst(&mut sound, strike.at_secs, wires * strike.strength, 0.14, wire, &mut rng);
    }
    sound
}

fn draw(performance: &Performance, time_secs: f64, canvas: &mut Canvas<'_>) {
    let shell = hsl(performance.vary(3, 0.0..1.0), 0.7, performance.vary(4, 0.3..0.5));
    let metal = performance.choose(5, &[rgb(0xd4af37), rgb(0xd0d4d8), rgb(0xf2f2f2)]);
    let glow = f64::max(performance.glow(0, time_secs, 0.1), performance.glow(1, time_secs, 0.1));
    let ink = Ink::horizontal(-0.85, shade(shell, -0.3), 0.2, shade(shell, 0.25));
    canvas.ellipse(0.0, 0.72, 0.85, 0.24, shade(shell, -0.4));
    canvas.rect(-0.85, -0.12, 1.7, 0.84, ink);
    let rim = |canvas: &mut Canvas<'_>, y: f64| {
        let arc: Vec<(f64, f64)> = (0..=10)
            .map(|i| f64::from(i) / 10.0 * std::f64::consts::PI)
            .map(|a| (-0.86 * a.cos(), y + 0.25 * a.sin()))
            .collect();
        canvas.curve(&arc, 0.09, metal);
        canvas.curve(&arc, 0.02, shade(metal, -0.4));
    };
    rim(canvas, 0.7);
    for rod in 0..9 {
        let angle = std::f64::consts::PI * (0.06 + 0.11 * f64::from(rod));
        let (x, y) = (-0.85 * angle.cos(), 0.25 * angle.sin());
        let next = angle + 0.055 * std::f64::consts::PI;
        let (x_next, y_next) = (-0.85 * next.cos(), 0.25 * next.sin());
        canvas.line(&[(x, y - 0.08), (x_next, y_next + 0.68)], 0.03, rgb(0xf5f0e0));
        canvas.line(&[(x_next, y_next + 0.68), (2.0 * x_next - x, y - 0.08)], 0.03, rgb(0xf5f0e0));
    }
    let skin = mix(rgb(0xd8d0bd), rgb(0xffffff), glow);
    canvas.ellipse(0.0, -0.12, 0.86, 0.26, metal);
    canvas.ellipse(0.0, -0.12 + 0.03 * glow, 0.79, 0.22, skin);
    canvas.ring(
        0.0,
        -0.12,
        0.45 + 0.2 * glow,
        0.12 + 0.06 * glow,
        0.015 + 0.03 * glow,
        shade(skin, -0.25 * glow - 0.06),
    );
    rim(canvas, -0.12);
    for (hand, side) in [(0_usize, -1.0), (1, 1.0)] {
        let lift = performance.lift(hand, time_secs, 0.18);
        let tip = (side * 0.2, -0.14 - 0.55 * lift);
        let grip = (side * 0.98, -0.62 - 0.25 * lift);
        canvas.line(&[tip, grip], 0.065, rgb(0xb9834c));
        canvas.circle(tip.0, tip.1, 0.06, rgb(0xd9a066));
        canvas.circle(grip.0, grip.1, 0.13, rgb(0xe0ac86));
    }
}
