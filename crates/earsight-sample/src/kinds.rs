//! The table of kinds of events, one entry per kind; no other code depends on the individual kinds.
//!
//! To add a kind, write an entry: a [rhythm](crate::rhythm), [sources of sound](crate::sound) that follow it,
//! and [shapes](crate::picture) that follow the same [signals](crate::signal).
//! The example `contact_sheet` draws all kinds into one image.

use crate::Kind;
use crate::picture::Shape::{Blob, Curve, Line, OnFrame, Oval, Poly, Rect};
use crate::picture::{BLACK, Hsl, Ink, SOUND_ARCS, WHITE, WIDE};
use crate::picture::{at, drifting, mirrored, own, rgb, scattered};
use crate::rhythm::Rhythm::{Beats, Bounces, Cycles};
use crate::signal::Signal::{self, Decay, Flight, Level, Lift, One, Swing};
use crate::sound::Loudness;
use crate::sound::Pass::{High, Low};
use crate::sound::Source::{Drops, Modes, Noise, Tone};

/// Decaying motion of an object that was struck or sings.
const HIT: Signal = Decay(None, 0.08);

/// The body of the bell.
const METAL: Ink = own(0).round(25, -45).lit(50, HIT);

/// The lamp of the siren.
const LAMP: Ink = rgb(0x1a4cff);

/// Distance of the fist from the door.
const AWAY: Signal = Lift(None, 0.1);

