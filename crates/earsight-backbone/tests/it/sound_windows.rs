//! Rows of a window of a long sound are those of the whole sound, for every audio backbone.

use earsight_backbone::{BACKBONES, audio};
use earsight_core::{Modality, Span};

use crate::audio::{rows, sound};

/// Seconds of the sound.
const N_SECS: usize = 44;

#[test]
fn rows_of_a_window_are_those_of_the_whole_sound() {
    let is_bundled =
        |modality, checkpoint: Option<&str>| modality == Modality::Audio && checkpoint.is_none();
    for entry in BACKBONES.iter().filter(|entry| is_bundled(entry.modality, entry.checkpoint())) {
        let backbone = audio(entry.name, None, 2).unwrap();
        let rate = backbone.sample_rate_hz() as usize;
        let sound = sound(N_SECS * rate, 11);
        let whole = rows(&backbone, &sound, &[sound.len()], N_SECS);
        for (start, len) in [(0, 2), (1, 3), (18, 4), (20, 1), (27, 9), (42, 1), (42, 2), (43, 1)] {
            let needed = backbone.sound_of(Span::new(start, len));
            assert!(needed.start <= start && needed.end() >= start + len, "{}", entry.name);
            let mut segments = backbone.segments_from(start);
            let end = needed.end().min(N_SECS);
            let mut found = Vec::new();
            for piece in sound[needed.start * rate..end * rate].chunks(50_000) {
                found.extend(segments.push(piece).unwrap());
            }
            found.extend(segments.finish(len).unwrap());
            found.truncate(len);
            assert!(found == whole[start..start + len], "{}, {start} + {len}", entry.name);
        }
    }
}

#[test]
fn a_window_after_the_end_of_the_sound_is_silent() {
    for name in ["cnn9", "cnn9-wide", "soundnet8"] {
        let backbone = audio(name, None, 1).unwrap();
        let found = backbone.segments_from(40).finish(2).unwrap();
        assert_eq!(found.len(), 2, "{name}");
        assert!(found.iter().flatten().all(|value| value.is_finite()), "{name}");
    }
}

#[test]
fn a_sample_that_is_not_finite_has_its_position_in_the_whole_sound() {
    let backbone = audio("cnn9", None, 1).unwrap();
    let start = backbone.sound_of(Span::new(40, 1)).start;
    let message = backbone.segments_from(40).push(&[0.0, f32::NAN]).unwrap_err().to_string();
    assert!(message.contains(&format!("at {start}.000 s")), "{message}");
}
