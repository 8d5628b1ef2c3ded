//! The options of an extraction.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use earsight_backbone::{GivenWeights, SoundChange, VisualBackbone};
use earsight_core::{FeatureSpace, FrameSpec, Modality, PerModality};
use earsight_media::{Ffmpeg, Limits};

use crate::Result;
use crate::concepts::Concepts;
use crate::decoding::Decoder;

/// The options of an extraction.
#[derive(Debug, Clone)]
pub struct ExtractOptions {
    /// Names of the backbones. Default: the first of each modality in [`earsight_backbone::BACKBONES`].
    pub backbones: PerModality<String>,
    /// Weights from files of the user, for backbones whose weights are not in the program. Default: none.
    pub weights: PerModality<Option<Arc<GivenWeights>>>,
    /// Threads that run networks. Default: one for each core.
    pub threads: usize,
    /// Whether to retry files that this ffmpeg could not decode before. Default: no.
    pub retry_skipped: bool,
    /// Set it to cancel a run: finished files are kept, the next run resumes. Default: not set.
    pub cancel: Arc<AtomicBool>,
}

impl Default for ExtractOptions {
    fn default() -> Self {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        ExtractOptions {
            backbones: PerModality::from_fn(|modality| default_backbone(modality).to_owned()),
            weights: PerModality::default(),
            threads,
            retry_skipped: false,
            cancel: Arc::default(),
        }
    }
}

impl ExtractOptions {
    /// The spaces of the resulting rows, without building a network.
    ///
    /// # Errors
    /// [`crate::Error::Backbone`] for a name that does not exist.
    pub fn spaces(&self) -> Result<PerModality<FeatureSpace>> {
        PerModality::try_from_fn(|modality| {
            let weights = self.weights[modality].as_deref();
            Ok(earsight_backbone::space(modality, &self.backbones[modality], weights)?)
        })
    }

    /// The visual network.
    pub(crate) fn visual(&self, threads: usize) -> Result<Box<dyn VisualBackbone>> {
        let weights = self.weights.visual.as_deref();
        Ok(earsight_backbone::visual(&self.backbones.visual, weights, threads)?)
    }

    /// Builds the audio network, in a decoder for it and for pictures of `frame_spec`.
    pub(crate) fn decoder(
        &self,
        ffmpeg: Ffmpeg,
        frame_spec: FrameSpec,
        threads: usize,
    ) -> Result<Decoder> {
        let weights = self.weights.audio.as_deref();
        let audio = earsight_backbone::audio(&self.backbones.audio, weights, threads)?;
        let sound_change = SoundChange::new(audio.sample_rate_hz());
        let concepts = Concepts::of(self, threads)?;
        let limits = Limits::default();
        Ok(Decoder { ffmpeg, audio, concepts, sound_change, frame_spec, limits })
    }
}

fn default_backbone(modality: Modality) -> &'static str {
    earsight_backbone::BACKBONES
        .iter()
        .find(|entry| entry.modality == modality)
        .map_or("", |entry| entry.name)
}
