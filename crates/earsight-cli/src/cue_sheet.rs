//! What an editor is told: a shot, and what could lie beside it.

mod csv;
mod edl;
mod otio;
mod timeline;

use std::path::PathBuf;

use earsight_core::{Modality, Span};

use crate::args::CueSheetArgs;
use crate::published::{check_folder, publish};
use earsight_library::Query;
use timeline::Timeline;

/// A shot and what could lie beside it, best first.
pub struct CueSheet {
    /// The seconds that were asked about.
    pub shot: Excerpt,
    /// What was found.
    pub cues: Vec<Cue>,
}

/// Seconds of a file, of one modality.
pub struct Excerpt {
    /// The file, for people.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
    /// Which seconds of it.
    pub span: Span,
    /// What is looked at or listened to.
    pub modality: Modality,
}

/// One answer.
pub struct Cue {
    /// What was found.
    pub excerpt: Excerpt,
    /// The seconds of the shot's file that it lies beside.
    pub beside: Span,
    /// Smaller is closer.
    pub distance: f64,
}

/// Refuses files in folders that are not there: better before the work than after it.
///
/// # Errors
/// When a folder is missing.
pub fn check(args: &CueSheetArgs) -> anyhow::Result<()> {
    args.files().try_for_each(|file| check_folder(file))
}

impl CueSheet {
    /// The answers to a query.
    pub fn new(query: &Query, from: Modality, cues: Vec<Cue>) -> Self {
        let (name, path) = (query.name.clone(), query.path.clone());
        CueSheet { shot: Excerpt { name, path, span: query.span, modality: from }, cues }
    }

    /// Writes the files that were asked for and names them.
    ///
    /// # Errors
    /// When one cannot be written, or there is no ffmpeg to ask files for their length.
    pub fn write(&self, args: &CueSheetArgs) -> anyhow::Result<Vec<PathBuf>> {
        if let Some(path) = &args.csv {
            publish(path, csv::table(self).as_bytes())?;
        }
        if args.otio.is_some() || args.edl.is_some() {
            let timeline = Timeline::of(self)?;
            if let Some(path) = &args.otio {
                publish(path, &serde_json::to_vec_pretty(&otio::document(&timeline))?)?;
            }
            if let Some(path) = &args.edl {
                publish(path, edl::list(&timeline).as_bytes())?;
            }
        }
        Ok(args.files().cloned().collect())
    }
}
