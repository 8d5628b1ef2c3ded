//! Bouncing ball: impacts at ever shorter intervals, then it is thrown again.

use super::Kind;
use crate::picture::color::{fade, hsl, rgb, shade};
use crate::sound::filter::Biquad;
use crate::sound::modal::{Mode, ring};
use crate::sound::n_samples;
use crate::sound::noise::burst;
use crate::{Canvas, Ink, Performance, Strike};

pub(super) const KIND: Kind = Kind { name: "bouncing ball", perform, sound, draw };

/// A flight that takes this long reaches the top of the picture.
const LONGEST_FLIGHT_SECS: f64 = 0.85;
const FLOOR: f64 = 0.88;

fn perform(performance: &mut Performance) {
    let longest_secs = performance.vary(0, 0.6..LONGEST_FLIGHT_SECS);
    // The share of its speed that a bounce leaves; flights shorten by it.
    let restitution = performance.vary(1, 0.72..0.88);
    let (mut at_secs, mut flight_secs) = (performance.vary(2, 0.1..0.35), longest_secs);
    while at_secs < performance.secs {
        let strength = (flight_secs / longest_secs).clamp(0.15, 1.0);
        performance.strikes.push(Strike { at_secs, strength, part: 0 });
        flight_secs *= restitution;
        if flight_secs < 0.1 {
            flight_secs = longest_secs;
        }
        at_secs += flight_secs;
    }
}

fn sound(performance: &Performance) -> Vec<f64> {
    let mut sound = vec![0.0; n_samples(performance.secs)];
    let body_hz = performance.vary(3, 75.0..130.0);
    let mut rng = performance.generator(1);
    for strike in &performance.strikes {
        let modes = [
            Mode { hz: body_hz, decay_secs: 0.16, gain: 1.0 },
            Mode { hz: body_hz * 2.3, decay_secs: 0.1, gain: 0.5 },
            // The air inside rings.
            Mode { hz: body_hz * 8.7, decay_secs: 0.22, gain: 0.3 },
            Mode { hz: body_hz * 12.4, decay_secs: 0.14, gain: 0.12 },
        ];
        ring(&mut sound, strike.at_secs, strike.strength, &modes);
        let slap = Biquad::low_pass(900.0, 0.7);
        burst(&mut sound, strike.at_secs, 1.3 * strike.strength, 0.03, slap, &mut rng);
    }
    sound
}

/// Height of the ball's lowest point above the floor, 0..=1: a parabola between impacts.
fn height(performance: &Performance, time_secs: f64) -> f64 {
    let last = performance.last_strike(time_secs);
    let next = performance.next_strike(time_secs);
    let (since, until) = match (last, next) {
        (Some((_, since)), Some((_, until))) => (since, until),
        (None, Some((_, until))) => (LONGEST_FLIGHT_SECS - until, until),
        (Some((_, since)), None) => (since, (LONGEST_FLIGHT_SECS - since).max(0.0)),
        (None, None) => (0.0, 0.0),
    };
    // h = g·t₁·t₂/2, scaled so that the longest flight reaches 1.
    (4.0 * since * until / (LONGEST_FLIGHT_SECS * LONGEST_FLIGHT_SECS)).clamp(0.0, 1.0)
}

