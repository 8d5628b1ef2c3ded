//! What the library is.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use serde::Serialize;

use super::App;

/// What the library is.
#[derive(Debug, Serialize)]
pub(super) struct Facts {
    name: String,
    n_clips: usize,
    n_secs: usize,
    n_skipped: usize,
    /// The model that answers; nothing where nothing was learned.
    model: Option<String>,
    /// Whether refusals and sets of starts are known.
    is_calibrated: bool,
}

pub(super) async fn library(State(served): App) -> Json<Facts> {
    let library = &served.library;
    let manifest = library.library.manifest();
    let model = served.model().ok();
    let calibration = model.as_deref().map(|model| library.calibration(model));
    let whole = library.path.canonicalize();
    let name = whole.ok().and_then(|path| Some(path.file_stem()?.to_string_lossy().into_owned()));
    Json(Facts {
        name: name.unwrap_or_default(),
        n_clips: manifest.clips().count(),
        n_secs: manifest.clips().map(|(_, content)| content.n_segments).sum(),
        n_skipped: manifest.skipped().count(),
        model,
        is_calibrated: matches!(calibration, Some(Ok(Some(_)))),
    })
}

/// A file without features, and why.
#[derive(Debug, Serialize)]
pub(super) struct SkippedFile {
    clip: String,
    reason: String,
}

pub(super) async fn skipped(State(served): App) -> Json<Vec<SkippedFile>> {
    let skipped = served.library.library.manifest().skipped();
    let skipped = skipped
        .map(|(clip, skip)| SkippedFile { clip: clip.to_string(), reason: skip.reason.clone() });
    Json(skipped.collect())
}

pub(super) async fn openapi() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], include_str!("../openapi.json"))
}
