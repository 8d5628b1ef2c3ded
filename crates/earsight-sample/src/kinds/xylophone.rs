//! Xylophone: struck wooden bars.

use super::Kind;
use crate::picture::color::{hsl, mix, rgb, shade};
use crate::sound::modal::{Mode, ring};
use crate::sound::n_samples;
use crate::{Canvas, Ink, Performance};

pub(super) const KIND: Kind = Kind { name: "xylophone", perform, sound, draw };

const N_BARS: usize = 7;
/// Steps of the pentatonic scale above the lowest bar, in semitones.
const SEMITONES: [f64; N_BARS] = [0.0, 2.0, 4.0, 7.0, 9.0, 12.0, 14.0];
/// Bending modes of a bar that is free at both ends (Fletcher & Rossing, "The Physics of Musical Instruments", §2.15).
const RATIOS: [(f64, f64); 4] = [(1.0, 1.0), (2.756, 0.5), (5.404, 0.3), (8.933, 0.15)];

fn perform(performance: &mut Performance) {
    let gap_secs = performance.vary(0, 0.24..0.5);
    performance.strike_evenly(0.08, gap_secs, 0.08, N_BARS);
}

fn sound(performance: &Performance) -> Vec<f64> {
    let mut sound = vec![0.0; n_samples(performance.secs)];
    let lowest_hz = performance.vary(1, 420.0..760.0);
    let ring_secs = performance.vary(2, 0.35..0.8);
    for strike in &performance.strikes {
        let bar_hz = lowest_hz * f64::powf(2.0, SEMITONES[strike.part] / 12.0);
        let modes = RATIOS.map(|(ratio, gain)| Mode {
            hz: bar_hz * ratio,
            decay_secs: ring_secs / ratio.sqrt(),
            gain: gain * if ratio > 1.0 { strike.strength } else { 1.0 },
        });
        ring(&mut sound, strike.at_secs, strike.strength, &modes);
    }
    sound
}

fn draw(performance: &Performance, time_secs: f64, canvas: &mut Canvas<'_>) {
    let painted = performance.vary(3, 0.0..1.0) < 0.6;
    let wood = hsl(performance.vary(4, 0.03..0.09), 0.55, performance.vary(5, 0.3..0.48));
    let rail = performance.choose(6, &[rgb(0x5b3a1e), rgb(0x333333), rgb(0xd9c7a0)]);
    canvas.polygon(&[(-1.02, -0.42), (1.02, -0.25), (1.02, -0.13), (-1.02, -0.3)], rail);
    canvas.polygon(&[(-1.02, 0.42), (1.02, 0.25), (1.02, 0.13), (-1.02, 0.3)], rail);
    for bar in 0..N_BARS {
        let glow = performance.glow(bar, time_secs, 0.18);
        let half = 0.72 - 0.055 * bar as f64;
        let x = -0.86 + 0.287 * bar as f64;
        let y = 0.06 * glow;
        let own = if painted { hsl(bar as f64 / N_BARS as f64 * 0.8, 0.75, 0.5) } else { wood };
        let color = mix(own, rgb(0xffffe0), 0.75 * glow);
        canvas.round_rect(x - 0.115, y - half + 0.05, 0.24, 2.0 * half, 0.04, shade(own, -0.65));
        let ink = Ink::horizontal(x - 0.12, shade(color, 0.25), x + 0.12, shade(color, -0.15));
        canvas.round_rect(x - 0.12, y - half, 0.24, 2.0 * half, 0.04, ink);
        for end in [-1.0, 1.0] {
            canvas.circle(x, y + end * (half - 0.12), 0.025, shade(own, -0.6));
        }
    }
    let felt = performance.choose(7, &[rgb(0xc0392b), rgb(0x2c3e80), rgb(0xeeeeee), rgb(0x222222)]);
    for hand in 0..2 {
        let (x, lift) = mallet(performance, time_secs, hand);
        let y = 0.05 - 0.55 * lift;
        let grip = (x + 0.35 - 0.7 * (1 - hand) as f64, 1.15 - 0.1 * lift);
        canvas.line(&[(x, y), grip], 0.045, rgb(0xc89b62));
        canvas.circle(x, y, 0.11, Ink::Radial((x - 0.03, y - 0.04), 0.14, shade(felt, 0.4), felt));
    }
}

/// Where a hand's mallet is: across, and how high above the bars. The left hand plays the left bars.
fn mallet(performance: &Performance, time_secs: f64, hand: usize) -> (f64, f64) {
    let is_own = |bar: usize| (bar > N_BARS / 2) as usize == hand;
    let own = performance.strikes.iter().filter(|strike| is_own(strike.part));
    let nearest = own
        .min_by(|a, b| f64::abs(a.at_secs - time_secs).total_cmp(&f64::abs(b.at_secs - time_secs)));
    let bar = nearest.map_or(1 + 4 * hand, |strike| strike.part);
    (-0.86 + 0.287 * bar as f64, performance.lift(bar, time_secs, 0.22))
}
