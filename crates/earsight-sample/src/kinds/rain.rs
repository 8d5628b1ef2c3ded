//! Rain: many small drops on an umbrella; streaks are as dense as the sound is loud.

use rand::RngExt;

use super::Kind;
use crate::picture::color::{fade, hsl, rgb, shade};
use crate::seed::unit;
use crate::sound::filter::Biquad;
use crate::sound::modal::{Mode, ring};
use crate::sound::noise::white;
use crate::sound::{RATE_HZ, n_samples};
use crate::{Canvas, Curve, Ink, Performance};

pub(super) const KIND: Kind = Kind { name: "rain", perform, sound, draw };

const MOST_DROPS_PER_SEC: f64 = 900.0;

/// The drive is how hard it rains, 0..=1.
fn perform(performance: &mut Performance) {
    let (mean, rate_hz) = (performance.vary(0, 0.5..0.75), performance.vary(1, 0.15..0.4));
    let level = |time| (mean + 0.45 * performance.wander(0, time, rate_hz)).clamp(0.25, 1.0);
    performance.drive = Curve::from_fn(performance.secs, level);
}

fn sound(performance: &Performance) -> Vec<f64> {
    let mut rng = performance.generator(1);
    let n = n_samples(performance.secs);
    let mut hiss = Biquad::high_pass(performance.vary(2, 900.0..2200.0), 0.6);
    let mut roof = Biquad::low_pass(performance.vary(3, 6000.0..11_000.0), 0.6);
    let mut sound: Vec<f64> = (0..n)
        .map(|idx| {
            let level = performance.drive.at(idx as f64 / RATE_HZ);
            0.16 * level * level * roof.next(hiss.next(white(&mut rng)))
        })
        .collect();
    let n_tries = (MOST_DROPS_PER_SEC * performance.secs) as usize;
    for _ in 0..n_tries {
        let at_secs = rng.random::<f64>() * performance.secs;
        // A drop falls when the rain is hard enough; its bubble rings the higher the smaller it is.
        let size: f64 = rng.random();
        let falls = rng.random::<f64>() < performance.drive.at(at_secs);
        let mode = Mode {
            hz: 1200.0 + 6500.0 * (1.0 - size).powi(2),
            decay_secs: 0.008 + 0.02 * size,
            gain: 1.0,
        };
        if falls {
            ring(&mut sound, at_secs, 0.05 + 0.4 * size.powi(6), &[mode]);
        }
    }
    sound
}

fn draw(performance: &Performance, time_secs: f64, canvas: &mut Canvas<'_>) {
    let level = performance.drive.at(time_secs);
    canvas.on_frame(|canvas| {
        let edge = canvas.frame_edge() + 0.1;
        canvas.rect(-edge, -1.2, 2.0 * edge, 2.4, fade(rgb(0x44505c), 0.25 + 0.25 * level));
    });
    umbrella(performance, time_secs, canvas);
    canvas.on_frame(|canvas| {
        let (slant, speed) = (performance.vary(5, -0.25..0.25), performance.vary(6, 2.2..3.2));
        let edge = canvas.frame_edge() + 0.3;
        for drop in 0..(170.0 * level) as u64 {
            let lane = 2.0 * unit(drop * 2 + 1) - 1.0;
            let fall = (unit(drop * 2) + time_secs * speed / 2.4).fract();
            let (x, y) = (edge * lane + slant * fall, -1.2 + 2.4 * fall);
            let length = 0.12 + 0.1 * unit(drop + 991);
            let streak = fade(rgb(0xe4eef6), 0.5 + 0.35 * unit(drop + 77));
            canvas.line(&[(x, y), (x + slant * length / 2.4, y + length)], 0.014, streak);
        }
    });
}

fn umbrella(performance: &Performance, time_secs: f64, canvas: &mut Canvas<'_>) {
    let hue = performance.vary(7, 0.0..1.0);
    let cloth = hsl(hue, performance.vary(8, 0.3..0.9), performance.vary(9, 0.3..0.55));
    let other = if performance.vary(10, 0.0..1.0) < 0.5 {
        shade(cloth, -0.25)
    } else {
        hsl(hue + 0.45, 0.7, 0.6)
    };
    let tremble = 0.012 * performance.drive.at(time_secs) * f64::sin(41.0 * time_secs);
    canvas.placed(0.0, 0.0, tremble, 1.0, |canvas| {
        canvas.line(&[(0.0, -0.9), (0.0, 0.75)], 0.05, rgb(0x3b2a1e));
        canvas.curve(
            &[(0.0, 0.72), (0.02, 0.86), (0.12, 0.92), (0.22, 0.86), (0.24, 0.74)],
            0.07,
            rgb(0x3b2a1e),
        );
        // Four panels from the tip to the rim, each with its own scallop.
        for panel in 0..6 {
            let share = |idx: i32| -1.0 + f64::from(idx) / 3.0;
            let (left, right) = (share(panel), share(panel + 1));
            let rib = |x: f64, down: f64| (x * f64::powf(down, 0.62), -0.82 + 0.82 * down);
            let mut points: Vec<(f64, f64)> =
                (0..=6).map(|s| rib(left, f64::from(s) / 6.0)).collect();
            points.push((0.5 * (left + right), -0.07));
            points.extend((0..=6).rev().map(|s| rib(right, f64::from(s) / 6.0)));
            let color = if panel % 2 == 0 { cloth } else { other };
            canvas.polygon(
                &points,
                Ink::vertical(-0.85, shade(color, 0.3), 0.0, shade(color, -0.15)),
            );
        }
        canvas.circle(0.0, -0.88, 0.04, rgb(0x2b2b2b));
        for splash in 0..14_u64 {
            // Drops that burst on the cloth, new ones ten times a second.
            let beat = (10.0 * time_secs) as u64 * 64 + splash;
            if unit(beat) < performance.drive.at(time_secs) {
                let (x, down) = (1.8 * unit(beat + 7) - 0.9, unit(beat + 13));
                let (x, y) = (x * f64::powf(down, 0.62), -0.84 + 0.82 * down);
                canvas.line(
                    &[(x - 0.05, y - 0.07), (x, y), (x + 0.05, y - 0.07)],
                    0.018,
                    fade(rgb(0xffffff), 0.9),
                );
            }
        }
    });
}
