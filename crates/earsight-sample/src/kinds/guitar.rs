//! Guitar: plucked strings.

use super::Kind;
use crate::picture::color::{fade, hsl, rgb, shade};
use crate::sound::filter::Biquad;
use crate::sound::noise::white;
use crate::sound::{RATE_HZ, n_samples};
use crate::{Canvas, Ink, Performance};

pub(super) const KIND: Kind = Kind { name: "guitar", perform, sound, draw };

/// E A D G B E in standard tuning.
const STRINGS_HZ: [f64; 6] = [82.41, 110.0, 146.83, 196.0, 246.94, 329.63];
/// A chord above the open strings, in semitones.
const CHORDS: [[f64; 6]; 4] = [
    [0.0, 2.0, 2.0, 1.0, 0.0, 0.0],
    [3.0, 2.0, 0.0, 0.0, 0.0, 3.0],
    [0.0, 3.0, 2.0, 0.0, 1.0, 0.0],
    [0.0, 0.0, 2.0, 2.0, 2.0, 0.0],
];

fn perform(performance: &mut Performance) {
    let gap_secs = performance.vary(0, 0.2..0.45);
    performance.strike_evenly(0.05, gap_secs, 0.04, 6);
}

fn sound(performance: &Performance) -> Vec<f64> {
    let n = n_samples(performance.secs);
    let chord = performance.choose(1, &CHORDS);
    let capo = performance.vary(2, 0.0..5.0).floor();
    let mut rng = performance.generator(1);
    let mut sound = vec![0.0; n];
    for string in 0..6 {
        let hz = STRINGS_HZ[string] * f64::powf(2.0, (chord[string] + capo) / 12.0);
        // Karplus & Strong 1983: a delay line full of noise, averaged with itself as it goes round.
        let n_delay = (RATE_HZ / hz - 0.5).round() as usize;
        let mut line = vec![0.0; n_delay];
        let (mut place, mut before) = (0, 0.0);
        let loss = f64::powf(0.001, 1.0 / (hz * 2.6));
        let mut plucks =
            performance.strikes.iter().filter(|strike| strike.part == string).peekable();
        for (idx, sample) in sound.iter_mut().enumerate() {
            let time = idx as f64 / RATE_HZ;
            while let Some(pluck) = plucks.next_if(|pluck| pluck.at_secs <= time) {
                let mut soft = Biquad::low_pass(4500.0, 0.7);
                line.iter_mut().for_each(|x| *x = pluck.strength * soft.next(white(&mut rng)));
            }
            let current = line[place];
            line[place] = loss * 0.5 * (current + before);
            before = current;
            place = (place + 1) % n_delay;
            *sample += current;
        }
    }
    // The body: air at 100 Hz and the top plate at 200 Hz.
    let (mut air, mut plate) = (Biquad::band_pass(100.0, 2.0), Biquad::band_pass(205.0, 2.5));
    sound.iter_mut().for_each(|x| *x += 0.8 * air.next(*x) + 0.6 * plate.next(*x));
    sound
}

fn draw(performance: &Performance, time_secs: f64, canvas: &mut Canvas<'_>) {
    let top = hsl(
        performance.vary(3, 0.04..0.11),
        performance.vary(4, 0.5..0.8),
        performance.vary(5, 0.35..0.62),
    );
    let neck = rgb(0x4a2c17);
    canvas.placed(0.0, 0.0, performance.vary(6, -0.13..0.02), 0.92, |canvas| {
        canvas.polygon(&[(0.1, -0.09), (1.15, -0.075), (1.15, 0.075), (0.1, 0.09)], neck);
        canvas.polygon(
            &[(1.13, -0.08), (1.42, -0.13), (1.45, 0.13), (1.13, 0.08)],
            shade(neck, -0.3),
        );
        for peg in 0..3 {
            let x = 1.2 + 0.08 * f64::from(peg);
            canvas.circle(x, -0.15, 0.03, rgb(0xd8d8d8));
            canvas.circle(x, 0.15, 0.03, rgb(0xd8d8d8));
        }
        for fret in 0..9 {
            let x = 0.28 + 0.09 * f64::from(fret) + 0.002 * f64::from(fret * fret);
            canvas.line(&[(x, -0.08), (x, 0.08)], 0.012, rgb(0xc9c9c9));
        }
        let upper = [
            (0.2, -0.1),
            (0.16, -0.4),
            (-0.08, -0.46),
            (-0.32, -0.36),
            (-0.62, -0.6),
            (-0.98, -0.5),
            (-1.12, -0.15),
        ];
        let mut outline = upper.to_vec();
        outline.extend(upper.iter().rev().map(|&(x, y)| (x, -y)));
        let rim: Vec<(f64, f64)> =
            outline.iter().map(|&(x, y)| (1.05 * x - 0.01 + 0.02, 1.05 * y)).collect();
        canvas.blob(&rim, shade(top, -0.65));
        canvas.blob(&outline, Ink::Radial((-0.45, -0.1), 0.9, shade(top, 0.25), shade(top, -0.3)));
        canvas.circle(-0.18, 0.0, 0.2, shade(top, -0.5));
        canvas.circle(-0.18, 0.0, 0.17, rgb(0x140c06));
        canvas.round_rect(-0.86, -0.17, 0.08, 0.34, 0.02, neck);
        canvas
            .polygon(&[(0.1, -0.09), (1.15, -0.075), (1.15, 0.075), (0.1, 0.09)], fade(neck, 0.9));
        for string in 0..6 {
            let y = -0.065 + 0.026 * string as f64;
            let glow = performance.glow(string, time_secs, 0.3);
            // Drawn as the eye sees it: a blurred spindle, with the string itself inside.
            let reach = 0.07 * glow;
            let bow = |side: f64| {
                [
                    (-0.82, 1.6 * y),
                    (-0.3, 1.4 * y + side * reach),
                    (0.4, 1.1 * y + side * 0.6 * reach),
                    (1.14, y),
                ]
            };
            let wave = f64::sin(55.0 * time_secs + string as f64);
            if glow > 0.04 {
                let mut spindle = bow(1.0).to_vec();
                spindle.extend(bow(-1.0).iter().rev());
                canvas.polygon(&spindle, fade(rgb(0xfffbe8), 0.55));
            }
            canvas.curve(&bow(wave), 0.012 + 0.01 * glow, rgb(0xf1ead0));
        }
        // A hand whose thumb goes to the string and leaves it.
        let (string, lift) = performance.next_strike(time_secs).map_or((2, 1.0), |(strike, _)| {
            (strike.part, performance.lift(strike.part, time_secs, 0.18))
        });
        let y = -0.1 + 0.04 * string as f64 + 0.16 * lift;
        let skin = hsl(0.06, 0.5, performance.vary(7, 0.35..0.75));
        canvas.blob(
            &[
                (-0.5, y + 0.04),
                (-0.42, y),
                (-0.3, y + 0.14),
                (-0.2, y + 0.45),
                (-0.1, 1.0),
                (-0.6, 1.05),
                (-0.62, y + 0.4),
            ],
            skin,
        );
        canvas.curve(
            &[(-0.45, y + 0.02), (-0.5, y + 0.2), (-0.4, y + 0.4)],
            0.02,
            shade(skin, -0.3),
        );
    });
}
