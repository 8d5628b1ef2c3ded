//! The backbones there are: one entry each.

use earsight_core::{FeatureSpace, Modality};
use sha2::{Digest, Sha256};

use crate::audio::{LogMelBackbone, SecondWindow};
use crate::engine::engine;
use crate::given_weights::hex;
use crate::log_mel::{LogMel, cnn9_log_mel, vggish_log_mel};
use crate::network::{Definition, cnn9, efficientnet_lite0, vgg19, vggish};
use crate::visual::{PictureBackbone, PictureInput};
use crate::weights::{self, WeightFile};
use crate::{AudioBackbone, Checkpoint, Error, GivenWeights, Result, VisualBackbone};

/// What is known of a backbone without building it.
#[derive(Debug, Clone, Copy)]
pub struct BackboneEntry {
    /// As typed on the command line and written in manifests.
    pub name: &'static str,
    /// The modality of its input.
    pub modality: Modality,
    /// Where the network comes from.
    pub paper: &'static str,
    /// Licence of the weights, with the attribution it asks for.
    pub licence: &'static str,
    /// How a second becomes the network's input and its output a row; part of the fingerprint.
    pub preprocessing: &'static str,
    /// Columns of a row.
    pub dim: usize,
    weights: WeightSource,
    network: Definition,
    input: Input,
}

/// Where an entry's weights are.
#[derive(Debug, Clone, Copy)]
enum WeightSource {
    /// In the program.
    Bundled(&'static WeightFile),
    /// In a file that is given, made from this checkpoint.
    Given(Checkpoint),
}

/// What a network is given of a second.
#[derive(Debug, Clone, Copy)]
enum Input {
    Pictures { input: PictureInput, usual_per_sec: u32 },
    LogMel { recipe: fn() -> LogMel, window: SecondWindow },
}

impl BackboneEntry {
    /// Pictures per second unless the name says otherwise; none for sound.
    fn usual_frames_per_sec(&self) -> Option<u32> {
        match self.input {
            Input::Pictures { usual_per_sec, .. } => Some(usual_per_sec),
            Input::LogMel { .. } => None,
        }
    }

