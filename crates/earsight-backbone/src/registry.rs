//! The registry of backbones.

use earsight_core::{FeatureSpace, Modality};
use sha2::{Digest, Sha256};

use crate::audio::{LogMelWindows, SampleFrames, SecondWindow, SoundInput};
use crate::concepts::{Classifier, ConceptList, IMAGENET_1K};
use crate::engine::{Engine, KernelEngine};
use crate::given_weights::hex;
use crate::log_mel::{LogMel, cnn9_log_mel, vggish_log_mel};
use crate::network::{
    Definition, FRAMES, FrameGrid, cnn9, efficientnet_lite0, soundnet8, vgg19, vggish,
};
use crate::visual::{PictureBackbone, PictureInput};
use crate::weights::Weights;
use crate::{AudioBackbone, Error, GivenWeights, Result, VisualBackbone};

/// The description of a backbone.
#[derive(Clone, Copy)]
pub struct BackboneEntry {
    /// As typed on the command line and written in manifests.
    pub name: &'static str,
    /// The modality of its input.
    pub modality: Modality,
    /// From a second to the network's input, and from its output to a row; part of the fingerprint.
    pub preprocessing: &'static str,
    /// Columns of a row.
    pub dim: usize,
    weights: WeightSource,
    network: Definition,
    input: Input,
    /// From a row to the concepts that the network was trained to name.
    pub(crate) classifier: Option<Classifier>,
}

/// Where the weights of an entry are.
#[derive(Clone, Copy)]
enum WeightSource {
    /// In the program.
    Bundled(&'static [u8]),
    /// In a file of the user, made from this checkpoint.
    Given(&'static str),
}

/// The input of a network.
#[derive(Clone, Copy)]
enum Input {
    Pictures { input: PictureInput, default_per_sec: u32 },
    LogMel { recipe: fn() -> LogMel, window: SecondWindow },
    Samples { sample_rate_hz: u32, grid: FrameGrid, least_secs: u64 },
}

impl BackboneEntry {
    /// Frames per second unless the name says otherwise; `None` for audio.
    fn default_frames_per_sec(&self) -> Option<u32> {
        match self.input {
            Input::Pictures { default_per_sec, .. } => Some(default_per_sec),
            Input::LogMel { .. } | Input::Samples { .. } => None,
        }
    }

    /// The concepts that its [`crate::ConceptHead`] scores; `None` for a backbone without one.
    pub fn concepts(&self) -> Option<&'static ConceptList> {
        self.classifier.map(|classifier| classifier.list)
    }

    /// The published file that its weights are made from; `None` for bundled weights.
    pub fn checkpoint(&self) -> Option<&'static str> {
        match self.weights {
            WeightSource::Bundled(_) => None,
            WeightSource::Given(checkpoint) => Some(checkpoint),
        }
    }
}

/// The weights of Google, converted to PyTorch.
const VGGISH: &str = "vggish-10086976.pth";

