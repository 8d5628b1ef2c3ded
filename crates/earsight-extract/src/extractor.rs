//! One file that is in no library: a query.

use std::path::Path;

use earsight_backbone::{AudioBackbone, SoundChange, VisualBackbone};
use earsight_core::{ClipFeatures, ClipId, FeatureSpace, Modality, PerModality, Span};
use earsight_media::{Ffmpeg, Limits};

use crate::assembly::Assembly;
use crate::collection::clip_id;
use crate::decoding::{Decoder, Piece};
use crate::pipeline::{pictures_to_rows, sound_to_rows};
use crate::rows::into_clip;
use crate::{ExtractOptions, Result};

/// Turns single files into rows, by the same way as [`crate::extract`].
pub struct Extractor {
    ffmpeg: Ffmpeg,
    audio: AudioBackbone,
    sound_change: SoundChange,
    visual: Box<dyn VisualBackbone>,
    limits: Limits,
}

impl Extractor {
    /// Finds ffmpeg and builds the networks.
    ///
    /// # Errors
    /// [`crate::Error::Media`] without ffmpeg, [`crate::Error::Backbone`] for a name that does not exist.
    pub fn new(options: &ExtractOptions) -> Result<Self> {
        let ffmpeg = options.find_ffmpeg()?;
        let audio = options.audio(options.threads)?;
        Ok(Extractor {
            ffmpeg,
            sound_change: SoundChange::new(audio.sample_rate_hz()),
            audio,
            visual: options.visual(options.threads)?,
            limits: options.limits,
        })
    }

    /// The spaces of its rows.
    pub fn spaces(&self) -> PerModality<FeatureSpace> {
        PerModality { audio: self.audio.space().clone(), visual: self.visual.space().clone() }
    }

    /// The rows of a file, or of some seconds of it.
    ///
    /// A window that reaches over the end gives the seconds there are; of a picture it is ignored.
    ///
    /// # Errors
    /// [`crate::Error::Media`] when the file cannot be decoded,
    /// [`crate::Error::BeyondEnd`] for a window after its end.
    pub fn features_of(&self, file: &Path, window: Option<Span>) -> Result<ClipFeatures> {
        let window = window.filter(|span| !span.is_empty());
        let decoder = Decoder {
            ffmpeg: &self.ffmpeg,
            audio: &self.audio,
            sound_change: &self.sound_change,
            frame_spec: self.visual.frame_spec(),
            limits: &self.limits,
        };
        let mut decoding = decoder.open(file, window)?;
        let mut assembly = Assembly::new(decoding.has());
        let mut n_pieces = PerModality { audio: 0, visual: 0 };
        while let Some(piece) = decoding.next_piece(window)? {
            let (modality, rows) = match piece {
                Piece::Pictures { frames, changes } => {
                    (Modality::Visual, pictures_to_rows(&*self.visual, &frames, &changes)?)
                }
                Piece::Sound(rows) => (Modality::Audio, sound_to_rows(&self.audio, &rows)),
            };
            assembly.put(modality, n_pieces[modality], rows);
            n_pieces[modality] += 1;
        }
        let id = clip_id(file, file).unwrap_or_else(|| ClipId::new(file.to_string_lossy()));
        Ok(into_clip(id, assembly.take().unwrap_or_default()))
    }
}

impl std::fmt::Debug for Extractor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Extractor").field("ffmpeg", &self.ffmpeg).finish_non_exhaustive()
    }
}
