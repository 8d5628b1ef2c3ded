//! Bell: swings, and its clapper strikes at each turning point.

use std::f64::consts::PI;

use super::Kind;
use crate::picture::color::{fade, hsl, rgb, shade};
use crate::sound::modal::{Mode, ring};
use crate::sound::n_samples;
use crate::{Canvas, Ink, Performance, Strike};

pub(super) const KIND: Kind = Kind { name: "bell", perform, sound, draw };

/// Partials of a church bell about its prime: hum, prime, tierce (a minor third), quint, nominal and two above;
/// ratio, decay and gain (after Fletcher & Rossing, §21).
const PARTIALS: [(f64, f64, f64); 8] = [
    (0.5, 5.0, 0.5),
    (1.0, 2.8, 0.8),
    (1.2, 2.2, 0.7),
    (1.5, 1.4, 0.4),
    (2.0, 1.6, 0.9),
    (2.5, 0.9, 0.35),
    (3.0, 0.7, 0.3),
    (4.1, 0.4, 0.25),
];

fn perform(performance: &mut Performance) {
    let gap_secs = performance.vary(0, 0.62..0.98);
    let first_secs = performance.vary(1, 0.05..0.4);
    for beat in 0.. {
        let at_secs = first_secs + beat as f64 * gap_secs;
        if at_secs >= performance.secs {
            break;
        }
        let strength = performance.vary(100 + beat as u64, 0.7..1.0);
        performance.strikes.push(Strike { at_secs, strength, part: beat % 2 });
    }
}

fn sound(performance: &Performance) -> Vec<f64> {
    let mut sound = vec![0.0; n_samples(performance.secs)];
    let prime_hz = performance.vary(2, 300.0..620.0);
    for strike in &performance.strikes {
        let detune = 1.0 + 0.002 * strike.part as f64;
        let modes = PARTIALS.map(|(ratio, decay_secs, gain)| Mode {
            hz: prime_hz * ratio * detune,
            decay_secs: decay_secs * 0.8,
            gain,
        });
        ring(&mut sound, strike.at_secs, strike.strength, &modes);
    }
    sound
}

fn draw(performance: &Performance, time_secs: f64, canvas: &mut Canvas<'_>) {
    let gap_secs = performance.vary(0, 0.62..0.98);
    let phase = (time_secs - performance.vary(1, 0.05..0.4)) / gap_secs;
    let swing = 0.085 * f64::cos(PI * phase);
    let glow = f64::max(performance.glow(0, time_secs, 0.2), performance.glow(1, time_secs, 0.2));
    let metal = hsl(
        performance.vary(3, 0.08..0.14),
        performance.vary(4, 0.25..0.8),
        performance.vary(5, 0.38..0.55),
    );
    let beam = performance.choose(6, &[rgb(0x4b3621), rgb(0x2b2b2b), rgb(0x8a5a2b)]);
    canvas.round_rect(
        -0.95,
        -1.0,
        1.9,
        0.16,
        0.03,
        Ink::vertical(-1.0, shade(beam, 0.2), -0.84, beam),
    );
    canvas.placed(0.0, -0.85, swing, 1.0, |canvas| {
        let clapper = -0.5 * swing.signum() * f64::min(1.0, swing.abs() / 0.085);
        let tip = (0.55 * clapper, 1.55);
        canvas.line(&[(0.0, 0.3), tip], 0.06, shade(metal, -0.6));
        canvas.circle(tip.0, tip.1, 0.15, shade(metal, -0.5));
        canvas.round_rect(-0.12, -0.06, 0.24, 0.28, 0.1, shade(metal, -0.3));
        let right = [
            (0.16, 0.12),
            (0.32, 0.2),
            (0.4, 0.42),
            (0.45, 0.8),
            (0.58, 1.12),
            (0.8, 1.38),
            (0.82, 1.48),
        ];
        let mut outline: Vec<(f64, f64)> = right.iter().rev().map(|&(x, y)| (-x, y)).collect();
        outline.extend(right);
        let shine = shade(metal, 0.35 + 0.5 * glow);
        canvas.polygon(&outline, Ink::horizontal(-0.75, shade(metal, -0.45), 0.0, shine));
        let half: Vec<(f64, f64)> =
            [(0.0, 0.1)].into_iter().chain(right).chain([(0.0, 1.48)]).collect();
        canvas.polygon(&half, Ink::horizontal(0.0, shine, 0.8, shade(metal, -0.5)));
        canvas.ellipse(0.0, 1.48, 0.82, 0.09, shade(metal, -0.55));
        for y in [1.1, 1.18, 0.4] {
            let half = if y < 0.5 { 0.38 } else { 0.5 * y + 0.02 };
            canvas.curve(&[(-half, y), (0.0, y + 0.06), (half, y)], 0.02, shade(metal, -0.4));
        }
    });
    if glow > 0.05 {
        for (idx, side) in [(0_usize, -1.0), (1, 1.0)] {
            let near = performance.glow(idx, time_secs, 0.25);
            for reach in [0.92, 1.04, 1.16] {
                let arc: Vec<(f64, f64)> = (-2..=2)
                    .map(|step| f64::from(step) * 0.2)
                    .map(|angle| (side * reach * angle.cos(), 0.35 + reach * angle.sin()))
                    .collect();
                canvas.curve(&arc, 0.03, fade(rgb(0xffffff), 0.7 * near));
            }
        }
    }
}
