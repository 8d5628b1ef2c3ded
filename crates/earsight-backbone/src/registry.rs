//! The backbones there are: one entry each.

use earsight_core::{FeatureSpace, Modality};

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
}

/// Every backbone; the first of a sense is its default.
pub static BACKBONES: &[BackboneEntry] = &[
    BackboneEntry {
        name: "efficientnet-lite0",
        modality: Modality::Visual,
        paper: "Tan and Le 2019, EfficientNet; the Lite variant of 2020, trained on ImageNet",
        licence: "Apache-2.0",
        preprocessing: "",
        dim: 1280,
    },
    BackboneEntry {
        name: "cnn9",
        modality: Modality::Audio,
        paper: "",
        licence: "CC BY 4.0",
        preprocessing: "",
        dim: 512,
    },
    BackboneEntry {
        name: "cnn9-wide",
        modality: Modality::Audio,
        paper: "",
        licence: "CC BY 4.0",
        preprocessing: "",
        dim: 512,
    },
];

/// Builds a visual backbone that computes on `threads` threads.
///
/// `efficientnet-lite0` looks at three pictures a second, `efficientnet-lite0@1` at one, and so on.
///
/// # Errors
/// [`Error::UnknownBackbone`] with the names there are.
pub fn visual(name: &str, threads: usize) -> Result<Box<dyn VisualBackbone>> {
    let _ = threads;
    Err(unknown(Modality::Visual, name))
}

/// Builds an audio backbone that computes on `threads` threads.
///
/// # Errors
/// [`Error::UnknownBackbone`] with the names there are.
pub fn audio(name: &str, threads: usize) -> Result<Box<dyn AudioBackbone>> {
    let _ = threads;
    Err(unknown(Modality::Audio, name))
}

/// The space of a backbone's rows, without building the network.
///
/// # Errors
/// [`Error::UnknownBackbone`] with the names there are.
pub fn space(modality: Modality, name: &str) -> Result<FeatureSpace> {
    Err(unknown(modality, name))
}

fn unknown(modality: Modality, typed: &str) -> Error {
    let known: Vec<String> = BACKBONES
        .iter()
        .filter(|entry| entry.modality == modality)
        .map(|entry| format!("`{}`", entry.name))
        .collect();
    Error::UnknownBackbone { modality, typed: typed.to_owned(), known: known.join(", ") }
}
