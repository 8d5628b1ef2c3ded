//! The sound of a file as rows of concepts, without its pictures.

use std::path::Path;

use earsight_core::Modality;
use earsight_media::{Ffmpeg, Limits};
use ndarray::Array2;

use crate::concepts::Concepts;
use crate::decoding::ConceptSound;
use crate::rows::matrix;
use crate::{Error, Result};

/// What the threads need to decode.
pub(super) struct Ear<'a> {
    pub(super) ffmpeg: Ffmpeg,
    pub(super) limits: Limits,
    pub(super) concepts: &'a Concepts,
    /// Sample rate of the library's sound, from which that of the network of concepts is made.
    pub(super) rate_hz: u32,
}

impl Ear<'_> {
    /// Rows of the first `n_secs` seconds of a file's sound, in pieces; silence where it has ended.
    ///
    /// `take` returns whether to go on; so does this.
    pub(super) fn rows(
        &self,
        path: &Path,
        n_secs: usize,
        take: &mut dyn FnMut(Array2<f32>) -> bool,
    ) -> Result<bool> {
        let info = self.ffmpeg.probe(path, &self.limits)?;
        let mut samples = self.ffmpeg.samples(path, &info, self.rate_hz, None, &self.limits)?;
        let mut sound = ConceptSound::from(&self.concepts.sound, self.rate_hz, 0)?;
        let mut next = samples.next().transpose()?;
        if next.is_none() {
            return Err(Error::NoSound { path: path.to_owned() });
        }
        for second in 0..n_secs {
            let samples_of = next.take().unwrap_or_default();
            let mut rows = sound.push(&samples_of)?;
            match second + 1 == n_secs {
                true => rows.extend(sound.finish(n_secs)?),
                false => next = samples.next().transpose()?,
            }
            if !rows.is_empty()
                && !take(self.concepts.roots(Modality::Audio, matrix(&rows).view())?)
            {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
