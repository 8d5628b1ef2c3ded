//! Siren: a tone that sweeps up and down; the lamp on the van turns once per sweep.

use std::f64::consts::TAU;

use super::Kind;
use crate::picture::color::{fade, hsl, mix, rgb, shade};
use crate::sound::{RATE_HZ, from_fn};
use crate::{Canvas, Curve, Ink, Performance};

pub(super) const KIND: Kind = Kind { name: "siren", perform, sound, draw };

/// The drive is the rate of sweeps, in turns per second.
fn perform(performance: &mut Performance) {
    let rate_hz = performance.vary(0, 0.8..2.2);
    let wander = |time| 1.0 + 0.06 * performance.wander(0, time, 0.3);
    performance.drive = Curve::from_fn(performance.secs, |time| rate_hz * wander(time));
}

/// Where in its sweep the tone is, −1 lowest, 1 highest; the lamp shines at us when it is highest.
fn sweep(performance: &Performance, time_secs: f64) -> f64 {
    f64::sin(TAU * (performance.drive.turns(time_secs) + performance.vary(1, 0.0..1.0)))
}

fn sound(performance: &Performance) -> Vec<f64> {
    let (middle_hz, depth) = (performance.vary(2, 700.0..1100.0), performance.vary(3, 0.3..0.48));
    let mut turns = 0.0;
    from_fn(performance.secs, |time| {
        turns += middle_hz * (1.0 + depth * sweep(performance, time)) / RATE_HZ;
        // Odd and even partials, as a horn has.
        let partial = |n: f64, gain: f64| gain * f64::sin(TAU * n * turns);
        partial(1.0, 1.0) + partial(2.0, 0.4) + partial(3.0, 0.45) + partial(5.0, 0.15)
    })
}

fn draw(performance: &Performance, time_secs: f64, canvas: &mut Canvas<'_>) {
    let body = performance
        .choose(4, &[rgb(0xf4f4f4), rgb(0xf4f4f4), rgb(0xd01c1f), rgb(0xf2c71d), rgb(0x1d3f8f)]);
    let stripe =
        performance.choose(5, &[rgb(0xd01c1f), rgb(0x1d4fbf), rgb(0xf26a1d), rgb(0x14924a)]);
    let stripe = if stripe == body { rgb(0xffffff) } else { stripe };
    let lamp = hsl(performance.choose(6, &[0.61, 0.61, 0.0]), 0.95, 0.5);
    let facing = sweep(performance, time_secs);
    let bright = f64::powi(0.5 + 0.5 * facing, 2);
    canvas.ellipse(0.0, 0.86, 1.0, 0.08, fade(rgb(0x000000), 0.4));
    let outline = [
        (-1.0, 0.7),
        (-1.0, -0.3),
        (-0.95, -0.36),
        (0.42, -0.36),
        (0.5, -0.3),
        (0.72, 0.1),
        (0.95, 0.2),
        (1.0, 0.3),
        (1.0, 0.7),
    ];
    canvas.polygon(&outline, Ink::vertical(-0.36, shade(body, 0.2), 0.7, shade(body, -0.25)));
    canvas.rect(-1.0, 0.26, 2.0, 0.13, stripe);
    canvas.polygon(&[(0.24, -0.24), (0.44, -0.24), (0.62, 0.1), (0.24, 0.1)], rgb(0x24323d));
    canvas.polygon(&[(0.3, -0.2), (0.36, -0.2), (0.46, 0.06), (0.38, 0.06)], rgb(0x7f97a8));
    canvas.round_rect(-0.85, -0.22, 0.42, 0.3, 0.04, rgb(0x24323d));
    canvas.line(&[(0.16, -0.3), (0.16, 0.68)], 0.015, shade(body, -0.5));
    // A cross, as on an ambulance.
    canvas.rect(-0.22, -0.2, 0.1, 0.34, stripe);
    canvas.rect(-0.34, -0.08, 0.34, 0.1, stripe);
    canvas.round_rect(0.9, 0.34, 0.1, 0.12, 0.03, mix(rgb(0xfff3b0), rgb(0xffffff), bright));
    canvas.rect(-1.02, 0.62, 2.04, 0.1, rgb(0x2f2f2f));
    for x in [-0.58, 0.62] {
        canvas.circle(x, 0.68, 0.24, rgb(0x1c1c1c));
        canvas.circle(x, 0.68, 0.12, rgb(0xbfc4c8));
        canvas.circle(x, 0.68, 0.04, rgb(0x444444));
    }
    let (x, y) = (-0.05, -0.5);
    // Two beams turn with the lamp: seen from the side their length is the sine of the angle.
    let across =
        f64::cos(TAU * (performance.drive.turns(time_secs) + performance.vary(1, 0.0..1.0)));
    for side in [-1.0, 1.0] {
        let reach = side * across;
        let beam = fade(shade(lamp, 0.35), 0.15 + 0.5 * across.abs());
        canvas.polygon(&[(x, y), (x + 1.1 * reach, y - 0.3), (x + 1.1 * reach, y + 0.12)], beam);
    }
    let glow = Ink::Radial((x, y), 0.55, fade(shade(lamp, 0.4), 0.95 * bright), fade(lamp, 0.0));
    canvas.circle(x, y, 0.55, glow);
    canvas.rect(x - 0.24, -0.42, 0.48, 0.07, rgb(0x333333));
    let dome = mix(shade(lamp, -0.45), shade(lamp, 0.6), bright);
    canvas.blob(
        &[(x - 0.2, -0.41), (x - 0.18, -0.6), (x, -0.68), (x + 0.18, -0.6), (x + 0.2, -0.41)],
        dome,
    );
    canvas.circle(x + 0.1 * across, -0.53, 0.05, mix(dome, rgb(0xffffff), 0.8));
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Zero crossings upwards within a stretch, as a frequency.
    fn pitch_hz(sound: &[f64], from_secs: f64, secs: f64) -> f64 {
        let part = &sound[(from_secs * RATE_HZ) as usize..((from_secs + secs) * RATE_HZ) as usize];
        part.windows(2).filter(|pair| pair[0] <= 0.0 && pair[1] > 0.0).count() as f64 / secs
    }

    #[test]
    fn the_tone_is_high_when_the_lamp_shines_at_us_and_low_when_it_looks_away() {
        for seed in 0..8 {
            let performance = KIND.perform(seed, 6.0);
            let sound = KIND.sound(&performance);
            for step in 0..50 {
                let time_secs = 0.1 + 0.11 * f64::from(step);
                let facing = sweep(&performance, time_secs);
                let (middle, depth) =
                    (performance.vary(2, 700.0..1100.0), performance.vary(3, 0.3..0.48));
                let found = pitch_hz(&sound, time_secs - 0.015, 0.03);
                let expected = middle * (1.0 + depth * facing);
                // Counting in 30 ms is good to 33 Hz, and the tone moves meanwhile.
                assert!((found - expected).abs() < 90.0, "seed {seed}: {found}, {expected}");
            }
        }
    }
}