/// Every backbone; the first of a modality is its default.
pub static BACKBONES: &[BackboneEntry] = &[
    BackboneEntry {
        name: "efficientnet-lite0",
        modality: Modality::Visual,
        preprocessing: "short side 256, centre 224, RGB (x - 127) / 128; average pool; mean over the pictures of a second",
        dim: 1280,
        weights: WeightSource::Bundled(earsight_weights_efficientnet_lite0::WEIGHTS),
        network: efficientnet_lite0,
        input: Input::Pictures { input: PictureInput::Lite0, default_per_sec: 3 },
        classifier: Some(Classifier {
            list: IMAGENET_1K,
            bytes: earsight_weights_efficientnet_lite0::CLASSIFIER,
            layer: "_fc",
        }),
    },
    BackboneEntry {
        name: "cnn9",
        modality: Modality::Audio,
        preprocessing: "44.1 kHz channel mean, 96 log-mel, Hann 2048, hop 1024; 43 frames from the second's start",
        dim: 512,
        weights: WeightSource::Bundled(earsight_weights_cnn9::WEIGHTS),
        network: cnn9,
        input: Input::LogMel { recipe: cnn9_log_mel, window: SecondWindow::STRICT },
        classifier: None,
    },
    BackboneEntry {
        name: "cnn9-wide",
        modality: Modality::Audio,
        preprocessing: "44.1 kHz channel mean, 96 log-mel, Hann 2048, hop 1024; 100 frames centred on the second, moved inside the sound",
        dim: 512,
        weights: WeightSource::Bundled(earsight_weights_cnn9::WEIGHTS),
        network: cnn9,
        input: Input::LogMel { recipe: cnn9_log_mel, window: SecondWindow::WIDE },
        classifier: None,
    },
    BackboneEntry {
        name: "soundnet8",
        modality: Modality::Audio,
        preprocessing: "22.05 kHz channel mean, repeated to 20 s where shorter; conv7 every 32768 samples, linear at the second's centre",
        dim: 1024,
        weights: WeightSource::Bundled(earsight_weights_soundnet8::WEIGHTS),
        network: soundnet8,
        input: Input::Samples { sample_rate_hz: 22_050, grid: FRAMES, least_secs: 20 },
        classifier: Some(Classifier {
            list: IMAGENET_1K,
            bytes: earsight_weights_soundnet8::CLASSIFIER,
            layer: "conv8",
        }),
    },
    BackboneEntry {
        name: "vgg19",
        modality: Modality::Visual,
        preprocessing: "stretched to 224, RGB (x / 255 - mean) / sd of ImageNet; pool 5, mean over 7 x 7 places and over the pictures of a second",
        dim: 512,
        weights: WeightSource::Given("vgg19-dcbb9e9d.pth"),
        network: vgg19,
        input: Input::Pictures { input: PictureInput::Torchvision, default_per_sec: 16 },
        classifier: None,
    },
    BackboneEntry {
        name: "vgg19-ave-compatible",
        modality: Modality::Visual,
        preprocessing: "stretched to 224, BGR x - (103.939, 116.779, 123.68); pool 5, mean over 7 x 7 places and over the pictures of a second",
        dim: 512,
        weights: WeightSource::Given("vgg19-d01eb7cb.pth"),
        network: vgg19,
        input: Input::Pictures { input: PictureInput::BlueFirst, default_per_sec: 16 },
        classifier: None,
    },
    BackboneEntry {
        name: "vggish-aligned",
        modality: Modality::Audio,
        preprocessing: "16 kHz channel mean, 64 log-mel, Hann 400, hop 160; 96 frames from the second's start; not post-processed",
        dim: 128,
        weights: WeightSource::Given(VGGISH),
        network: vggish,
        input: Input::LogMel { recipe: vggish_log_mel, window: SecondWindow::ALIGNED },
        classifier: None,
    },
    BackboneEntry {
        name: "vggish-ave-compatible",
        modality: Modality::Audio,
        preprocessing: "16 kHz channel mean, 64 log-mel, Hann 400, hop 160; row j is 96 frames from 0.96 j s; not post-processed",
        dim: 128,
        weights: WeightSource::Given(VGGISH),
        network: vggish,
        input: Input::LogMel { recipe: vggish_log_mel, window: SecondWindow::AVE_COMPATIBLE },
        classifier: None,
    },
];

/// More frames per second than any video has.
const MAX_FRAMES_PER_SEC: u32 = 60;

/// Builds a visual backbone that computes on `threads` threads, with weights from a file where it needs them.
///
/// `efficientnet-lite0` takes three frames a second, `efficientnet-lite0@1` one, and so on up to 60.
/// VGG-19 takes 16, as in AVE's features. Another number of frames is another space.
///
/// # Errors
/// [`Error::UnknownBackbone`] with the names that exist; [`Error::NeedsWeights`] for one without bundled weights;
/// [`Error::Weights`] for weights of another network.
pub fn visual(
    name: &str,
    weights: Option<&GivenWeights>,
    threads: usize,
) -> Result<Box<dyn VisualBackbone>> {
    let choice = Choice::parse(Modality::Visual, name)?;
    let (Input::Pictures { input, .. }, Some(rate)) = (choice.entry.input, choice.frames_per_sec)
    else {
        return Err(unknown(Modality::Visual, name));
    };
    let (space, engine) = choice.build(weights, threads)?;
    Ok(Box::new(PictureBackbone::new(space, input, rate, engine)))
}

