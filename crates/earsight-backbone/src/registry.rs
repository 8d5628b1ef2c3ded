//! The backbones there are: one entry each.

use earsight_core::{FeatureSpace, Modality};
use sha2::{Digest, Sha256};

use crate::audio::{LogMelBackbone, SecondWindow};
use crate::given_weights::hex;
use crate::visual::{PictureBackbone, PictureInput};
use crate::weights::{self, WeightFile};
use crate::{AudioBackbone, Checkpoint, Error, GivenWeights, Result, VisualBackbone};

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
    weights: Weights,
    architecture: Architecture,
}

/// Where an entry's weights are.
#[derive(Debug, Clone, Copy)]
enum Weights {
    /// In the program.
    Bundled(&'static WeightFile),
    /// With the person, who made them from this file.
    Given(Checkpoint),
}

impl BackboneEntry {
    /// The published file that a person makes its weights from; none where the program has them.
    pub fn checkpoint(&self) -> Option<&Checkpoint> {
        match &self.weights {
            Weights::Bundled(_) => None,
            Weights::Given(checkpoint) => Some(checkpoint),
        }
    }
}

/// An entry's network and its input.
#[derive(Debug, Clone, Copy)]
enum Architecture {
    EfficientNetLite0,
    Vgg19(PictureInput),
    Cnn9(SecondWindow),
    Vggish(SecondWindow),
}

const CNN9_PAPER: &str = "Ma and Lerch 2022, Representation Learning for the Automatic Indexing of Sound Effects Libraries, ISMIR";
const CNN9_LICENCE: &str =
    "CC BY 4.0, Alison B. Ma and Alexander Lerch; halved, batch norms folded";

const VGGISH_PAPER: &str =
    "Hershey et al. 2017, CNN Architectures for Large-Scale Audio Classification, ICASSP";
const VGGISH_LICENCE: &str = "weights of Google, Apache-2.0, brought by the person";
const VGGISH: Checkpoint = Checkpoint { file: "vggish-10086976.pth", sha256_prefix: "10086976" };

const VGG19_PAPER: &str = "Simonyan and Zisserman 2015, Very Deep Convolutional Networks for Large-Scale Image Recognition, ICLR";

/// Every backbone; the first of a sense is its default.
pub static BACKBONES: &[BackboneEntry] = &[
    BackboneEntry {
        name: "efficientnet-lite0",
        modality: Modality::Visual,
        paper: "Tan and Le 2019, EfficientNet, ICML; the Lite variant of 2020, trained on ImageNet",
        licence: "Apache-2.0, Google; halved, batch norms folded",
        preprocessing: "short side 256, centre 224, RGB (x - 127) / 128; average pool; mean over the pictures of a second",
        dim: 1280,
        weights: Weights::Bundled(&weights::EFFICIENTNET_LITE0),
        architecture: Architecture::EfficientNetLite0,
    },
    BackboneEntry {
        name: "cnn9",
        modality: Modality::Audio,
        paper: CNN9_PAPER,
        licence: CNN9_LICENCE,
        preprocessing: "44.1 kHz channel mean, 96 log-mel, Hann 2048, hop 1024; 43 frames from the second's start",
        dim: 512,
        weights: Weights::Bundled(&weights::CNN9),
        architecture: Architecture::Cnn9(SecondWindow::STRICT),
    },
    BackboneEntry {
        name: "cnn9-wide",
        modality: Modality::Audio,
        paper: CNN9_PAPER,
        licence: CNN9_LICENCE,
        preprocessing: "44.1 kHz channel mean, 96 log-mel, Hann 2048, hop 1024; 100 frames centred on the second, moved inside the sound",
        dim: 512,
        weights: Weights::Bundled(&weights::CNN9),
        architecture: Architecture::Cnn9(SecondWindow::WIDE),
    },
    BackboneEntry {
        name: "vgg19",
        modality: Modality::Visual,
        paper: VGG19_PAPER,
        licence: "weights of torchvision, BSD-3-Clause, brought by the person",
        preprocessing: "stretched to 224, RGB (x / 255 - mean) / sd of ImageNet; pool 5, mean over 7 x 7 places and over the pictures of a second",
        dim: 512,
        weights: Weights::Given(Checkpoint {
            file: "vgg19-dcbb9e9d.pth",
            sha256_prefix: "dcbb9e9d",
        }),
        architecture: Architecture::Vgg19(PictureInput::Torchvision),
    },
    BackboneEntry {
        name: "vgg19-ave-compatible",
        modality: Modality::Visual,
        paper: VGG19_PAPER,
        licence: "weights of the authors, CC BY 4.0, brought by the person",
        preprocessing: "stretched to 224, BGR x - (103.939, 116.779, 123.68); pool 5, mean over 7 x 7 places and over the pictures of a second",
        dim: 512,
        weights: Weights::Given(Checkpoint {
            file: "vgg19-d01eb7cb.pth",
            sha256_prefix: "d01eb7cb",
        }),
        architecture: Architecture::Vgg19(PictureInput::BlueFirst),
    },
    BackboneEntry {
        name: "vggish-aligned",
        modality: Modality::Audio,
        paper: VGGISH_PAPER,
        licence: VGGISH_LICENCE,
        preprocessing: "16 kHz channel mean, 64 log-mel, Hann 400, hop 160; 96 frames from the second's start; not post-processed",
        dim: 128,
        weights: Weights::Given(VGGISH),
        architecture: Architecture::Vggish(SecondWindow::ALIGNED),
    },
    BackboneEntry {
        name: "vggish-ave-compatible",
        modality: Modality::Audio,
        paper: VGGISH_PAPER,
        licence: VGGISH_LICENCE,
        preprocessing: "16 kHz channel mean, 64 log-mel, Hann 400, hop 160; row j is 96 frames from 0.96 j s; not post-processed",
        dim: 128,
        weights: Weights::Given(VGGISH),
        architecture: Architecture::Vggish(SecondWindow::AVE_COMPATIBLE),
    },
];

/// More than any video has.
const MOST_FRAMES_PER_SEC: u32 = 60;

/// Builds a visual backbone that computes on `threads` threads.
///
/// `efficientnet-lite0` looks at three pictures a second; `efficientnet-lite0@1` at one, and so on up to 60.
/// VGG-19 looks at 16, as in AVE's features. Another number of pictures is another space.
///
/// # Errors
/// [`Error::UnknownBackbone`] with the names there are; [`Error::NeedsWeights`] for those of [`visual_with`].
pub fn visual(name: &str, threads: usize) -> Result<Box<dyn VisualBackbone>> {
    visual_with(name, None, threads)
}

/// The same with the weights that a person brings, where the backbone needs them.
///
/// # Errors
/// As [`visual`]; [`Error::Weights`] when they are another network's.
pub fn visual_with(
    name: &str,
    weights: Option<&GivenWeights>,
    threads: usize,
) -> Result<Box<dyn VisualBackbone>> {
    let choice = Choice::parse(Modality::Visual, name)?;
    let rate = choice.frames_per_sec;
    let (space, bytes) = (choice.space(weights)?, choice.bytes(weights)?);
    match choice.entry.architecture {
        Architecture::EfficientNetLite0 => {
            Ok(Box::new(PictureBackbone::efficientnet_lite0(space, bytes, rate, threads)?))
        }
        Architecture::Vgg19(input) => {
            Ok(Box::new(PictureBackbone::vgg19(space, bytes, input, rate, threads)?))
        }
        Architecture::Cnn9(_) | Architecture::Vggish(_) => Err(unknown(Modality::Visual, name)),
    }
}

/// Builds an audio backbone that computes on `threads` threads.
///
/// # Errors
/// [`Error::UnknownBackbone`] with the names there are; [`Error::NeedsWeights`] for those of [`audio_with`].
pub fn audio(name: &str, threads: usize) -> Result<Box<dyn AudioBackbone>> {
    audio_with(name, None, threads)
}

/// The same with the weights that a person brings, where the backbone needs them.
///
/// # Errors
/// As [`audio`]; [`Error::Weights`] when they are another network's.
pub fn audio_with(
    name: &str,
    weights: Option<&GivenWeights>,
    threads: usize,
) -> Result<Box<dyn AudioBackbone>> {
    let choice = Choice::parse(Modality::Audio, name)?;
    let (space, bytes) = (choice.space(weights)?, choice.bytes(weights)?);
    match choice.entry.architecture {
        Architecture::Cnn9(window) => {
            Ok(Box::new(LogMelBackbone::cnn9(space, bytes, window, threads)?))
        }
        Architecture::Vggish(window) => {
            Ok(Box::new(LogMelBackbone::vggish(space, bytes, window, threads)?))
        }
        Architecture::EfficientNetLite0 | Architecture::Vgg19(_) => {
            Err(unknown(Modality::Audio, name))
        }
    }
}

/// The space of a backbone's rows, without building the network.
///
/// # Errors
/// [`Error::UnknownBackbone`] with the names there are; [`Error::NeedsWeights`] for those of [`space_with`].
pub fn space(modality: Modality, name: &str) -> Result<FeatureSpace> {
    space_with(modality, name, None)
}

/// The same with the weights that a person brings, where the backbone needs them.
///
/// # Errors
/// As [`space`].
pub fn space_with(
    modality: Modality,
    name: &str,
    weights: Option<&GivenWeights>,
) -> Result<FeatureSpace> {
    Choice::parse(modality, name)?.space(weights)
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
            _ => (typed, None),
        };
        let has_rate = name.len() < typed.len();
        let entry = BACKBONES.iter().find(|entry| entry.modality == modality && entry.name == name);
        let usual = entry.map(|entry| entry.architecture.frames_per_sec());
        let frames_per_sec = if has_rate { frames_per_sec } else { usual };
        let frames_per_sec = frames_per_sec.filter(|n| (1..=MOST_FRAMES_PER_SEC).contains(n));
        match (entry, frames_per_sec) {
            (Some(entry), Some(frames_per_sec)) => Ok(Choice { entry, frames_per_sec }),
            _ => Err(unknown(modality, typed)),
        }
    }

    /// The weights, which must be those of this entry.
    fn bytes<'a>(&self, given: Option<&'a GivenWeights>) -> Result<&'a [u8]> {
        let backbone = || self.entry.name.to_owned();
        let refused = |reason| Error::Weights { backbone: backbone(), reason };
        match (&self.entry.weights, given) {
            (Weights::Bundled(file), None) => Ok(file.0),
            (Weights::Bundled(_), Some(_)) => {
                Err(refused("it has its own, which are part of the program".to_owned()))
            }
            (Weights::Given(checkpoint), Some(given)) => {
                given.bytes_from(checkpoint).map_err(refused)
            }
            (Weights::Given(checkpoint), None) => {
                Err(Error::NeedsWeights { backbone: backbone(), checkpoint: checkpoint.file })
            }
        }
    }

    /// Name and fingerprint; the usual number of pictures after `@` is the same space as nothing.
    fn space(&self, given: Option<&GivenWeights>) -> Result<FeatureSpace> {
        let bytes = self.bytes(given)?;
        let BackboneEntry { name, modality, preprocessing, dim, architecture, .. } = *self.entry;
        let asks_for_frames = modality == Modality::Visual;
        let rate = if asks_for_frames { self.frames_per_sec.to_string() } else { String::new() };
        // Which kernels compute the rows is left out: it changes their rounding alone (8e-6 of their length between any
        // two engines measured), far less than half-precision weights do.
        let mut digest = Sha256::new();
        match given {
            // Of hundreds of megabytes the digest is known.
            Some(given) => digest.update(given.numbers_sha256()),
            None => digest.update(bytes),
        }
        digest.update(preprocessing);
        digest.update(&rate);
        let backbone = match self.frames_per_sec {
            usual if usual == architecture.frames_per_sec() => name.to_owned(),
            other => format!("{name}@{other}"),
        };
        Ok(FeatureSpace { backbone, fingerprint: hex(&digest.finalize()), dim })
    }
}

impl Architecture {
    /// Pictures per second unless the name says otherwise.
    fn frames_per_sec(self) -> u32 {
        match self {
            Architecture::Vgg19(_) => 16,
            Architecture::EfficientNetLite0 | Architecture::Cnn9(_) | Architecture::Vggish(_) => 3,
        }
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
