//! The backbones there are: one entry each.

use earsight_core::{FeatureSpace, Modality};
use sha2::{Digest, Sha256};

use crate::audio::{Cnn9, SecondWindow};
use crate::visual::EfficientNetLite0;
use crate::weights::{self, WeightFile};
use crate::{AudioBackbone, Error, Result, VisualBackbone};

/// What is known of a backbone without building it.
#[derive(Debug, Clone, Copy)]
pub struct BackboneEntry {
    /// As typed on the command line and written in manifests.
    pub name: &'static str,
    /// Which sense it takes.
    pub modality: Modality,
    /// Where the network comes from.
    pub paper: &'static str,
    /// Licence of the weights, with the attribution it asks for.
    pub licence: &'static str,
    /// How a second becomes the network's input and its output a row; part of the fingerprint.
    pub preprocessing: &'static str,
    /// Columns of a row.
    pub dim: usize,
    weights: &'static WeightFile,
    network: Network,
}

/// Which network stands behind an entry.
#[derive(Debug, Clone, Copy)]
enum Network {
    EfficientNetLite0,
    Cnn9(SecondWindow),
}

const CNN9_PAPER: &str = "Ma and Lerch 2022, Representation Learning for the Automatic Indexing of Sound Effects Libraries, ISMIR";
const CNN9_LICENCE: &str =
    "CC BY 4.0, Alison B. Ma and Alexander Lerch; halved, batch norms folded";

/// Every backbone; the first of a sense is its default.
pub static BACKBONES: &[BackboneEntry] = &[
    BackboneEntry {
        name: "efficientnet-lite0",
        modality: Modality::Visual,
        paper: "Tan and Le 2019, EfficientNet, ICML; the Lite variant of 2020, trained on ImageNet",
        licence: "Apache-2.0, Google; halved, batch norms folded",
        preprocessing: "short side 256, centre 224, RGB (x - 127) / 128; average pool; mean over the pictures of a second",
        dim: 1280,
        weights: &weights::EFFICIENTNET_LITE0,
        network: Network::EfficientNetLite0,
    },
    BackboneEntry {
        name: "cnn9",
        modality: Modality::Audio,
        paper: CNN9_PAPER,
        licence: CNN9_LICENCE,
        preprocessing: "44.1 kHz channel mean, 96 log-mel, Hann 2048, hop 1024; 43 frames from the second's start",
        dim: 512,
        weights: &weights::CNN9,
        network: Network::Cnn9(SecondWindow::STRICT),
    },
    BackboneEntry {
        name: "cnn9-wide",
        modality: Modality::Audio,
        paper: CNN9_PAPER,
        licence: CNN9_LICENCE,
        preprocessing: "44.1 kHz channel mean, 96 log-mel, Hann 2048, hop 1024; 100 frames centred on the second, moved inside the sound",
        dim: 512,
        weights: &weights::CNN9,
        network: Network::Cnn9(SecondWindow::WIDE),
    },
];

/// Pictures per second unless the name says otherwise.
const FRAMES_PER_SEC: u32 = 3;
/// More than any video has.
const MOST_FRAMES_PER_SEC: u32 = 60;

/// Builds a visual backbone that computes on `threads` threads.
///
/// `efficientnet-lite0` looks at three pictures a second; `efficientnet-lite0@1` at one, and so on up to 60.
/// Another number of pictures is another space.
///
/// # Errors
/// [`Error::UnknownBackbone`] with the names there are.
pub fn visual(name: &str, threads: usize) -> Result<Box<dyn VisualBackbone>> {
    let choice = Choice::parse(Modality::Visual, name)?;
    match choice.entry.network {
        Network::EfficientNetLite0 => {
            let bytes = choice.entry.weights.0;
            let backbone =
                EfficientNetLite0::build(choice.space(), bytes, choice.frames_per_sec, threads)?;
            Ok(Box::new(backbone))
        }
        Network::Cnn9(_) => Err(unknown(Modality::Visual, name)),
    }
}

/// Builds an audio backbone that computes on `threads` threads.
///
/// # Errors
/// [`Error::UnknownBackbone`] with the names there are.
pub fn audio(name: &str, threads: usize) -> Result<Box<dyn AudioBackbone>> {
    let choice = Choice::parse(Modality::Audio, name)?;
    match choice.entry.network {
        Network::Cnn9(window) => {
            Ok(Box::new(Cnn9::build(choice.space(), choice.entry.weights.0, window, threads)?))
        }
        Network::EfficientNetLite0 => Err(unknown(Modality::Audio, name)),
    }
}

/// The space of a backbone's rows, without building the network.
///
/// # Errors
/// [`Error::UnknownBackbone`] with the names there are.
pub fn space(modality: Modality, name: &str) -> Result<FeatureSpace> {
    Ok(Choice::parse(modality, name)?.space())
}

/// An entry and what was typed after `@`.
struct Choice {
    entry: &'static BackboneEntry,
    frames_per_sec: u32,
}

impl Choice {
    fn parse(modality: Modality, typed: &str) -> Result<Self> {
        let (name, frames_per_sec) = match (modality, typed.split_once('@')) {
            (Modality::Visual, Some((name, digits))) => (name, digits.parse().ok()),
            _ => (typed, Some(FRAMES_PER_SEC)),
        };
        let entry = BACKBONES.iter().find(|entry| entry.modality == modality && entry.name == name);
        let frames_per_sec = frames_per_sec.filter(|n| (1..=MOST_FRAMES_PER_SEC).contains(n));
        match (entry, frames_per_sec) {
            (Some(entry), Some(frames_per_sec)) => Ok(Choice { entry, frames_per_sec }),
            _ => Err(unknown(modality, typed)),
        }
    }

    /// Name and fingerprint; `@3` is the same space as nothing.
    fn space(&self) -> FeatureSpace {
        let BackboneEntry { name, modality, preprocessing, dim, weights, .. } = *self.entry;
        let asks_for_frames = modality == Modality::Visual;
        let rate = if asks_for_frames { self.frames_per_sec.to_string() } else { String::new() };
        // The engine is left out: its rows differ by rounding alone (8e-6 between rten and onnxruntime),
        // far less than half-precision weights do, so a library made with one answers queries made with the other.
        let mut digest = Sha256::new();
        digest.update(weights.0);
        digest.update(preprocessing);
        digest.update(&rate);
        let fingerprint = digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        let backbone = match self.frames_per_sec {
            FRAMES_PER_SEC => name.to_owned(),
            other => format!("{name}@{other}"),
        };
        FeatureSpace { backbone, fingerprint, dim }
    }
}

fn unknown(modality: Modality, typed: &str) -> Error {
    let known: Vec<String> = BACKBONES
        .iter()
        .filter(|entry| entry.modality == modality)
        .map(|entry| match modality {
            Modality::Visual => {
                format!("`{0}` and `{0}@1` to `{0}@{MOST_FRAMES_PER_SEC}`", entry.name)
            }
            Modality::Audio => format!("`{}`", entry.name),
        })
        .collect();
    Error::UnknownBackbone { modality, typed: typed.to_owned(), known: known.join(", ") }
}
