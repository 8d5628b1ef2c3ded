//! Which clips of a library are one recording, and whether another file is a copy, a transcode or a cut of a clip.

use std::collections::HashSet;
use std::sync::Arc;

use earsight::evaluation::{Likeness, Recordings};
use earsight_core::{ClipId, FeatureSet};
use earsight_store::Models;
use serde::{Deserialize, Serialize};

use super::OpenLibrary;
use crate::Result;

/// The file, beside the models that were fitted with it.
const FILE: &str = "recordings.json";

/// The recordings of a library, found once for its clips.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KnownRecordings {
    /// [`earsight_store::Manifest::digest`] of the library.
    library: String,
    likeness: Likeness,
    /// Recordings of several clips, the clip that stands for it first.
    shared: Vec<Vec<ClipId>>,
}

impl KnownRecordings {
    /// How clips are compared.
    pub fn likeness(&self) -> &Likeness {
        &self.likeness
    }

    /// Recordings of several clips, the clip that stands for it first.
    pub fn shared(&self) -> &[Vec<ClipId>] {
        &self.shared
    }

    /// The clips of the recording of this clip, itself included.
    pub fn clips_with(&self, clip: &ClipId) -> HashSet<ClipId> {
        let shared = self.shared.iter().find(|clips| clips.contains(clip));
        shared.into_iter().flatten().chain([clip]).cloned().collect()
    }

    fn of(features: &FeatureSet, library: String) -> (Self, Recordings) {
        let likeness = Likeness::of(features);
        let recordings = Recordings::find(features, &likeness);
        let id = |place: &usize| features.clips()[*place].id.clone();
        let shared = recordings.shared().iter().map(|of| of.iter().map(id).collect()).collect();
        (KnownRecordings { library, likeness, shared }, recordings)
    }

    fn read(models: &Models, library: &str) -> Option<Self> {
        let known = serde_json::from_slice::<Self>(&models.read(FILE).ok()?).ok()?;
        (known.library == library).then_some(known)
    }
}

impl OpenLibrary {
    /// The recordings of its clips, as they were found when a model was trained, or else found now.
    ///
    /// # Errors
    /// Those of reading the features.
    pub fn recordings(&self) -> Result<Arc<KnownRecordings>> {
        self.recordings.get(FILE, || {
            let digest = self.library.manifest().digest();
            let known = match KnownRecordings::read(&self.models(), &digest) {
                Some(known) => known,
                None => KnownRecordings::of(&self.library.feature_set()?, digest).0,
            };
            Ok(Arc::new(known))
        })
    }

    /// Finds the recordings of all clips and writes them.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(crate) fn find_recordings(&self, features: &FeatureSet) -> Result<Recordings> {
        let (known, recordings) = KnownRecordings::of(features, self.library.manifest().digest());
        self.models().publish(FILE, &serde_json::to_vec(&known)?)?;
        Ok(recordings)
    }
}
