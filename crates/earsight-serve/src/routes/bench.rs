//! Results of benches.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse;
use serde::Serialize;
use utoipa::ToSchema;

use super::App;
use crate::problem::Problem;

/// A table or a figure.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BenchFile {
    name: String,
    media_type: &'static str,
}

/// Results of benches, tables first
#[utoipa::path(get, path = "/api/bench",
    responses((status = 200, description = "Tables and figures", body = Vec<BenchFile>)))]
pub(super) async fn bench(State(served): App) -> Json<Vec<BenchFile>> {
    let files = served.bench.as_ref().map(|bench| bench.files()).unwrap_or_default();
    Json(files.into_iter().map(|(name, media_type)| BenchFile { name, media_type }).collect())
}

/// One table (Markdown) or figure (SVG)
#[utoipa::path(get, path = "/api/bench/{file}",
    params(("file" = String, Path, description = "Its name")),
    responses((status = 200, description = "The file",
        content((String = "text/markdown"), (String = "image/svg+xml")))))]
pub(super) async fn bench_file(
    State(served): App,
    Path(file): Path<String>,
) -> Result<impl IntoResponse, Problem> {
    let no_such = || Problem::not_found("such table or figure");
    let (bytes, media_type) = served.bench.as_ref().ok_or_else(no_such)?.read(&file)?;
    Ok(([(header::CONTENT_TYPE, media_type)], bytes))
}
