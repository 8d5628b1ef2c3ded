//! The clips, page by page.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use earsight_core::{ClipId, PerModality};
use earsight_store::{ContentRecord, Outcome};
use serde::{Deserialize, Serialize};

use super::{Answer, App};
use crate::film::Kind;
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
    /// Told where one clip is asked for: its file is looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    is_converted: Option<bool>,
}

impl Listed {
    fn new(clip: &ClipId, content: &ContentRecord) -> Self {
        Listed {
            clip: clip.to_string(),
            n_secs: content.n_segments,
            duration_secs: content.duration_secs,
            has: content.has,
            is_converted: None,
        }
    }
}

pub(super) async fn clips(
    State(served): App,
    Query(Wanted { filter, offset, limit }): Query<Wanted>,
) -> Json<Page> {
    let filter = filter.to_lowercase();
    let library = served.current().library;
    let clips = library.library.manifest().clips();
    let wanted: Vec<_> =
        clips.filter(|(clip, _)| clip.as_str().to_lowercase().contains(&filter)).collect();
    let page = wanted.iter().skip(offset).take(limit.min(MOST_CLIPS));
    Json(Page {
        n_clips: wanted.len(),
        clips: page.map(|(clip, content)| Listed::new(clip, content)).collect(),
    })
}

pub(super) async fn clip(State(served): App, Path(clip): Path<String>) -> Answer<Listed> {
    let asked = Arc::clone(&served);
    let found = served.workers.run(move || {
        let film = asked.film(Kind::Clip, &clip)?;
        let library = asked.current().library;
        let manifest = library.library.manifest();
        let Some(Outcome::Features(record)) = manifest.contents.get(&film.content) else {
            return Err(Problem::not_found(&format!("clip `{clip}`")));
        };
        // A file that is gone is told when it is to be played.
        let is_converted = asked.is_playable(&film).ok().map(|is_playable| !is_playable);
        Ok(Listed { is_converted, ..Listed::new(&ClipId::new(clip), record) })
    });
    Ok(Json(found.await?))
}
