//! Results of benches.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse;
use serde::Serialize;

use super::App;
use crate::problem::Problem;

/// A table or a figure.
#[derive(Debug, Serialize)]
pub(super) struct Listed {
    name: String,
    media_type: &'static str,
}

pub(super) async fn bench(State(served): App) -> Json<Vec<Listed>> {
    let files = served.bench.as_ref().map(|bench| bench.files()).unwrap_or_default();
    Json(files.into_iter().map(|(name, media_type)| Listed { name, media_type }).collect())
}

pub(super) async fn file(
    State(served): App,
    Path(file): Path<String>,
) -> Result<impl IntoResponse, Problem> {
    let no_such = || Problem::not_found("such table or figure");
    let (bytes, media_type) = served.bench.as_ref().ok_or_else(no_such)?.read(&file)?;
    Ok(([(header::CONTENT_TYPE, media_type)], bytes))
}
