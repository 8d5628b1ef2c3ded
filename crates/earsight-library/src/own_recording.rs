//! Which clips of a library are the recording of a query.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use earsight::evaluation::Prepared;
use earsight_core::ClipId;

use crate::library::KnownRecordings;
use crate::{OpenLibrary, Query, Result, known_file};

/// The recording of a query: its file, and copies, transcodes and cuts of it among the clips of a library.
pub(crate) struct OwnRecording<'a> {
    library: &'a OpenLibrary,
    known: Arc<KnownRecordings>,
    /// The clips of its recording, if the query is one of the library's.
    clips: Option<HashSet<ClipId>>,
    query: Prepared,
    /// Of another file: the clips that it was compared with.
    compared: RefCell<HashMap<ClipId, bool>>,
}

impl<'a> OwnRecording<'a> {
    /// Of this query.
    ///
    /// # Errors
    /// Those of reading the library.
    pub(crate) fn of(query: &Query, library: &'a OpenLibrary) -> Result<Self> {
        let known = library.recordings()?;
        let clips = query.clip.as_ref().map(|clip| known.clips_with(clip));
        let query = known.likeness().prepare(query.features());
        Ok(OwnRecording { library, known, clips, query, compared: RefCell::default() })
    }

    /// Of a query that is compared with the files of a folder.
    ///
    /// # Errors
    /// Those of reading the library or the query's file.
    pub(crate) fn in_folder(
        query: &Query,
        library: &OpenLibrary,
        folder: &'a OpenLibrary,
    ) -> Result<Self> {
        let own = match query.path.is_file() {
            true => known_file(folder.library.manifest(), &query.path)?,
            false => None,
        };
        let known = library.recordings()?;
        let query = known.likeness().prepare(query.features());
        let compared = RefCell::new(own.into_iter().map(|clip| (clip, true)).collect());
        Ok(OwnRecording { library: folder, known, clips: None, query, compared })
    }

    /// Whether a clip of the library is the same recording. A clip that cannot be read is not.
    pub(crate) fn has(&self, clip: &ClipId) -> bool {
        if let Some(clips) = &self.clips {
            return clips.contains(clip);
        }
        if let Some(known) = self.compared.borrow().get(clip) {
            return *known;
        }
        let likeness = self.known.likeness();
        let is_own = match self.library.library.clip(clip) {
            Ok(Some(features)) => {
                let alike = self.query.alike(&likeness.prepare(&features));
                likeness.is_one_recording(&alike)
            }
            _ => false,
        };
        self.compared.borrow_mut().insert(clip.clone(), is_own);
        is_own
    }
}
