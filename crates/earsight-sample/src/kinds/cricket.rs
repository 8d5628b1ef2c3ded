//! Cricket: chirps of a few pulses; the wings rub while it sings.

use std::f64::consts::{PI, TAU};

use super::Kind;
use crate::picture::color::{fade, hsl, rgb, shade};
use crate::sound::{RATE_HZ, n_samples};
use crate::{Canvas, Ink, Performance, Strike};

pub(super) const KIND: Kind = Kind { name: "cricket", perform, sound, draw };

/// Wing strokes of one chirp; each stroke is one pulse of sound.
const N_PULSES: usize = 4;

fn pulse_gap_secs(performance: &Performance) -> f64 {
    performance.vary(0, 0.026..0.042)
}

fn perform(performance: &mut Performance) {
    let gap_secs = performance.vary(1, 0.28..0.48);
    for chirp in 0.. {
        let at_secs = performance.vary(2, 0.02..0.2) + chirp as f64 * gap_secs;
        if at_secs >= performance.secs {
            break;
        }
        let strength = performance.vary(100 + chirp, 0.8..1.0);
        performance.strikes.push(Strike { at_secs, strength, part: 0 });
    }
}

/// How fast the wings rub, 0..=1, a pulse for each stroke.
fn rubbing(performance: &Performance, time_secs: f64) -> f64 {
    let Some((strike, since)) = performance.last_strike(time_secs) else { return 0.0 };
    let stroke = since / pulse_gap_secs(performance);
    if stroke >= N_PULSES as f64 {
        return 0.0;
    }
    // Each stroke of a chirp is louder than the one before.
    let swell = 0.5 + 0.5 * (stroke.floor() + 1.0) / N_PULSES as f64;
    strike.strength * swell * f64::sin(PI * (stroke.fract() / 0.7).min(1.0))
}

fn sound(performance: &Performance) -> Vec<f64> {
    let mut sound = vec![0.0; n_samples(performance.secs)];
    let own_hz = performance.vary(3, 4300.0..5600.0);
    for (idx, sample) in sound.iter_mut().enumerate() {
        let time = idx as f64 / RATE_HZ;
        let level = rubbing(performance, time);
        if level > 0.0 {
            *sample = level
                * (f64::sin(TAU * own_hz * time) + 0.12 * f64::sin(TAU * 2.0 * own_hz * time));
        }
    }
    sound
}