    /// The published file that its weights are made from; none where they are part of the program.
    pub fn checkpoint(&self) -> Option<&Checkpoint> {
        match &self.weights {
            WeightSource::Bundled(_) => None,
            WeightSource::Given(checkpoint) => Some(checkpoint),
        }
    }
}

const CNN9_PAPER: &str = "Ma and Lerch 2022, Representation Learning for the Automatic Indexing of Sound Effects Libraries, ISMIR";
const CNN9_LICENCE: &str =
    "CC BY 4.0, Alison B. Ma and Alexander Lerch; halved, batch norms folded";

const VGGISH_PAPER: &str =
    "Hershey et al. 2017, CNN Architectures for Large-Scale Audio Classification, ICASSP";
const VGGISH_LICENCE: &str = "weights of Google, Apache-2.0, not included";
const VGGISH: Checkpoint = Checkpoint { file: "vggish-10086976.pth", sha256_prefix: "10086976" };

const VGG19_PAPER: &str = "Simonyan and Zisserman 2015, Very Deep Convolutional Networks for Large-Scale Image Recognition, ICLR";

/// Every backbone; the first of a modality is its default.
pub static BACKBONES: &[BackboneEntry] = &[
    BackboneEntry {
        name: "efficientnet-lite0",
        modality: Modality::Visual,
        paper: "Tan and Le 2019, EfficientNet, ICML; the Lite variant of 2020, trained on ImageNet",
        licence: "Apache-2.0, Google; halved, batch norms folded",
        preprocessing: "short side 256, centre 224, RGB (x - 127) / 128; average pool; mean over the pictures of a second",
        dim: 1280,
        weights: WeightSource::Bundled(&weights::EFFICIENTNET_LITE0),
        network: efficientnet_lite0,
        input: Input::Pictures { input: PictureInput::Lite0, usual_per_sec: 3 },
    },
    BackboneEntry {
        name: "cnn9",
        modality: Modality::Audio,
        paper: CNN9_PAPER,
        licence: CNN9_LICENCE,
        preprocessing: "44.1 kHz channel mean, 96 log-mel, Hann 2048, hop 1024; 43 frames from the second's start",
        dim: 512,
        weights: WeightSource::Bundled(&weights::CNN9),
        network: cnn9,
        input: Input::LogMel { recipe: cnn9_log_mel, window: SecondWindow::STRICT },
    },
    BackboneEntry {
        name: "cnn9-wide",
        modality: Modality::Audio,
        paper: CNN9_PAPER,
        licence: CNN9_LICENCE,
        preprocessing: "44.1 kHz channel mean, 96 log-mel, Hann 2048, hop 1024; 100 frames centred on the second, moved inside the sound",
        dim: 512,
        weights: WeightSource::Bundled(&weights::CNN9),
        network: cnn9,
        input: Input::LogMel { recipe: cnn9_log_mel, window: SecondWindow::WIDE },
    },
    BackboneEntry {
        name: "vgg19",
        modality: Modality::Visual,
        paper: VGG19_PAPER,
        licence: "weights of torchvision, BSD-3-Clause, not included",
        preprocessing: "stretched to 224, RGB (x / 255 - mean) / sd of ImageNet; pool 5, mean over 7 x 7 places and over the pictures of a second",
        dim: 512,
        weights: WeightSource::Given(Checkpoint {
            file: "vgg19-dcbb9e9d.pth",
            sha256_prefix: "dcbb9e9d",
        }),
        network: vgg19,
        input: Input::Pictures { input: PictureInput::Torchvision, usual_per_sec: 16 },
    },
    BackboneEntry {
        name: "vgg19-ave-compatible",
        modality: Modality::Visual,
        paper: VGG19_PAPER,
        licence: "weights of the authors, CC BY 4.0, not included",
        preprocessing: "stretched to 224, BGR x - (103.939, 116.779, 123.68); pool 5, mean over 7 x 7 places and over the pictures of a second",
        dim: 512,
        weights: WeightSource::Given(Checkpoint {
            file: "vgg19-d01eb7cb.pth",
            sha256_prefix: "d01eb7cb",
        }),
        network: vgg19,
        input: Input::Pictures { input: PictureInput::BlueFirst, usual_per_sec: 16 },
    },
    BackboneEntry {
        name: "vggish-aligned",
        modality: Modality::Audio,
        paper: VGGISH_PAPER,
        licence: VGGISH_LICENCE,
        preprocessing: "16 kHz channel mean, 64 log-mel, Hann 400, hop 160; 96 frames from the second's start; not post-processed",
        dim: 128,
        weights: WeightSource::Given(VGGISH),
        network: vggish,
        input: Input::LogMel { recipe: vggish_log_mel, window: SecondWindow::ALIGNED },
    },
    BackboneEntry {
        name: "vggish-ave-compatible",
        modality: Modality::Audio,
        paper: VGGISH_PAPER,
        licence: VGGISH_LICENCE,
        preprocessing: "16 kHz channel mean, 64 log-mel, Hann 400, hop 160; row j is 96 frames from 0.96 j s; not post-processed",
        dim: 128,
        weights: WeightSource::Given(VGGISH),
        network: vggish,
        input: Input::LogMel { recipe: vggish_log_mel, window: SecondWindow::AVE_COMPATIBLE },
    },
];

/// More pictures a second than any video has.
const MOST_FRAMES_PER_SEC: u32 = 60;

/// Builds a visual backbone that computes on `threads` threads.
///
/// `efficientnet-lite0` takes three pictures a second, `efficientnet-lite0@1` one, and so on up to 60.
/// VGG-19 takes 16, as in AVE's features. Another number of pictures is another space.
///
/// # Errors
/// [`Error::UnknownBackbone`] with the names there are; [`Error::NeedsWeights`] for those of [`visual_with`].
pub fn visual(name: &str, threads: usize) -> Result<Box<dyn VisualBackbone>> {
    visual_with(name, None, threads)
}

/// The same with weights from a file, where the backbone needs them.
///
/// # Errors
/// As [`visual`]; [`Error::Weights`] when they are another network's.
pub fn visual_with(
    name: &str,
    weights: Option<&GivenWeights>,
    threads: usize,
) -> Result<Box<dyn VisualBackbone>> {
    let choice = Choice::parse(Modality::Visual, name)?;
    let (Input::Pictures { input, .. }, Some(rate)) = (choice.entry.input, choice.frames_per_sec)
    else {
        return Err(unknown(Modality::Visual, name));
    };
    let (space, bytes) = (choice.space(weights)?, choice.bytes(weights)?);
    let engine = engine(&space.backbone, bytes, choice.entry.network, threads)?;
    Ok(Box::new(PictureBackbone::new(space, input, rate, engine)))
}

/// Builds an audio backbone that computes on `threads` threads.
///
/// # Errors
/// [`Error::UnknownBackbone`] with the names there are; [`Error::NeedsWeights`] for those of [`audio_with`].
pub fn audio(name: &str, threads: usize) -> Result<Box<dyn AudioBackbone>> {
    audio_with(name, None, threads)
}

/// The same with weights from a file, where the backbone needs them.
///
/// # Errors
/// As [`audio`]; [`Error::Weights`] when they are another network's.
pub fn audio_with(
    name: &str,
    weights: Option<&GivenWeights>,
    threads: usize,
) -> Result<Box<dyn AudioBackbone>> {
    let choice = Choice::parse(Modality::Audio, name)?;
    let Input::LogMel { recipe, window } = choice.entry.input else {
        return Err(unknown(Modality::Audio, name));
    };
    let (space, bytes) = (choice.space(weights)?, choice.bytes(weights)?);
    let engine = engine(&space.backbone, bytes, choice.entry.network, threads)?;
    Ok(Box::new(LogMelBackbone::new(space, recipe(), window, engine)))
}

/// The space of a backbone's rows, without building the network.
///
/// # Errors
/// [`Error::UnknownBackbone`] with the names there are; [`Error::NeedsWeights`] for those of [`space_with`].
pub fn space(modality: Modality, name: &str) -> Result<FeatureSpace> {
    space_with(modality, name, None)
}

/// The same with weights from a file, where the backbone needs them.
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

/// An entry and how many pictures a second it takes.
struct Choice {
    entry: &'static BackboneEntry,
    /// None for sound.
    frames_per_sec: Option<u32>,
}

impl Choice {
    fn parse(modality: Modality, typed: &str) -> Result<Self> {
        let unknown = || unknown(modality, typed);
        let (name, digits) = match (modality, typed.split_once('@')) {
            (Modality::Visual, Some((name, digits))) => (name, Some(digits)),
            _ => (typed, None),
        };
        let entry = BACKBONES.iter().find(|entry| entry.modality == modality && entry.name == name);
        let entry = entry.ok_or_else(unknown)?;
        let rate = digits.map(|digits| digits.parse().map_err(|_| unknown())).transpose()?;
        match rate {
            Some(rate) if !(1..=MOST_FRAMES_PER_SEC).contains(&rate) => Err(unknown()),
            rate => Ok(Choice { entry, frames_per_sec: rate.or(entry.usual_frames_per_sec()) }),
        }
    }

