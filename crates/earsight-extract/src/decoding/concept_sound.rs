//! Sound on its way through the network of concepts.

use earsight_backbone::{AudioBackbone, AudioSegments};
use earsight_media::Resampling;

use crate::{Error, Result};

/// Sound on its way through the network of concepts.
pub(crate) struct ConceptSound<'a> {
    resampling: Resampling,
    segments: AudioSegments<'a>,
}

impl<'a> ConceptSound<'a> {
    /// Starts in the middle of a sound of `rate_hz`, to compute the rows from `first_row` on.
    ///
    /// # Errors
    /// [`Error::Resampling`] for a rate that cannot be converted to that of the network.
    pub(crate) fn from(network: &'a AudioBackbone, rate_hz: u32, first_row: usize) -> Result<Self> {
        let resampling =
            Resampling::new(rate_hz, network.sample_rate_hz()).map_err(Error::Resampling)?;
        Ok(ConceptSound { resampling, segments: network.segments_from(first_row) })
    }

    /// Takes the next second and returns the rows that are now complete; a second is shorter, or empty, where the sound
    /// has ended.
    ///
    /// It is not filled with silence: a short sound is repeated, and should not become one with gaps.
    ///
    /// # Errors
    /// [`Error::Backbone`].
    pub(crate) fn push(&mut self, second: &[f32]) -> Result<Vec<Vec<f32>>> {
        let wide: Vec<f64> = second.iter().map(|&sample| f64::from(sample)).collect();
        let mut resampled = Vec::new();
        self.resampling.push(&wide, &mut resampled);
        Ok(self.segments.push(&resampled)?)
    }

    /// Ends the sound, and returns the rows that are missing, so that there are `n_secs` in all.
    ///
    /// # Errors
    /// [`Error::Backbone`].
    pub(crate) fn finish(&mut self, n_secs: usize) -> Result<Vec<Vec<f32>>> {
        let mut rest = Vec::new();
        self.resampling.finish(&mut rest);
        let mut rows = self.segments.push(&rest)?;
        rows.extend(self.segments.finish(n_secs)?);
        Ok(rows)
    }
}
