//! Footsteps: heel, then sole on gravel; two shoes walk.

use super::Kind;
use crate::picture::color::{fade, hsl, rgb, shade};
use crate::sound::filter::Biquad;
use crate::sound::modal::{Mode, ring};
use crate::sound::n_samples;
use crate::sound::noise::burst;
use crate::{Canvas, Ink, Performance, Strike};

pub(super) const KIND: Kind = Kind { name: "footsteps", perform, sound, draw };

const GROUND: f64 = 0.82;

fn gap_secs(performance: &Performance) -> f64 {
    performance.vary(0, 0.38..0.62)
}

fn perform(performance: &mut Performance) {
    for step in 0.. {
        let at_secs = performance.vary(1, 0.05..0.3) + step as f64 * gap_secs(performance);
        if at_secs >= performance.secs {
            break;
        }
        let strength = performance.vary(100 + step as u64, 0.75..1.0);
        performance.strikes.push(Strike { at_secs, strength, part: step % 2 });
    }
}

fn sound(performance: &Performance) -> Vec<f64> {
    let mut sound = vec![0.0; n_samples(performance.secs)];
    let (thud_hz, grain_hz) =
        (performance.vary(2, 65.0..110.0), performance.vary(3, 1800.0..3600.0));
    let mut rng = performance.generator(1);
    for strike in &performance.strikes {
        let at_secs = strike.at_secs;
        ring(
            &mut sound,
            at_secs,
            strike.strength,
            &[Mode { hz: thud_hz, decay_secs: 0.09, gain: 0.9 }],
        );
        burst(&mut sound, at_secs, strike.strength, 0.04, Biquad::low_pass(700.0, 0.7), &mut rng);
        // The sole rolls over stones: crackles for a sixth of a second.
        for crackle in 0..14_u64 {
            let share =
                performance.vary(10_000 + (at_secs * 1000.0) as u64 * 20 + crackle, 0.0..1.0);
            let grain = Biquad::band_pass(grain_hz * (0.7 + 0.8 * share), 1.5);
            let strength = 0.8 * strike.strength * (1.0 - 0.6 * share);
            burst(&mut sound, at_secs + 0.015 + 0.15 * share, strength, 0.022, grain, &mut rng);
        }
    }
    sound
}

/// Where a foot is: across, above the ground, and how far its heel is tipped up, in turns.
fn foot(performance: &Performance, time_secs: f64, part: usize) -> (f64, f64, f64) {
    let cycle_secs = 2.0 * gap_secs(performance);
    let first = performance.vary(1, 0.05..0.3) + part as f64 * gap_secs(performance);
    let phase = ((time_secs - first) / cycle_secs).rem_euclid(1.0);
    if phase < 0.55 {
        // It stands, and the camera walks along.
        (0.5 - 1.0 * phase / 0.55, 0.0, 0.0)
    } else {
        let swing = (phase - 0.55) / 0.45;
        let ease = swing * swing * (3.0 - 2.0 * swing);
        let height = f64::sin(std::f64::consts::PI * swing);
        (-0.5 + ease, 0.34 * height, 0.09 * height * (1.0 - 1.6 * swing))
    }
}

fn draw(performance: &Performance, time_secs: f64, canvas: &mut Canvas<'_>) {
    let leather = hsl(
        performance.vary(4, 0.0..1.0),
        performance.vary(5, 0.1..0.8),
        performance.vary(6, 0.2..0.5),
    );
    let cloth =
        performance.choose(7, &[rgb(0x2b4c7e), rgb(0x3a3a3a), rgb(0x8a7350), rgb(0x6a6f4a)]);
    canvas.rect(-1.2, GROUND, 2.4, 0.1, fade(rgb(0x3d352b), 0.55));
    let walked = time_secs / (2.0 * gap_secs(performance)) / 0.55;
    for stone in 0..9_u32 {
        let x = (f64::from(stone) / 4.5 - walked).rem_euclid(2.0) - 1.0;
        canvas.ellipse(1.15 * x, GROUND + 0.05, 0.05, 0.03, rgb(0x9a9184));
    }
    for part in [1, 0] {
        let (x, height, tip) = foot(performance, time_secs, part);
        let dust = performance.glow(part, time_secs, 0.1);
        for (puff, size) in [(-0.55, 0.13), (-0.35, 0.16), (0.5, 0.16), (0.72, 0.13)] {
            let cloud = fade(rgb(0xf0e6d0), dust);
            canvas.circle(x + puff, GROUND - 0.06, 0.04 + size * dust, cloud);
        }
        let near = part == 0;
        let (leather, cloth) =
            if near { (leather, cloth) } else { (shade(leather, -0.35), shade(cloth, -0.35)) };
        let ankle = (x - 0.12, GROUND - height - 0.42);
        let hip = (0.1 * x - 0.05, -1.15);
        let knee = (0.55 * x + 0.12 + 0.4 * height, -0.35 - 0.3 * height);
        canvas.curve(&[hip, knee, ankle], 0.34, cloth);
        canvas.placed(x, GROUND - height, tip, 1.0, |canvas| shoe(canvas, leather));
    }
}

/// A laced shoe that points right; its sole lies on y = 0.
fn shoe(canvas: &mut Canvas<'_>, leather: tiny_skia::Color) {
    let upper = [
        (-0.36, -0.06),
        (-0.36, -0.3),
        (-0.32, -0.46),
        (-0.12, -0.5),
        (0.05, -0.46),
        (0.16, -0.3),
        (0.4, -0.24),
        (0.54, -0.14),
        (0.54, -0.06),
    ];
    canvas.blob(&upper, Ink::vertical(-0.5, shade(leather, 0.3), 0.0, shade(leather, -0.2)));
    canvas.round_rect(-0.4, -0.1, 0.98, 0.1, 0.04, rgb(0xefe9dc));
    canvas.rect(-0.38, -0.025, 0.94, 0.03, rgb(0x4a4a4a));
    for lace in 0..3 {
        let (x, y) = (0.02 + 0.08 * f64::from(lace), -0.42 + 0.07 * f64::from(lace));
        canvas.line(&[(x - 0.06, y + 0.06), (x + 0.06, y - 0.01)], 0.025, rgb(0xfafafa));
    }
    canvas.curve(&[(-0.3, -0.2), (-0.05, -0.16), (0.2, -0.26)], 0.045, rgb(0xfafafa));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_foot_comes_down_at_its_step_and_stands_after_it() {
        for seed in 0..20 {
            let performance = KIND.perform(seed, 8.0);
            let gap_secs = gap_secs(&performance);
            for strike in &performance.strikes {
                let height = |time_secs| foot(&performance, time_secs, strike.part).1;
                assert!(
                    height(strike.at_secs) < 1e-6 && height(strike.at_secs + 0.5 * gap_secs) == 0.0
                );
                assert!(height(strike.at_secs - 0.3 * gap_secs) > 0.1, "seed {seed}");
            }
        }
    }
}
