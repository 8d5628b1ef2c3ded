//! Running, and keeping what was told.

use earsight_core::{ClipFeatures, ClipId};
use earsight_extract::{ExtractOptions, ExtractReport, Observer, Plan, Progress, Skip, extract};
use earsight_store::Library;

use crate::media_files::Folder;

/// Keeps what it is told, and ends the run after some files.
#[derive(Default)]
pub struct Witness {
    pub plan: Option<Plan>,
    pub done: Vec<(ClipId, usize)>,
    pub skipped: Vec<Skip>,
    pub progress: Vec<Progress>,
    pub cancel_after: Option<(usize, ExtractOptions)>,
}

impl Observer for Witness {
    fn started(&mut self, plan: &Plan) {
        self.plan = Some(*plan);
    }

    fn progress(&mut self, progress: &Progress) {
        self.progress.push(*progress);
    }

    fn file_done(&mut self, clip: &ClipId, n_segments: usize) {
        self.done.push((clip.clone(), n_segments));
        if let Some((n_files, options)) = &self.cancel_after
            && self.done.len() >= *n_files
        {
            options.cancel.store(true, std::sync::atomic::Ordering::Relaxed);
        }
    }

    fn file_skipped(&mut self, skip: &Skip) {
        self.skipped.push(skip.clone());
    }
}

pub fn run(folder: &Folder) -> (ExtractReport, Witness) {
    let mut witness = Witness::default();
    let report =
        extract(&folder.videos, &folder.library, &ExtractOptions::default(), &mut witness).unwrap();
    (report, witness)
}

/// The library's clips.
pub fn clips(folder: &Folder) -> Vec<ClipFeatures> {
    let library = Library::open_folder(&folder.library).unwrap();
    library.verify().unwrap();
    library.feature_set().unwrap().clips().to_vec()
}

pub fn names(clips: &[ClipId]) -> Vec<&str> {
    clips.iter().map(ClipId::as_str).collect()
}