/// All kinds; a [`crate::Take`] refers to one by its index.
pub static KINDS: &[Kind] = &[
    Kind {
        name: "bell",
        rhythm: Beats { group: 1.0..1.0, gap_secs: 0.62..0.95, pause_secs: 0.0..0.0 },
        sound: &[Modes {
            // Hum, prime, tierce, quint, nominal and three above (Fletcher & Rossing, §21).
            base_hz: 300.0..620.0,
            ratios: &[0.5, 1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.1],
            decays_secs: &[4.0, 2.2, 1.8, 1.1, 1.3, 0.7, 0.6, 0.3],
            gains: &[0.5, 0.8, 0.7, 0.4, 0.9, 0.35, 0.3, 0.25],
        }],
        colors: &[Hsl(0.08..0.14, 0.25..0.8, 0.38..0.55), Hsl(0.05..0.1, 0.1..0.5, 0.15..0.4)],
        picture: &[
            Rect(-95, -100, 190, 16, own(1)),
            at(0, -85).turn(31, Swing).of(&[
                at(0, 30).turn(12, Swing).of(&[
                    Line(&[0, 0, 0, 122], 6, own(0).shade(-60)),
                    Oval(0, 124, 15, 15, own(0).shade(-50)),
                ]),
                Rect(-12, -6, 24, 28, own(0).shade(-30)),
                mirrored().of(&[
                    Poly(&[0, 10, 16, 12, 40, 40, 54, 110, 82, 142, 82, 148, 0, 148], METAL),
                    Curve(&[0, 46, 25, 44, 38, 40], 2, own(0).shade(-40)),
                    Curve(&[0, 118, 35, 115, 56, 110], 2, own(0).shade(-40)),
                ]),
                Oval(0, 148, 82, 9, own(0).shade(-55)),
            ]),
            mirrored().of(&[at(66, 15).of(SOUND_ARCS)]),
        ],
    },
    Kind {
        name: "bird",
        rhythm: Beats { group: 2.0..6.0, gap_secs: 0.11..0.23, pause_secs: 0.1..0.35 },
        sound: &[Tone {
            base_hz: 2200.0..3800.0,
            depth: 0.5,
            bend: Decay(None, 0.05),
            gains: &[1.0, 0.15],
            loudness: Loudness(0.0, 1.0, Decay(None, 0.04)),
        }],
        colors: &[Hsl(0.0..1.0, 0.3..0.85, 0.3..0.5), Hsl(-0.03..0.15, 0.5..0.9, 0.5..0.9)],
        picture: &[
            Curve(&[-130, 86, -40, 78, 40, 82, 130, 70], 13, rgb(0x5a4030)),
            Blob(&[-115, 66, -95, 57, -73, 66, -95, 75], rgb(0x4f8a3a)),
            Line(&[-3, 76, -5, 40, 14, 40, 16, 76], 4, rgb(0x5a3b24)),
            at(0, 76).turn(-6, HIT).of(&[
                Poly(&[-42, -56, -100, -14, -86, -2, -28, -30], own(0).shade(-35)),
                Blob(&[-55, -46, 0, -104, 32, -101, 50, -66, 38, -34, 5, -18, -30, -26], own(0)),
                Blob(&[20, -91, 50, -86, 55, -61, 36, -34, 5, -22, 2, -46, 18, -66], own(1)),
                Oval(30, -118, 30, 30, own(0).round(20, 0)),
                at(55, -118).turn(-26, HIT).of(&[Poly(&[0, -9, 38, 0, 0, 3], rgb(0xe2a12a))]),
                at(55, -116).turn(33, HIT).of(&[Poly(&[0, -2, 32, 2, 0, 9], rgb(0xb5811f))]),
                Oval(40, -124, 7, 7, WHITE),
                Oval(42, -124, 5, 5, BLACK),
                at(10, -80).turn(18, HIT).of(&[
                    Blob(&[10, -8, 8, 19, -20, 38, -70, 46, -40, 14, -10, -6], own(0).shade(-35)),
                    Curve(&[-8, 12, -30, 22, -55, 40], 2, own(0).shade(-60)),
                ]),
                at(92, -116).of(SOUND_ARCS),
            ]),
        ],
    },
    Kind {
        name: "bouncing ball",
        rhythm: Bounces { longest_secs: 0.6..0.85, restitution: 0.72..0.88 },
        sound: &[
            Modes {
                // The body, then the air inside.
                base_hz: 75.0..130.0,
                ratios: &[1.0, 2.3, 8.7, 12.4],
                decays_secs: &[0.16, 0.1, 0.22, 0.14],
                gains: &[1.0, 0.5, 0.3, 0.12],
            },
            Noise(Low, 800.0..1000.0, Loudness(0.0, 1.3, Decay(None, 0.005))),
        ],
        colors: &[Hsl(0.0..1.0, 0.6..0.9, 0.4..0.6), Hsl(0.0..1.0, 0.6..0.9, 0.4..0.9)],
        picture: &[
            at(0, 91).stretch(-40, -40, Flight).of(&[Oval(0, 0, 42, 7, BLACK.fade(50))]),
            mirrored().of(&[
                Line(&[50, 86, 75, 74], 4, WHITE.seen(HIT)),
                Line(&[48, 80, 62, 62], 4, WHITE.seen(HIT)),
            ]),
            at(0, 88).shift(0, -105, Flight).stretch(17, -28, HIT).of(&[
                Oval(0, -40, 40, 40, own(0).round(20, -40)),
                at(0, -40).turn(60, Flight).of(&[
                    Blob(&[-26, -30, 0, -40, 26, -30, 10, -14, -10, -14], own(1)),
                    Blob(&[-26, 30, 0, 40, 26, 30, 10, 14, -10, 14], own(1)),
                    Curve(&[-40, 4, -20, -4, 0, 0, 20, 4, 40, -4], 3, WHITE),
                ]),
                Oval(-12, -58, 12, 8, WHITE.fade(35)),
            ]),
        ],
    },
    Kind {
        name: "drum",
        rhythm: Beats { group: 1.0..1.0, gap_secs: 0.16..0.36, pause_secs: 0.0..0.0 },
        sound: &[
            Modes {
                // An ideal membrane: zeros of Bessel functions over the first (Fletcher & Rossing, §3.4).
                base_hz: 85.0..190.0,
                ratios: &[1.0, 1.594, 2.136, 2.296, 2.653, 2.918],
                decays_secs: &[0.32, 0.2, 0.15, 0.14, 0.12, 0.11],
                gains: &[1.0, 0.63, 0.47, 0.44, 0.38, 0.34],
            },
            Noise(High, 1500.0..2100.0, Loudness(0.0, 0.6, Decay(None, 0.02))),
        ],
        colors: &[Hsl(0.0..1.0, 0.5..0.8, 0.3..0.5), Hsl(0.1..0.15, 0.0..0.7, 0.55..0.9)],
        picture: &[
            Oval(0, 72, 85, 24, own(0).shade(-40)),
            Rect(-85, -12, 170, 84, own(0).round(20, -35)),
            mirrored().of(&[
                Line(&[0, 14, 21, 90, 42, 9, 63, 80, 83, -6], 3, rgb(0xf5f0e0)),
                Line(&[0, 90, 21, 12, 42, 86, 63, 4, 83, 66], 3, rgb(0xf5f0e0)),
            ]),
            Curve(&[-86, 70, -60, 87, 0, 95, 60, 87, 86, 70], 9, own(1)),
            Oval(0, -12, 88, 28, own(1)),
            Oval(0, -12, 79, 22, rgb(0xd8d0bd).lit(80, HIT)),
            at(-20, -14).shift(0, -55, Lift(Some(0), 0.18)).of(&[
                Line(&[0, 0, -78, -36], 6, rgb(0xb9834c)),
                Oval(-78, -36, 13, 13, rgb(0xe0ac86)),
            ]),
            at(20, -14).shift(0, -55, Lift(Some(1), 0.18)).of(&[
                Line(&[0, 0, 78, -36], 6, rgb(0xb9834c)),
                Oval(78, -36, 13, 13, rgb(0xe0ac86)),
            ]),
        ],
    },
    Kind {
        name: "knock",
        rhythm: Beats { group: 2.0..5.0, gap_secs: 0.14..0.24, pause_secs: 0.2..0.45 },
        sound: &[
            Modes {
                // Bending modes of a panel in a frame, by ear.
                base_hz: 190.0..330.0,
                ratios: &[1.0, 1.72, 2.61, 3.9, 5.6, 8.3],
                decays_secs: &[0.13, 0.1, 0.08, 0.05, 0.035, 0.02],
                gains: &[1.0, 0.8, 0.6, 0.45, 0.3, 0.2],
            },
            Noise(Low, 1500.0..2500.0, Loudness(0.0, 0.9, Decay(None, 0.002))),
        ],
        colors: &[Hsl(0.0..1.0, 0.4..0.5, 0.25..0.6), Hsl(0.05..0.07, 0.4..0.55, 0.35..0.75)],
        picture: &[
            Rect(-74, -110, 148, 220, own(0).shade(55)),
            Rect(-64, -102, 128, 210, own(0)),
            mirrored().of(&[
                Rect(6, -90, 46, 80, own(0).shade(-45)),
                Rect(9, -87, 43, 77, own(0).round(20, -10)),
                Rect(6, 8, 46, 85, own(0).shade(-45)),
                Rect(9, 11, 43, 82, own(0).round(20, -10)),
            ]),
            Oval(55, -1, 7, 7, rgb(0xd9b44a).round(50, -10)),
            mirrored().of(&[at(10, -25).of(SOUND_ARCS)]),
            // Away from the door the fist is nearer to the camera, so larger.
            at(-8, -25).shift(28, 22, AWAY).stretch(30, 30, AWAY).of(&[
                Poly(&[0, 15, 24, 8, 95, 100, 50, 130], own(1)),
                Poly(&[24, 62, 56, 42, 120, 130, 60, 160], own(0).shade(-60)),
                Blob(&[-22, -20, 0, -24, 24, -18, 26, 14, 0, 24, -24, 16], own(1).shade(8)),
                mirrored().of(&[Line(&[12, -20, 12, 2], 2, own(1).shade(-45))]),
                Line(&[0, -22, 0, 2], 2, own(1).shade(-45)),
                Curve(&[-20, 8, 0, 4, 16, 8], 9, own(1).shade(20)),
            ]),
        ],
    },
    Kind {
        name: "rain",
        rhythm: Cycles { rate_hz: 0.15..0.35, rise: 0.4 },
        sound: &[
            Noise(High, 900.0..2200.0, Loudness(0.0, 0.16, Level(2))),
            Drops(900.0, 1200.0..7700.0, 0.4),
        ],
        colors: &[Hsl(0.0..1.0, 0.3..0.9, 0.3..0.55), Hsl(0.05..0.6, 0.1..0.4, 0.2..0.4)],
        picture: &[
            OnFrame(&[Rect(-WIDE, -130, 2 * WIDE, 260, rgb(0x44505c).fade(50).seen(Level(1)))]),
            Line(&[0, -90, 0, 75], 5, own(1)),
            Curve(&[0, 72, 2, 86, 12, 92, 22, 86, 24, 74], 7, own(1)),
            Poly(&[-100, 0, -85, -40, -50, -70, 0, -84, 0, -8, -33, 0, -66, -8], own(0)),
            Poly(&[100, 0, 85, -40, 50, -70, 0, -84, 0, -8, 33, 0, 66, -8], own(0).shade(-25)),
            mirrored().of(&[Curve(&[0, -84, -28, -50, -33, 0], 2, own(0).shade(-50))]),
            Oval(0, -87, 4, 4, own(1)),
            OnFrame(&[drifting(260, Level(1), [-200, -260, 400, 240], [-30, 260], 0.8)
                .of(&[Line(&[0, 0, -2, 20], 2, WHITE.fade(70))])]),
        ],
    },
    Kind {
        name: "siren",
        rhythm: Cycles { rate_hz: 0.8..2.2, rise: 0.5 },
        sound: &[Tone {
            // The tone is highest when the lamp is brightest.
            base_hz: 450.0..700.0,
            depth: 1.0,
            bend: Level(1),
            gains: &[1.0, 0.4, 0.45, 0.0, 0.15],
            loudness: Loudness(1.0, 0.0, One),
        }],
        colors: &[Hsl(0.1..0.16, 0.0..1.0, 0.6..0.95), Hsl(0.0..1.0, 0.7..0.9, 0.35..0.55)],
        picture: &[
            Oval(0, 90, 100, 8, BLACK.fade(40)),
            Poly(&[-100, 70, -100, -36, 42, -36, 72, 10, 100, 26, 100, 70], own(0).round(15, -20)),
            Rect(-100, 26, 200, 13, own(1)),
            Poly(&[24, -24, 40, -24, 60, 10, 24, 10], rgb(0x24323d)),
            Rect(-85, -22, 42, 30, rgb(0x24323d)),
            Rect(-22, -20, 10, 34, own(1)),
            Rect(-34, -8, 34, 10, own(1)),
            Rect(-102, 62, 204, 10, rgb(0x2f2f2f)),
            mirrored()
                .of(&[Oval(60, 68, 24, 24, rgb(0x1c1c1c)), Oval(60, 68, 12, 12, rgb(0xbfc4c8))]),
            at(-5, -45).stretch(-80, 0, Level(1)).of(&[
                Poly(&[0, 0, 110, -34, 110, 8], LAMP.shade(40).fade(50)),
                Poly(&[0, 0, -110, -34, -110, 8], LAMP.shade(40).fade(50)),
            ]),
            Oval(-5, -52, 60, 38, LAMP.shade(50).fade(55).seen(Level(1))),
            Rect(-29, -42, 48, 7, rgb(0x333333)),
            Blob(&[-25, -41, -23, -60, -5, -68, 13, -60, 15, -41], LAMP.lit(60, Level(2))),
        ],
    },
    Kind {
        name: "waves",
        rhythm: Cycles { rate_hz: 0.32..0.6, rise: 0.3 },
        sound: &[
            Noise(Low, 250.0..420.0, Loudness(0.7, 2.5, Level(2))),
            Noise(Low, 1100.0..2400.0, Loudness(0.1, 1.1, Level(2))),
        ],
        colors: &[Hsl(0.46..0.6, 0.35..0.8, 0.25..0.45), Hsl(0.08..0.13, 0.35..0.45, 0.5..0.75)],
        picture: &[OnFrame(&[
            Rect(-WIDE, -25, 2 * WIDE, 160, own(0).shade(25)),
            Rect(-WIDE, 60, 2 * WIDE, 70, own(1)),
            at(0, -8).stretch(0, 200, Level(1)).of(&[
                Blob(&[-220, 4, -150, -3, -60, -4, 30, -2, 110, -5, 220, 4], own(0).shade(10)),
                Curve(&[-220, 0, -150, -3, -60, -4, 30, -2, 110, -5, 220, 0], 1, WHITE),
            ]),
            at(0, 22).stretch(0, 225, Level(1)).of(&[
                Blob(&[-220, 8, -130, -6, -40, -4, 40, -7, 130, -5, 220, 8], own(0)),
                Curve(&[-220, 0, -130, -6, -40, -4, 40, -7, 130, -5, 220, 0], 2, WHITE),
            ]),
            // The sheet of water that runs up the beach, with foam on it.
            at(0, 54).shift(0, 42, Level(1)).of(&[
                Rect(-WIDE, -60, 2 * WIDE, 60, own(0).shade(35)),
                scattered(140, [-200, -46, 400, 46]).of(&[Oval(0, 0, 6, 2, WHITE.seen(Level(2)))]),
                scattered(40, [-220, -2, 440, 4]).of(&[Oval(0, 0, 14, 5, WHITE)]),
            ]),
        ])],
    },
];
