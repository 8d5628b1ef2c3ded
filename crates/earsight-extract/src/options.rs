//! How to extract.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use earsight_backbone::{AudioBackbone, GivenWeights, VisualBackbone};
use earsight_core::{FeatureSpace, Modality, PerModality};
use earsight_media::{Ffmpeg, Limits};

use crate::Result;

/// How to extract.
#[derive(Debug, Clone)]
pub struct ExtractOptions {
    /// Names of the backbones. Default: the first of each modality in [`earsight_backbone::BACKBONES`].
    pub backbones: PerModality<String>,
    /// Weights that the person brings, for backbones that have none of their own. Default: none.
    pub weights: PerModality<Option<Arc<GivenWeights>>>,
    /// Threads that run networks. Default: one for each core.
    pub threads: usize,
    /// What one run of ffmpeg may use. Default: [`Limits::default`].
    pub limits: Limits,
    /// The ffmpeg to use. Default: the one that [`Ffmpeg::find`] finds.
    pub ffmpeg: Option<Ffmpeg>,
    /// Whether to try again what this ffmpeg could not decode before. Default: no.
    pub retry_skipped: bool,
    /// Set it to end a run early: what is finished is kept, the next run goes on. Default: nobody does.
    pub cancel: Arc<AtomicBool>,
}

impl Default for ExtractOptions {
    fn default() -> Self {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        ExtractOptions {
            backbones: PerModality::from_fn(|modality| default_backbone(modality).to_owned()),
            weights: PerModality::default(),
            threads,
            limits: Limits::default(),
            ffmpeg: None,
            retry_skipped: false,
            cancel: Arc::default(),
        }
    }
}

impl ExtractOptions {
    /// The spaces of the rows that will come out, without building a network.
    ///
    /// # Errors
    /// [`crate::Error::Backbone`] for a name that does not exist.
    pub fn spaces(&self) -> Result<PerModality<FeatureSpace>> {
        PerModality::try_from_fn(|modality| {
            let weights = self.weights[modality].as_deref();
            Ok(earsight_backbone::space(modality, &self.backbones[modality], weights)?)
        })
    }

    /// The network that looks.
    pub(crate) fn visual(&self, threads: usize) -> Result<Box<dyn VisualBackbone>> {
        let weights = self.weights.visual.as_deref();
        Ok(earsight_backbone::visual(&self.backbones.visual, weights, threads)?)
    }

    /// The network that listens.
    pub(crate) fn audio(&self, threads: usize) -> Result<AudioBackbone> {
        let weights = self.weights.audio.as_deref();
        Ok(earsight_backbone::audio(&self.backbones.audio, weights, threads)?)
    }

    pub(crate) fn find_ffmpeg(&self) -> Result<Ffmpeg> {
        match &self.ffmpeg {
            Some(ffmpeg) => Ok(ffmpeg.clone()),
            None => Ok(Ffmpeg::find()?),
        }
    }
}

fn default_backbone(modality: Modality) -> &'static str {
    earsight_backbone::BACKBONES
        .iter()
        .find(|entry| entry.modality == modality)
        .map_or("", |entry| entry.name)
}
