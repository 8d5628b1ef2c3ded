//! The clips, page by page.

use axum::Json;
use axum::extract::{Path, Query, State};
use earsight_core::{ClipId, PerModality};
use earsight_store::ContentRecord;
use serde::{Deserialize, Serialize};

use super::App;
use crate::problem::Problem;

/// Clips of one page at most.
const MOST_CLIPS: usize = 500;

/// Which clips are wanted.
#[derive(Debug, Deserialize)]
pub(super) struct Wanted {
    /// What must be in the name, whatever the case.
    #[serde(default)]
    filter: String,
    #[serde(default)]
    offset: usize,
    #[serde(default = "one_page")]
    limit: usize,
}

fn one_page() -> usize {
    100
}

/// A page of clips.
#[derive(Debug, Serialize)]
pub(super) struct Page {
    /// All that have the text in their names.
    n_clips: usize,
    clips: Vec<Listed>,
}

/// One clip.
#[derive(Debug, Serialize)]
pub(super) struct Listed {
    clip: String,
    n_secs: usize,
    duration_secs: f64,
    has: PerModality<bool>,
}

impl Listed {
    fn new(clip: &ClipId, content: &ContentRecord) -> Self {
        Listed {
            clip: clip.to_string(),
            n_secs: content.n_segments,
            duration_secs: content.duration_secs,
            has: content.has,
        }
    }
}

pub(super) async fn clips(
    State(served): App,
    Query(Wanted { filter, offset, limit }): Query<Wanted>,
) -> Json<Page> {
    let filter = filter.to_lowercase();
    let clips = served.library.library.manifest().clips();
    let wanted: Vec<_> =
        clips.filter(|(clip, _)| clip.as_str().to_lowercase().contains(&filter)).collect();
    let page = wanted.iter().skip(offset).take(limit.min(MOST_CLIPS));
    Json(Page {
        n_clips: wanted.len(),
        clips: page.map(|(clip, content)| Listed::new(clip, content)).collect(),
    })
}

pub(super) async fn clip(
    State(served): App,
    Path(clip): Path<String>,
) -> Result<Json<Listed>, Problem> {
    let id = ClipId::new(clip);
    Ok(Json(Listed::new(&id, served.clip(&id)?.record)))
}