fn draw(performance: &Performance, time_secs: f64, canvas: &mut Canvas<'_>) {
    let skin = hsl(
        performance.choose(4, &[0.07, 0.27, 0.25, 0.1]),
        performance.vary(5, 0.35..0.7),
        performance.vary(6, 0.22..0.42),
    );
    let dark = shade(skin, -0.5);
    let since = performance.last_strike(time_secs).map_or(1.0, |(_, since)| since);
    let song_secs = N_PULSES as f64 * pulse_gap_secs(performance);
    let singing = if since < song_secs { 1.0 } else { f64::exp(-(since - song_secs) / 0.03) };
    // A leaf to sit on.
    let leaf = hsl(performance.vary(7, 0.22..0.36), 0.5, performance.vary(8, 0.35..0.55));
    canvas.blob(
        &[(-1.15, 0.66), (-0.4, 0.5), (0.5, 0.52), (1.2, 0.74), (0.5, 0.94), (-0.5, 0.92)],
        leaf,
    );
    canvas.curve(&[(-1.1, 0.68), (0.0, 0.7), (1.15, 0.74)], 0.025, shade(leaf, 0.35));
    canvas.placed(0.0, -0.012 * singing, 0.0, 1.0, |canvas| {
        for (x, foot) in [(0.3, 0.12), (0.5, 0.72), (0.12, 0.3)] {
            canvas.line(&[(x, 0.25), (0.5 * (x + foot) + 0.1, 0.36), (foot, 0.6)], 0.035, dark);
        }
        for (reach, y) in [(0.0, -0.62), (0.22, -0.42)] {
            let sway = 0.04 * f64::sin(3.0 * time_secs + reach) + 0.05 * singing;
            canvas.curve(
                &[
                    (0.72, -0.02),
                    (0.85, -0.3),
                    (0.72 + reach, y),
                    (0.3 + 1.6 * reach, y - 0.28 + sway),
                ],
                0.022,
                dark,
            );
        }
        canvas.line(&[(-0.75, 0.2), (-1.12, 0.1)], 0.03, dark);
        canvas.line(&[(-0.75, 0.24), (-1.12, 0.28)], 0.03, dark);
        let body = [
            (-0.85, 0.2),
            (-0.5, 0.02),
            (0.1, -0.04),
            (0.5, 0.0),
            (0.52, 0.3),
            (0.0, 0.42),
            (-0.55, 0.36),
        ];
        canvas.blob(&body, Ink::vertical(-0.05, shade(skin, 0.15), 0.42, shade(skin, -0.25)));
        for ring in 0..5 {
            let x = -0.62 + 0.16 * f64::from(ring);
            canvas.curve(&[(x, 0.08), (x - 0.04, 0.24), (x, 0.38)], 0.02, dark);
        }
        canvas.round_rect(0.28, -0.08, 0.3, 0.4, 0.12, shade(skin, -0.15));
        canvas.ellipse(
            0.68,
            0.12,
            0.2,
            0.22,
            Ink::Radial((0.62, 0.02), 0.34, shade(skin, 0.25), shade(skin, -0.2)),
        );
        canvas.circle(0.74, 0.03, 0.075, rgb(0x101010));
        canvas.circle(0.76, 0.0, 0.02, rgb(0xffffff));
        canvas.curve(&[(0.78, 0.26), (0.86, 0.34), (0.8, 0.4)], 0.03, dark);
        // Fore wings: up and buzzing in a chirp, flat between chirps.
        let buzz = 0.02 * singing * f64::sin(PI * since / pulse_gap_secs(performance));
        for (lift, opacity) in [(0.10, 0.55), (0.05, 0.85)] {
            canvas.placed(0.32, -0.02, lift * singing + buzz, 1.0, |canvas| {
                canvas.blob(
                    &[
                        (0.0, 0.02),
                        (-0.3, -0.14),
                        (-0.8, -0.12),
                        (-1.08, 0.06),
                        (-0.7, 0.16),
                        (-0.2, 0.14),
                    ],
                    fade(shade(skin, 0.45), opacity),
                );
                for vein in [-0.05, 0.02, 0.08] {
                    canvas.curve(
                        &[(-0.05, 0.03), (-0.5, vein), (-0.95, 0.05)],
                        0.014,
                        fade(dark, 0.8),
                    );
                }
            });
        }
        // The great hind leg.
        canvas.placed(0.0, 0.0, 0.01 * singing, 1.0, |canvas| {
            canvas.blob(
                &[
                    (0.02, 0.3),
                    (-0.2, 0.02),
                    (-0.56, -0.5),
                    (-0.64, -0.5),
                    (-0.5, -0.02),
                    (-0.2, 0.34),
                ],
                shade(skin, 0.05),
            );
            canvas.line(&[(-0.6, -0.48), (-0.86, 0.55)], 0.04, dark);
            canvas.line(&[(-0.86, 0.55), (-0.66, 0.62)], 0.035, dark);
        });
    });
    for (idx, reach) in [0.2, 0.34, 0.48].into_iter().enumerate() {
        let arc: Vec<(f64, f64)> = [-2.1_f64, -1.6, -1.1]
            .map(|a| (-0.25 + reach * a.cos(), -0.3 + reach * a.sin()))
            .to_vec();
        canvas.curve(&arc, 0.03, fade(rgb(0xffffff), (singing - 0.2 * idx as f64).clamp(0.0, 0.9)));
    }
}
