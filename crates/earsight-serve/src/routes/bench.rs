//! Results of benches: a folder of tables (Markdown) and figures (SVG).

use std::fs;
use std::path::Path as FilePath;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse;
use serde::Serialize;
use utoipa::ToSchema;

use super::App;
use crate::problem::Problem;

/// Media types that are served, by extension.
const MEDIA_TYPES: [(&str, &str); 2] = [("md", "text/markdown"), ("svg", "image/svg+xml")];
/// Larger files are not served.
const MAX_BYTES: u64 = 16 << 20;

/// A table or a figure.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BenchFile {
    name: String,
    media_type: &'static str,
}

/// The files of a folder that are served, tables first.
pub(super) fn files(folder: Option<&FilePath>) -> Vec<BenchFile> {
    let entries = folder.and_then(|folder| fs::read_dir(folder).ok()).into_iter().flatten();
    let mut files: Vec<_> = entries
        .flatten()
        .filter(|entry| entry.metadata().is_ok_and(|it| it.is_file() && it.len() <= MAX_BYTES))
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let (_, extension) = name.rsplit_once('.')?;
            let (_, media_type) = *MEDIA_TYPES.iter().find(|(it, _)| *it == extension)?;
            Some(BenchFile { name, media_type })
        })
        .collect();
    files.sort_by(|a, b| (b.media_type, &a.name).cmp(&(a.media_type, &b.name)));
    files
}

/// Results of benches, tables first
#[utoipa::path(get, path = "/api/bench",
    responses((status = 200, description = "Tables and figures", body = Vec<BenchFile>)))]
pub(super) async fn bench(State(served): App) -> Json<Vec<BenchFile>> {
    Json(files(served.bench.as_deref()))
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
    let folder = served.bench.as_deref().ok_or_else(no_such)?;
    // The requested name is only compared with the listing, never used as a path.
    let listed = files(Some(folder)).into_iter().find(|it| it.name == file).ok_or_else(no_such)?;
    let bytes = fs::read(folder.join(&listed.name)).map_err(|_| no_such())?;
    Ok(([(header::CONTENT_TYPE, listed.media_type)], bytes))
}
