//! Ten-second clips in which something both moves and sounds for a while.

use earsight_core::{Category, Frame, Span};
use earsight_report::{Excerpt, Sound};

const RATE_HZ: u32 = 44_100;
const WIDTH: u32 = 320;
const HEIGHT: u32 = 240;
pub const N_SECS: usize = 10;

/// What is heard and seen.
#[derive(Clone, Copy)]
pub struct Kind {
    pub category: &'static str,
    pub clip: &'static str,
    pub event: Span,
    color: [f32; 3],
    sky: [f32; 3],
    voice: fn(f32) -> f32,
}

/// The made-up collection.
pub fn kinds() -> Vec<Kind> {
    let span = Span::new;
    vec![
        Kind {
            category: "bell",
            clip: "tower/bell at noon.mp4",
            event: span(3, 3),
            color: [0.9, 0.7, 0.2],
            sky: [0.45, 0.62, 0.85],
            voice: bell,
        },
        Kind {
            category: "siren",
            clip: "street/siren_02.mp4",
            event: span(5, 4),
            color: [0.85, 0.2, 0.15],
            sky: [0.2, 0.22, 0.3],
            voice: siren,
        },
        Kind {
            category: "drum",
            clip: "band/<script>alert(1)</script>.mp4",
            event: span(1, 2),
            color: [0.6, 0.35, 0.2],
            sky: [0.35, 0.2, 0.3],
            voice: drum,
        },
        Kind {
            category: "bird",
            clip: "garden/bird-early-morning-recording-of-a-blackbird-with-a-long-name.mp4",
            event: span(6, 3),
            color: [0.15, 0.15, 0.2],
            sky: [0.7, 0.8, 0.6],
            voice: bird,
        },
        Kind {
            category: "engine",
            clip: "yard/engine.mp4",
            event: span(2, 5),
            color: [0.4, 0.45, 0.5],
            sky: [0.75, 0.7, 0.6],
            voice: engine,
        },
        Kind {
            category: "clock",
            clip: "room/clock.mp4",
            event: span(4, 4),
            color: [0.95, 0.95, 0.9],
            sky: [0.5, 0.35, 0.25],
            voice: clock,
        },
    ]
}

impl Kind {
    /// The whole clip.
    pub fn whole(&self) -> Excerpt {
        self.excerpt(Span::new(0, N_SECS))
    }

    /// Some seconds of it.
    pub fn excerpt(&self, span: Span) -> Excerpt {
        let mut excerpt = Excerpt::new(self.clip, span);
        excerpt.category = Some(Category(self.category.into()));
        excerpt.frames = span.range().map(|second| self.frame(second)).collect();
        excerpt.sound =
            Some(Sound::Samples { samples: self.samples(span), sample_rate_hz: RATE_HZ });
        excerpt
    }

    fn happens(&self, second: usize) -> bool {
        self.event.range().contains(&second)
    }

    fn samples(&self, span: Span) -> Vec<f32> {
        let rate = RATE_HZ as usize;
        (span.start * rate..span.end() * rate)
            .map(|index| {
                let event = if self.happens(index / rate) {
                    0.6 * (self.voice)(index as f32 / RATE_HZ as f32)
                } else {
                    0.0
                };
                event + 0.02 * noise(index as u32)
            })
            .collect()
    }

    /// A ball over a horizon; it is large and high while it sounds.
    fn frame(&self, second: usize) -> Frame {
        let (phase, size) = (second as f32 * 1.9, if self.happens(second) { 62.0 } else { 26.0 });
        let (x0, y0) =
            (160.0 + 90.0 * phase.sin(), if self.happens(second) { 105.0 } else { 178.0 });
        let mut rgb = Vec::with_capacity((WIDTH * HEIGHT * 3) as usize);
        for y in 0..HEIGHT {
            for x in 0..WIDTH {
                let distance = (x as f32 - x0).hypot(y as f32 - y0);
                let light = 1.15 - 0.5 * y as f32 / HEIGHT as f32;
                let grain = 0.05 * noise(x + y * WIDTH + second as u32 * 77_777);
                let inside = (size - distance).clamp(0.0, 1.0);
                for channel in 0..3 {
                    let ground = if y > 190 { 0.6 } else { 1.0 };
                    let back = self.sky[channel] * light * ground;
                    let ball = self.color[channel] * (1.2 - 0.6 * distance / size);
                    let value = back + inside * (ball - back) + grain;
                    rgb.push((value.clamp(0.0, 1.0) * 255.0) as u8);
                }
            }
        }
        Frame::new(WIDTH, HEIGHT, rgb).expect("every pixel was pushed")
    }
}

/// −1..=1, the same for the same index.
pub fn noise(index: u32) -> f32 {
    let mut bits = index.wrapping_mul(0x9e37_79b9) ^ 0x85eb_ca6b;
    bits = (bits ^ (bits >> 15)).wrapping_mul(0xc2b2_ae35);
    bits = (bits ^ (bits >> 13)).wrapping_mul(0x27d4_eb2f);
    (bits >> 8) as f32 / (1 << 23) as f32 - 1.0
}

fn tone(frequency_hz: f32, time_secs: f32) -> f32 {
    (std::f32::consts::TAU * frequency_hz * time_secs).sin()
}

fn bell(time_secs: f32) -> f32 {
    let since = time_secs.fract();
    let partials = [1.0, 2.4, 3.9, 5.4].map(|ratio| tone(420.0 * ratio, since) / ratio);
    partials.iter().sum::<f32>() * (-3.0 * since).exp() * 0.7
}

fn siren(time_secs: f32) -> f32 {
    0.7 * (std::f32::consts::TAU * 900.0 * time_secs
        - 260.0 * (std::f32::consts::TAU * 0.5 * time_secs).cos())
    .sin()
}

fn drum(time_secs: f32) -> f32 {
    let since = (time_secs * 3.0).fract() / 3.0;
    (tone(85.0, since) + 0.5 * noise((time_secs * 44_100.0) as u32)) * (-18.0 * since).exp()
}

fn bird(time_secs: f32) -> f32 {
    let since = (time_secs * 4.0).fract() / 4.0;
    tone(3_000.0 + 6_000.0 * since, since)
        * (std::f32::consts::PI * since * 4.0).sin().max(0.0)
        * 0.6
}

fn engine(time_secs: f32) -> f32 {
    (1..8).map(|harmonic| tone(55.0 * harmonic as f32, time_secs) / harmonic as f32).sum::<f32>()
        * 0.4
}

fn clock(time_secs: f32) -> f32 {
    let since = (time_secs * 2.0).fract() / 2.0;
    noise((since * 44_100.0) as u32) * (-160.0 * since).exp()
}
