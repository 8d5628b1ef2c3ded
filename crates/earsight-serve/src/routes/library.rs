//! Facts about the library.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::{App, JsonResponse, bench};
use crate::uploads::MAX_BYTES;

/// Facts about the library.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Facts {
    name: String,
    n_clips: usize,
    n_secs: usize,
    n_skipped: usize,
    /// The model in use; `null` when none was trained.
    #[schema(required)]
    model: Option<String>,
    /// Whether confidence, prediction sets and rejections are available.
    is_calibrated: bool,
    /// Whether the model generates one modality from the other.
    can_generate: bool,
    /// Whether there are results of benches.
    has_bench: bool,
    max_upload_bytes: u64,
}

/// Facts about the library
#[utoipa::path(get, path = "/api/library",
    responses((status = 200, description = "Facts", body = Facts)))]
pub(super) async fn library(State(served): App) -> JsonResponse<Facts> {
    let facts = served.run(|served| {
        let library = served.current().library;
        let model = served.answering().ok().map(|(_, model)| model);
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
            has_bench: !bench::files(served.bench.as_deref()).is_empty(),
            max_upload_bytes: MAX_BYTES,
        })
    });
    Ok(Json(facts.await?))
}

/// A file without features.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SkippedFile {
    clip: String,
    /// Why it was skipped.
    reason: String,
}

/// Files without features, and why
#[utoipa::path(get, path = "/api/skipped",
    responses((status = 200, description = "Files", body = Vec<SkippedFile>)))]
pub(super) async fn skipped(State(served): App) -> Json<Vec<SkippedFile>> {
    let library = served.current().library;
    let skipped = library.library.manifest().skipped();
    let skipped = skipped
        .map(|(clip, skip)| SkippedFile { clip: clip.to_string(), reason: skip.reason.clone() });
    Json(skipped.collect())
}
