//! Extracts single files that are in no library: queries.

use std::path::Path;

use earsight_backbone::VisualBackbone;
use earsight_core::{ClipFeatures, ClipId, Modality, PerModality, Span};
use earsight_media::Ffmpeg;

use crate::assembly::Assembly;
use crate::collection::clip_id;
use crate::decoding::{Decoder, Piece};
use crate::pipeline::embed_pictures;
use crate::rows::into_clip;
use crate::{ExtractOptions, Result};

/// Converts single files to rows, in the same way as [`crate::extract()`].
pub struct Extractor {
    decoder: Decoder,
    visual: Box<dyn VisualBackbone>,
}

impl Extractor {
    /// Finds ffmpeg and builds the networks.
    ///
    /// # Errors
    /// [`crate::Error::Media`] without ffmpeg, [`crate::Error::Backbone`] for a name that does not exist.
    pub fn new(options: &ExtractOptions) -> Result<Self> {
        let ffmpeg = Ffmpeg::find()?;
        let visual = options.visual(options.threads)?;
        let decoder = options.decoder(ffmpeg, visual.frame_spec(), options.threads)?;
        Ok(Extractor { decoder, visual })
    }

    /// The rows of a file, or of some seconds of it.
    ///
    /// A window that extends past the end is cut there; for a photograph it is ignored.
    ///
    /// # Errors
    /// [`crate::Error::Media`] when the file cannot be decoded,
    /// [`crate::Error::BeyondEnd`] for a window after its end.
    pub fn features_of(&self, file: &Path, window: Option<Span>) -> Result<ClipFeatures> {
        let window = window.filter(|span| !span.is_empty());
        let mut decoding = self.decoder.open(file, window)?;
        let mut assembly = Assembly::new(decoding.has());
        let mut n_secs = PerModality { audio: 0, visual: 0 };
        while let Some(Piece { frames, changes, sound }) = decoding.next_piece()? {
            if !frames.is_empty() {
                let rows = embed_pictures(
                    &*self.visual,
                    self.decoder.concepts.as_ref(),
                    &frames,
                    &changes,
                )?;
                assembly.put(Modality::Visual, n_secs.visual, rows);
                n_secs.visual += changes.len();
            }
            if let Some(rows) = sound {
                let n_rows = rows.n_rows();
                assembly.put(Modality::Audio, n_secs.audio, rows);
                n_secs.audio += n_rows;
            }
        }
        let id = clip_id(file, file).unwrap_or_else(|| ClipId::new(file.to_string_lossy()));
        Ok(into_clip(id, assembly.take().unwrap_or_default()))
    }
}