/// Builds an audio backbone that computes on `threads` threads, with weights from a file where it needs them.
///
/// # Errors
/// As [`visual`].
pub fn audio(name: &str, weights: Option<&GivenWeights>, threads: usize) -> Result<AudioBackbone> {
    let choice = Choice::parse(Modality::Audio, name)?;
    let input: Box<dyn SoundInput> = match choice.entry.input {
        Input::LogMel { recipe, window } => Box::new(LogMelWindows { log_mel: recipe(), window }),
        Input::Samples { sample_rate_hz, grid, least_secs } => {
            Box::new(SampleFrames { sample_rate_hz, grid, dim: choice.entry.dim, least_secs })
        }
        Input::Pictures { .. } => return Err(unknown(Modality::Audio, name)),
    };
    let (space, engine) = choice.build(weights, threads)?;
    Ok(AudioBackbone { space, input, engine })
}

/// The space of a backbone's rows, without building the network.
///
/// # Errors
/// As [`visual`].
pub fn space(
    modality: Modality,
    name: &str,
    weights: Option<&GivenWeights>,
) -> Result<FeatureSpace> {
    Choice::parse(modality, name)?.space(weights)
}

/// An entry, and its number of frames per second.
struct Choice {
    entry: &'static BackboneEntry,
    /// `None` for audio.
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
            Some(rate) if !(1..=MAX_FRAMES_PER_SEC).contains(&rate) => Err(unknown()),
            rate => Ok(Choice { entry, frames_per_sec: rate.or(entry.default_frames_per_sec()) }),
        }
    }

    /// The weights, which must be those of this entry.
    fn bytes<'a>(&self, given: Option<&'a GivenWeights>) -> Result<&'a [u8]> {
        let backbone = self.entry.name.to_owned();
        let bytes = match (self.entry.weights, given) {
            (WeightSource::Bundled(bytes), None) => Ok(bytes),
            (WeightSource::Bundled(_), Some(_)) => {
                Err("it has its own, which are part of the program".to_owned())
            }
            (WeightSource::Given(checkpoint), Some(given)) => given.bytes_from(checkpoint),
            (WeightSource::Given(checkpoint), None) => {
                return Err(Error::NeedsWeights { backbone, checkpoint });
            }
        };
        bytes.map_err(|reason| Error::Weights { backbone, reason })
    }

    /// The space of the rows, and the engine that runs the network.
    ///
    /// # Errors
    /// [`Error::Weights`] also when the weights are no safetensors file or lack a tensor of the network.
    fn build(
        &self,
        given: Option<&GivenWeights>,
        threads: usize,
    ) -> Result<(FeatureSpace, Box<dyn Engine>)> {
        let space = self.space(given)?;
        let network = Weights::read(self.bytes(given)?)
            .and_then(|weights| (self.entry.network)(&weights))
            .map_err(|reason| Error::Weights { backbone: space.backbone.clone(), reason })?;
        Ok((space, Box::new(KernelEngine::new(network, threads))))
    }

    /// Name and fingerprint; the default number of frames is the same space with and without `@`.
    fn space(&self, given: Option<&GivenWeights>) -> Result<FeatureSpace> {
        let bytes = self.bytes(given)?;
        let BackboneEntry { name, preprocessing, dim, .. } = *self.entry;
        // The engine is not part of the fingerprint: it changes the rounding alone (8e-6 of a row's length between any
        // two that were measured), far less than half-precision weights do.
        let mut digest = Sha256::new();
        match given {
            // Hundreds of megabytes, whose digest is known.
            Some(given) => digest.update(&given.numbers_sha256),
            None => digest.update(bytes),
        }
        digest.update(preprocessing);
        if let Some(rate) = self.frames_per_sec {
            digest.update(rate.to_string());
        }
        let backbone = match self.frames_per_sec {
            Some(rate) if self.frames_per_sec != self.entry.default_frames_per_sec() => {
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
                format!("`{0}` and `{0}@1` to `{0}@{MAX_FRAMES_PER_SEC}`", entry.name)
            }
            Modality::Audio => format!("`{}`", entry.name),
        })
        .collect();
    Error::UnknownBackbone { modality, typed: typed.to_owned(), known: known.join(", ") }
}
