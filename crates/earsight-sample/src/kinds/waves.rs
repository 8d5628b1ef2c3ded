//! Waves: surf that rolls in and draws back; foam is where the noise is.

use std::f64::consts::TAU;

use super::Kind;
use crate::picture::color::{fade, hsl, rgb, shade};
use crate::seed::unit;
use crate::sound::filter::Biquad;
use crate::sound::noise::white;
use crate::sound::{RATE_HZ, from_fn};
use crate::{Canvas, Curve, Ink, Performance};

pub(super) const KIND: Kind = Kind { name: "waves", perform, sound, draw };

/// The drive is how far the surf has come in, 0..=1: it breaks fast and draws back slowly.
fn perform(performance: &mut Performance) {
    let (rate_hz, first) = (performance.vary(0, 0.32..0.6), performance.vary(1, 0.0..1.0));
    let surf = |time: f64| {
        let place = rate_hz * time + first + 0.05 * performance.wander(0, time, 0.2);
        let (phase, height) =
            (place.rem_euclid(1.0), performance.vary(100 + place.floor() as u64, 0.7..1.0));
        let shape = if phase < 0.3 {
            f64::sin(phase / 0.3 * TAU / 4.0)
        } else {
            f64::cos((phase - 0.3) / 0.7 * TAU / 4.0)
        };
        0.15 + 0.85 * height * shape * shape
    };
    performance.drive = Curve::from_fn(performance.secs, surf);
}

fn sound(performance: &Performance) -> Vec<f64> {
    let mut rng = performance.generator(1);
    let (low_hz, high_hz) =
        (performance.vary(2, 250.0..420.0), performance.vary(3, 1100.0..2400.0));
    let (mut roar, mut foam) = (Biquad::low_pass(low_hz, 0.6), Biquad::low_pass(high_hz, 0.5));
    let mut seethe = Biquad::band_pass(3.0 * high_hz, 0.6);
    let mut level = 0.0;
    from_fn(performance.secs, |time| {
        // Foam outlives the wave that made it.
        let surf = performance.drive.at(time);
        level += (surf - level) * if surf > level { 0.01 } else { 6.0 / RATE_HZ };
        let noise = white(&mut rng);
        let surf = surf * surf;
        2.2 * (0.2 + surf) * roar.next(noise)
            + 1.1 * surf * foam.next(noise)
            + 0.12 * level * seethe.next(noise)
    })
}

fn draw(performance: &Performance, time_secs: f64, canvas: &mut Canvas<'_>) {
    let surf = performance.drive.at(time_secs);
    let water = hsl(
        performance.vary(4, 0.46..0.6),
        performance.vary(5, 0.35..0.8),
        performance.vary(6, 0.25..0.45),
    );
    let sand = hsl(performance.vary(7, 0.08..0.13), 0.4, performance.vary(8, 0.5..0.75));
    let horizon = performance.vary(9, -0.45..-0.1);
    canvas.on_frame(|canvas| {
        let edge = canvas.frame_edge() + 0.15;
        canvas.rect(
            -edge,
            horizon,
            2.0 * edge,
            1.4 - horizon,
            Ink::vertical(horizon, shade(water, 0.35), 0.9, water),
        );
        let beach = 0.62;
        canvas.rect(
            -edge,
            beach,
            2.0 * edge,
            0.6,
            Ink::vertical(beach, shade(sand, -0.25), 1.1, sand),
        );
        // Swells that roll towards us, larger as they come.
        for swell in 0..5 {
            let place = (f64::from(swell) / 5.0 + 0.2 * performance.drive.turns(time_secs)).fract();
            let y = horizon + (beach - horizon) * place * place;
            let height = (0.03 + 0.2 * place * place) * (0.5 + 0.6 * surf);
            let crest = |x: f64| {
                y - height * (0.75 + 0.25 * f64::sin(3.1 * x + 7.0 * place + f64::from(swell)))
            };
            let mut points: Vec<(f64, f64)> = (0..=24)
                .map(|s| -edge + 2.0 * edge * f64::from(s) / 24.0)
                .map(|x| (x, crest(x)))
                .collect();
            let rim = points.clone();
            points.extend([(edge, y + height), (-edge, y + height)]);
            canvas.polygon(
                &points,
                Ink::vertical(
                    y - height,
                    shade(water, 0.25),
                    y + height,
                    fade(shade(water, -0.3), 0.0),
                ),
            );
            canvas.curve(
                &rim,
                0.012 + 0.05 * place * surf,
                fade(rgb(0xffffff), 0.35 + 0.65 * place * surf),
            );
        }
        // The edge of the surf on the sand.
        let reach = beach - 0.08 + 0.42 * surf;
        let tongue = |x: f64| {
            reach
                + 0.06 * f64::sin(2.3 * x + performance.vary(10, 0.0..TAU))
                + 0.03 * f64::sin(6.1 * x + 1.3 * time_secs)
        };
        let line: Vec<(f64, f64)> = (0..=30)
            .map(|s| -edge + 2.0 * edge * f64::from(s) / 30.0)
            .map(|x| (x, tongue(x)))
            .collect();
        let mut sheet = line.clone();
        sheet.extend([(edge, beach - 0.25), (-edge, beach - 0.25)]);
        canvas.polygon(
            &sheet,
            Ink::vertical(beach - 0.25, fade(shade(water, 0.1), 0.4), reach, shade(water, 0.45)),
        );
        for fleck in 0..(150.0 * surf) as u64 {
            let x = edge * (2.0 * unit(3 * fleck) - 1.0);
            let y = tongue(x) - 0.5 * unit(3 * fleck + 1).powi(2) * (0.3 + surf);
            canvas.ellipse(
                x,
                y,
                0.03 + 0.05 * unit(3 * fleck + 2),
                0.025,
                fade(rgb(0xffffff), 0.75),
            );
        }
        canvas.curve(&line, 0.05, rgb(0xffffff));
    });
}
