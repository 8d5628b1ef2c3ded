//! The concepts of all seconds, for a library that lacks them.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use earsight_core::{Modality, PerModality};
use earsight_store::{
    ConceptRows, ContentHash, Error as StoreError, Library, LibraryWriter, StoredSeconds,
};
use ndarray::{Array2, ArrayView1, s};

use super::sources::id_of;
use crate::concepts::Concepts;
use crate::{Error, Result};

/// Kept rows of sound, and the networks for pictures.
pub(super) struct SoundRows<'a> {
    kept: Library,
    concepts: &'a Concepts,
    /// The content that was read last, and its rows.
    last: Option<(ContentHash, Option<Array2<f32>>)>,
}

/// Why a rewriting did not reach its end.
enum Halt {
    Cancelled,
    Failed(Error),
}

impl From<StoreError> for Halt {
    fn from(error: StoreError) -> Self {
        Halt::Failed(error.into())
    }
}

impl From<Error> for Halt {
    fn from(error: Error) -> Self {
        Halt::Failed(error)
    }
}

impl<'a> SoundRows<'a> {
    /// Opens the kept rows.
    pub(super) fn open(folder: &Path, concepts: &'a Concepts) -> Result<Self> {
        Ok(SoundRows { kept: Library::open_folder(folder)?, concepts, last: None })
    }

    /// Adds the concepts to a library; whether it was not cancelled.
    pub(super) fn add_to(
        mut self,
        writer: &mut LibraryWriter,
        cancel: &AtomicBool,
    ) -> Result<bool> {
        let records = self.concepts.records().clone();
        let added = writer.add_concepts(records, &mut |seconds| {
            if cancel.load(Ordering::Relaxed) {
                return Err(Halt::Cancelled);
            }
            Ok(self.concepts_of(seconds)?)
        });
        match added {
            Ok(()) => Ok(true),
            Err(Halt::Cancelled) => Ok(false),
            Err(Halt::Failed(error)) => Err(error),
        }
    }

    fn concepts_of(&mut self, seconds: &StoredSeconds<'_>) -> Result<ConceptRows> {
        let sound = &seconds.features.audio;
        let audio = match sound {
            Some(features) => Some(self.sound_of(seconds, features.nrows())?),
            None => None,
        };
        let seen = |features| self.concepts.roots(Modality::Visual, features);
        Ok(PerModality { audio, visual: seconds.features.visual.map(seen).transpose()? })
    }

    /// Kept rows; the means of the list, which say nothing, where there are none.
    fn sound_of(&mut self, seconds: &StoredSeconds<'_>, n_rows: usize) -> Result<Array2<f32>> {
        if self.last.as_ref().is_none_or(|(content, _)| *content != seconds.content) {
            let kept = self.kept.clip(&id_of(seconds.content))?;
            self.last = Some((seconds.content, kept.and_then(|clip| clip.features.audio)));
        }
        let (start, end) = (seconds.first_segment, seconds.first_segment + n_rows);
        let means = ArrayView1::from(&self.concepts.records().audio.means);
        match &self.last {
            Some((_, Some(rows))) if end <= rows.nrows() => {
                Ok(rows.slice(s![start..end, ..]).to_owned())
            }
            _ => Ok(Array2::from_shape_fn((n_rows, means.len()), |(_, concept)| means[concept])),
        }
    }
}
