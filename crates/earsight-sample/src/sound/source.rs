//! Sources of sound: sines, noise and drops, shaped by signals.

use std::f64::consts::TAU;
use std::ops::Range;

use rand::RngExt;

use super::RATE_HZ;
use super::filter::{Filter, Pass};
use super::modal::ring;
use crate::signal::Signal;
use crate::{Onset, Performance};

/// A source of sound. Numbers given as ranges are chosen once per performance.
pub(crate) enum Source {
    /// Modal synthesis: at each onset sines that decay. Frequencies are relative to `base_hz`,
    /// decays are seconds until a mode is 60 dB down.
    Modes {
        base_hz: Range<f64>,
        ratios: &'static [f64],
        decays_secs: &'static [f64],
        gains: &'static [f64],
    },
    /// A tone at `base_hz · (1 + depth · bend)`, with the gains of its first, second, … harmonic.
    Tone {
        base_hz: Range<f64>,
        depth: f64,
        bend: Signal,
        gains: &'static [f64],
        loudness: Loudness,
    },
    /// White noise through a filter at these hertz.
    Noise(Pass, Range<f64>, Loudness),
    /// Short sines at random times: at most so many a second, fewer at a low level; small drops have a high frequency.
    Drops(f64, Range<f64>, f64),
}

/// `floor + gain · signal`.
pub(crate) struct Loudness(pub f64, pub f64, pub Signal);

impl Source {
    /// Adds source number `idx` of a kind to `sound`, at [`super::SOUND_RATE_HZ`].
    pub fn add_to(&self, sound: &mut [f64], performance: &Performance, idx: u64) {
        let mut rng = performance.generator(1 + idx);
        let draw = |range| performance.vary(20_000 + idx, range);
        let level = |loudness: &Loudness, time_secs| {
            loudness.0 + loudness.1 * loudness.2.at(performance, time_secs)
        };
        let times = (0..sound.len()).map(|idx| idx as f64 / RATE_HZ);
        match self {
            Source::Modes { base_hz, ratios, decays_secs, gains } => {
                let base_hz = draw(base_hz);
                for Onset { at_secs, strength, .. } in &performance.onsets {
                    let modes = ratios.iter().zip(*decays_secs).zip(*gains);
                    for ((ratio, decay_secs), gain) in modes {
                        ring(sound, *at_secs, base_hz * ratio, *decay_secs, strength * gain);
                    }
                }
            }
            Source::Tone { base_hz, depth, bend, gains, loudness } => {
                let (base_hz, mut turns) = (draw(base_hz), 0.0);
                for (sample, time) in sound.iter_mut().zip(times) {
                    turns += base_hz * (1.0 + depth * bend.at(performance, time)) / RATE_HZ;
                    let harmonics = (1..).zip(*gains);
                    let tone =
                        harmonics.map(|(n, gain)| gain * f64::sin(TAU * f64::from(n) * turns));
                    *sample += level(loudness, time) * tone.sum::<f64>();
                }
            }
            Source::Noise(pass, hz, loudness) => {
                let mut filter = Filter::new(*pass, draw(hz));
                for (sample, time) in sound.iter_mut().zip(times) {
                    let white = 2.0 * rng.random::<f64>() - 1.0;
                    *sample += level(loudness, time) * filter.next(white);
                }
            }
            Source::Drops(most_per_sec, hz, gain) => {
                for _ in 0..(most_per_sec * performance.secs) as usize {
                    let at_secs = rng.random::<f64>() * performance.secs;
                    let (size, chance): (f64, f64) = rng.random();
                    if chance < performance.level(at_secs) {
                        let hz = hz.start + (hz.end - hz.start) * (1.0 - size).powi(2);
                        let gain = gain * (0.1 + size.powi(6));
                        ring(sound, at_secs, hz, 0.008 + 0.02 * size, gain);
                    }
                }
            }
        }
    }
}
