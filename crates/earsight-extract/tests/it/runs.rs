//! Runs extractions and records their events.

use earsight_core::{ClipFeatures, ClipId};
use earsight_extract::{
    ExtractEvent, ExtractOptions, Extracted, Plan, Progress, SkippedFile, extract,
};
use earsight_store::Library;

use crate::media_files::Folder;

/// Records events, and cancels the run after some files.
#[derive(Default)]
pub struct Events {
    pub plan: Option<Plan>,
    pub done: Vec<(ClipId, usize)>,
    pub skipped: Vec<SkippedFile>,
    pub progress: Vec<Progress>,
    pub cancel_after: Option<(usize, ExtractOptions)>,
}

impl Events {
    pub fn record(&mut self, event: ExtractEvent<'_>) {
        match event {
            ExtractEvent::Started(plan) => self.plan = Some(*plan),
            ExtractEvent::Progress(progress) => self.progress.push(*progress),
            ExtractEvent::FileSkipped(skipped) => self.skipped.push(skipped.clone()),
            ExtractEvent::FileDone { clip, n_segments } => {
                self.done.push((clip.clone(), n_segments));
                if let Some((n_files, options)) = &self.cancel_after
                    && self.done.len() >= *n_files
                {
                    options.cancel.store(true, std::sync::atomic::Ordering::Relaxed);
                }
            }
        }
    }

    /// Names of the decoded clips, sorted.
    pub fn decoded(&self) -> Vec<&str> {
        let mut names: Vec<_> = self.done.iter().map(|(clip, _)| clip.as_str()).collect();
        names.sort_unstable();
        names
    }
}

pub fn run(folder: &Folder) -> (Extracted, Events) {
    let mut events = Events::default();
    let options = ExtractOptions::default();
    let mut record = |event: ExtractEvent<'_>| events.record(event);
    let report = extract(&folder.videos, &folder.library, &options, &mut record).unwrap();
    (report, events)
}

/// The library's clips.
pub fn clips(folder: &Folder) -> Vec<ClipFeatures> {
    let library = Library::open_folder(&folder.library).unwrap();
    library.verify().unwrap();
    library.feature_set().unwrap().clips().to_vec()
}