fn draw(performance: &Performance, time_secs: f64, canvas: &mut Canvas<'_>) {
    let radius = performance.vary(4, 0.34..0.46);
    let height = height(performance, time_secs);
    let squash = 0.28 * performance.glow(0, time_secs, 0.05);
    let (radius_x, radius_y) = (radius * (1.0 + 0.6 * squash), radius * (1.0 - squash));
    let y = FLOOR - radius_y - height * (1.85 - 2.0 * radius);
    let shadow = fade(rgb(0x000000), 0.5 - 0.35 * height);
    canvas.ellipse(0.0, FLOOR + 0.03, radius * (1.0 - 0.4 * height), 0.07, shadow);
    for side in [-1.0, 1.0] {
        let dust = performance.glow(0, time_secs, 0.09);
        canvas.line(
            &[(side * (radius + 0.1), FLOOR - 0.02), (side * (radius + 0.35), FLOOR - 0.14)],
            0.04,
            fade(rgb(0xffffff), dust),
        );
    }
    let spin = performance.vary(5, -0.4..0.4) * time_secs;
    let pattern = performance.choose(
        6,
        &[
            paint_basketball as fn(&mut Canvas<'_>, f64, &Performance),
            paint_football,
            paint_beach_ball,
        ],
    );
    // The pattern turns inside of the squashed disc; at 5% squash nobody sees the difference.
    canvas.placed(0.0, y, spin, 1.0, |canvas| {
        canvas.ellipse(0.0, 0.0, radius_x, radius_y, rgb(0x222222));
        pattern(canvas, radius_y * 0.97, performance);
    });
    let light = Ink::Radial(
        (-0.35 * radius, y - 0.4 * radius),
        1.5 * radius,
        fade(rgb(0xffffff), 0.35),
        fade(rgb(0x000000), 0.35),
    );
    canvas.ellipse(0.0, y, radius_x, radius_y, light);
}

fn paint_basketball(canvas: &mut Canvas<'_>, radius: f64, performance: &Performance) {
    let leather = hsl(performance.vary(7, 0.04..0.08), 0.8, 0.5);
    canvas.circle(0.0, 0.0, radius, leather);
    let seam = rgb(0x2a1a10);
    canvas.line(&[(-radius, 0.0), (radius, 0.0)], 0.025, seam);
    canvas.line(&[(0.0, -radius), (0.0, radius)], 0.025, seam);
    for side in [-1.0, 1.0] {
        let points = [(0.75, -0.66), (0.42, -0.3), (0.36, 0.0), (0.42, 0.3), (0.75, 0.66)];
        canvas.curve(&points.map(|(x, y)| (side * x * radius, y * radius)), 0.025, seam);
    }
}

fn paint_football(canvas: &mut Canvas<'_>, radius: f64, _: &Performance) {
    canvas.circle(0.0, 0.0, radius, rgb(0xf4f4f4));
    let patch = |canvas: &mut Canvas<'_>, x: f64, y: f64, size: f64| {
        let corners = [0.0_f64, 0.2, 0.4, 0.6, 0.8].map(|turn| {
            let (sine, cosine) = f64::sin_cos(std::f64::consts::TAU * turn);
            (x + size * sine, y - size * cosine)
        });
        canvas.polygon(&corners, rgb(0x1b1b1b));
    };
    patch(canvas, 0.0, 0.0, 0.34 * radius);
    for spoke in 0..5 {
        let (sine, cosine) = f64::sin_cos(std::f64::consts::TAU * f64::from(spoke) / 5.0);
        let at = |share: f64| (share * radius * sine, -share * radius * cosine);
        canvas.line(&[at(0.3), at(0.7)], 0.02, rgb(0x444444));
        let (x, y) = at(0.78);
        patch(canvas, x, y, 0.2 * radius);
    }
}

fn paint_beach_ball(canvas: &mut Canvas<'_>, radius: f64, performance: &Performance) {
    let hue = performance.vary(8, 0.0..1.0);
    for wedge in 0..6 {
        let color = if wedge % 2 == 0 {
            rgb(0xf8f8f8)
        } else {
            hsl(hue + f64::from(wedge) / 6.0, 0.8, 0.5)
        };
        let edge: Vec<(f64, f64)> = (0..=6)
            .map(|step| std::f64::consts::TAU * (f64::from(wedge) + f64::from(step) / 6.0) / 6.0)
            .map(|angle| (radius * angle.cos(), radius * angle.sin()))
            .collect();
        let points: Vec<(f64, f64)> = [(0.0, 0.0)].into_iter().chain(edge).collect();
        canvas.polygon(&points, color);
    }
    canvas.circle(0.0, 0.0, 0.14 * radius, shade(rgb(0xf8f8f8), -0.1));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ball_is_on_the_floor_at_each_impact_and_nowhere_else() {
        for seed in 0..20 {
            let performance = KIND.perform(seed, 8.0);
            for strike in &performance.strikes {
                assert!(height(&performance, strike.at_secs) < 1e-9, "seed {seed}");
            }
            for pair in performance.strikes.windows(2) {
                let flight_secs = pair[1].at_secs - pair[0].at_secs;
                let top = height(&performance, pair[0].at_secs + 0.5 * flight_secs);
                // h = g·T²/8: half the flight, a quarter of the height.
                let expected = (flight_secs / LONGEST_FLIGHT_SECS).powi(2);
                assert!((top - expected).abs() < 1e-9, "seed {seed}: {top}, {expected}");
            }
        }
    }

    #[test]
    fn flights_shorten_by_one_factor_until_it_is_thrown_again() {
        let performance = KIND.perform(3, 10.0);
        let flights: Vec<f64> =
            performance.strikes.windows(2).map(|pair| pair[1].at_secs - pair[0].at_secs).collect();
        let ratios: Vec<f64> =
            flights.windows(2).map(|pair| pair[1] / pair[0]).filter(|&ratio| ratio < 1.0).collect();
        assert!(ratios.len() > 5);
        assert!(ratios.iter().all(|ratio| (ratio - ratios[0]).abs() < 1e-9));
    }
}
