//! Names, spaces and fingerprints.

use std::collections::HashSet;

use earsight_backbone::{BACKBONES, audio, space, visual};
use earsight_core::Modality;

#[test]
fn every_entry_has_a_space_or_names_its_checkpoint() {
    for entry in BACKBONES {
        assert!(!entry.preprocessing.is_empty(), "{}", entry.name);
        if let Some(checkpoint) = entry.checkpoint() {
            let message = space(entry.modality, entry.name, None).unwrap_err().to_string();
            assert!(message.contains(checkpoint), "{message}");
            continue;
        }
        let space = space(entry.modality, entry.name, None).unwrap();
        assert_eq!((space.backbone.as_str(), space.dim), (entry.name, entry.dim));
        assert_eq!(space.fingerprint.len(), 64);
    }
}

#[test]
fn an_unknown_name_is_an_error_that_lists_the_known_ones() {
    let check = |message: String, expected: &[&str]| {
        for part in expected {
            assert!(message.contains(part), "{message}");
        }
    };
    let message = |result: earsight_backbone::Error| result.to_string();
    check(
        message(audio("vggish", None, 1).err().unwrap()),
        &["`vggish`", "`cnn9`", "`cnn9-wide`", "audio"],
    );
    check(
        message(visual("cnn9", None, 1).err().unwrap()),
        &["`cnn9`", "`efficientnet-lite0`", "visual"],
    );
    for typed in [
        "efficientnet-lite0@0",
        "efficientnet-lite0@61",
        "efficientnet-lite0@x",
        "efficientnet-lite0@",
    ] {
        check(message(visual(typed, None, 1).err().unwrap()), &[typed, "`efficientnet-lite0@1`"]);
    }
    check(message(audio("cnn9@2", None, 1).err().unwrap()), &["`cnn9@2`"]);
}

#[test]
fn weights_windows_and_frame_rates_determine_the_space() {
    let visual = |name| space(Modality::Visual, name, None).unwrap();
    let audio = |name| space(Modality::Audio, name, None).unwrap();
    let spaces = [
        visual("efficientnet-lite0"),
        visual("efficientnet-lite0@1"),
        visual("efficientnet-lite0@2"),
        audio("cnn9"),
        audio("cnn9-wide"),
    ];
    let fingerprints: HashSet<&str> =
        spaces.iter().map(|space| space.fingerprint.as_str()).collect();
    assert_eq!(fingerprints.len(), spaces.len());
    assert_eq!(visual("efficientnet-lite0@3"), visual("efficientnet-lite0"));
    assert_eq!(visual("efficientnet-lite0@1").backbone, "efficientnet-lite0@1");
}

/// With another fingerprint of the same rows, existing libraries would be unreadable.
#[test]
fn fingerprints_are_those_of_existing_libraries() {
    for (modality, name, fingerprint) in [
        (
            Modality::Visual,
            "efficientnet-lite0",
            "06ebb05682e0a59b4c81e84c4d7804aa610879b4e25f12aa5d850c7278732dab",
        ),
        (
            Modality::Visual,
            "efficientnet-lite0@1",
            "be2348b6866b723f1abfdd20ae387e07826ef5434e62a90607bde9526e6f0167",
        ),
        (
            Modality::Audio,
            "cnn9",
            "3cdcf13980776d45ed31fa2c09098087012884355fa25e672dd24635ffbbdb06",
        ),
        (
            Modality::Audio,
            "cnn9-wide",
            "6741a04057e8b3bac280d8754aaf5d390db9503dff348e8ad0a0f75ffcff2f14",
        ),
    ] {
        assert_eq!(space(modality, name, None).unwrap().fingerprint, fingerprint, "{name}");
    }
}

#[test]
fn a_built_backbone_has_the_space_of_the_registry() {
    let built = visual("efficientnet-lite0@1", None, 1).unwrap();
    assert_eq!(built.space(), &space(Modality::Visual, "efficientnet-lite0@1", None).unwrap());
    let spec = built.frame_spec();
    assert_eq!((spec.frames_per_sec, spec.short_side_px, spec.crop_px), (1, 256, 224));
    let built = audio("cnn9-wide", None, 1).unwrap();
    assert_eq!(built.space(), &space(Modality::Audio, "cnn9-wide", None).unwrap());
    assert_eq!(built.sample_rate_hz(), 44_100);
}