    /// The weights, which must be those of this entry.
    fn bytes<'a>(&self, given: Option<&'a GivenWeights>) -> Result<&'a [u8]> {
        let backbone = || self.entry.name.to_owned();
        let refused = |reason| Error::Weights { backbone: backbone(), reason };
        match (&self.entry.weights, given) {
            (WeightSource::Bundled(file), None) => Ok(file.0),
            (WeightSource::Bundled(_), Some(_)) => {
                Err(refused("it has its own, which are part of the program".to_owned()))
            }
            (WeightSource::Given(checkpoint), Some(given)) => {
                given.bytes_from(checkpoint).map_err(refused)
            }
            (WeightSource::Given(checkpoint), None) => {
                Err(Error::NeedsWeights { backbone: backbone(), checkpoint: checkpoint.file })
            }
        }
    }

    /// Name and fingerprint; the usual number of pictures after `@` is the same space as nothing.
    fn space(&self, given: Option<&GivenWeights>) -> Result<FeatureSpace> {
        let bytes = self.bytes(given)?;
        let BackboneEntry { name, preprocessing, dim, .. } = *self.entry;
        // The engine is no part of it: it changes the rounding alone (8e-6 of a row's length between any two that were
        // measured), far less than half-precision weights do.
        let mut digest = Sha256::new();
        match given {
            // Hundreds of megabytes, whose digest is known.
            Some(given) => digest.update(given.numbers_sha256()),
            None => digest.update(bytes),
        }
        digest.update(preprocessing);
        if let Some(rate) = self.frames_per_sec {
            digest.update(rate.to_string());
        }
        let backbone = match self.frames_per_sec {
            Some(rate) if self.frames_per_sec != self.entry.usual_frames_per_sec() => {
                format!("{name}@{rate}")
            }
            _ => name.to_owned(),
        };
        Ok(FeatureSpace { backbone, fingerprint: hex(&digest.finalize()), dim })
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
