//! The clips, page by page.

use axum::Json;
use axum::extract::{Path, Query, State};
use earsight_core::{ClipId, PerModality};
use earsight_store::ContentRecord;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{App, JsonResponse};
use crate::media_file::{MediaFile, Origin};
use crate::problem::Problem;

/// Largest page.
const MAX_CLIPS: usize = 500;

/// Which clips to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Page {
    /// Text that names must contain, in any case.
    #[serde(default)]
    filter: String,
    /// Number of clips to skip.
    #[serde(default)]
    offset: usize,
    /// Number of clips to list.
    #[serde(default = "default_limit")]
    #[param(default = default_limit, minimum = 1, maximum = 500)]
    limit: usize,
}

fn default_limit() -> usize {
    100
}

/// A page of clips.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Clips {
    /// Number of clips whose names contain the text, on all pages.
    n_clips: usize,
    clips: Vec<Clip>,
}

/// A clip.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Clip {
    /// Its name in the library: its path below the folder that was indexed.
    clip: String,
    n_secs: usize,
    duration_secs: f64,
    has: PerModality<bool>,
    /// Whether browsers play it only after conversion; only where a single clip is requested and its file is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    is_converted: Option<bool>,
}

/// The clips, page by page
#[utoipa::path(get, path = "/api/clips", params(Page),
    responses((status = 200, description = "A page", body = Clips)))]
pub(super) async fn clips(
    State(served): App,
    Query(Page { filter, offset, limit }): Query<Page>,
) -> JsonResponse<Clips> {
    Problem::unless_within("limit", limit, 1..=MAX_CLIPS)?;
    let filter = filter.to_lowercase();
    let library = served.current().library;
    let clips = library.library.manifest().clips();
    let matching: Vec<_> =
        clips.filter(|(clip, _)| clip.as_str().to_lowercase().contains(&filter)).collect();
    let page = matching.iter().skip(offset).take(limit);
    let clip = |(clip, content): &(&ClipId, &ContentRecord)| Clip {
        clip: clip.to_string(),
        n_secs: content.n_segments,
        duration_secs: content.duration_secs,
        has: content.has,
        is_converted: None,
    };
    Ok(Json(Clips { n_clips: matching.len(), clips: page.map(clip).collect() }))
}

/// One clip
#[utoipa::path(get, path = "/api/clips/{clip}",
    params(("clip" = String, Path, description = "The clip's name, `/` as `%2F`")),
    responses((status = 200, description = "The clip", body = Clip)))]
pub(super) async fn clip(State(served): App, Path(clip): Path<String>) -> JsonResponse<Clip> {
    let found = served.run(|served| {
        let file = served.media_file(Origin::Library, &clip)?;
        // That a file is gone is reported when it is to be played.
        let is_converted = served.is_playable(&file).ok().map(|is_playable| !is_playable);
        let MediaFile { n_secs, duration_secs, has, .. } = file;
        Ok(Clip { clip, n_secs, duration_secs, has, is_converted })
    });
    Ok(Json(found.await?))
}
