//! What the library is.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use serde::Serialize;

use super::{Answer, App};
use crate::uploads::MOST_BYTES;

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
    /// Whether the model generates one sense from the other.
    can_generate: bool,
    has_bench: bool,
    max_upload_bytes: u64,
}

pub(super) async fn library(State(served): App) -> Answer<Facts> {
    let asked = Arc::clone(&served);
    let facts = served.workers.run(move || {
        let library = asked.current().library;
        let model = asked.answering().ok().map(|(_, model)| model);
        let calibration = model.as_deref().map(|model| library.calibration(model));
        let fitted = model.as_deref().and_then(|model| library.fitted(model).ok());
        let whole = library.path.canonicalize().ok();
        let name = whole.and_then(|path| Some(path.file_stem()?.to_string_lossy().into_owned()));
        let manifest = library.library.manifest();
        Ok(Facts {
            name: name.unwrap_or_default(),
            n_clips: manifest.clips().count(),
            n_secs: manifest.clips().map(|(_, content)| content.n_segments).sum(),
            n_skipped: manifest.skipped().count(),
            model,
            is_calibrated: matches!(calibration, Some(Ok(Some(_)))),
            can_generate: fitted.is_some_and(|fitted| fitted.model.generator().is_some()),
            has_bench: asked.bench.as_ref().is_some_and(|bench| !bench.files().is_empty()),
            max_upload_bytes: MOST_BYTES,
        })
    });
    Ok(Json(facts.await?))
}

/// A file without features, and why.
#[derive(Debug, Serialize)]
pub(super) struct SkippedFile {
    clip: String,
    reason: String,
}

pub(super) async fn skipped(State(served): App) -> Json<Vec<SkippedFile>> {
    let library = served.current().library;
    let skipped = library.library.manifest().skipped();
    let skipped = skipped
        .map(|(clip, skip)| SkippedFile { clip: clip.to_string(), reason: skip.reason.clone() });
    Json(skipped.collect())
}

pub(super) async fn openapi() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], include_str!("../openapi.json"))
}
