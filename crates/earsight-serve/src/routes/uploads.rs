//! Files that are uploaded as queries.

use std::path::Path;
use std::time::Duration;

use axum::Json;
use axum::body::Body;
use axum::extract::{Path as InPath, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use earsight_core::PerModality;
use earsight_library::extractor;
use earsight_store::ContentHash;
use futures_util::StreamExt as _;
use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;
use tokio::io::AsyncWriteExt as _;
use utoipa::{IntoParams, ToSchema};

use super::document::Bytes;
use super::{App, JsonResponse};
use crate::media_file::Origin;
use crate::problem::Problem;
use crate::served::Served;
use crate::uploads::{MAX_BYTES, Upload};

/// Time limit of an upload.
const MAX_TIME: Duration = Duration::from_secs(600);
/// Length of a name, at most.
const MAX_NAME_CHARS: usize = 200;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct FileName {
    /// The name of the file.
    #[serde(default)]
    name: String,
}

/// An uploaded file; it is deleted when the program ends.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct UploadInfo {
    /// Its id.
    upload: String,
    name: String,
    n_secs: usize,
    duration_secs: f64,
    has: PerModality<bool>,
    /// Whether browsers play it only after conversion.
    is_converted: bool,
}

/// Upload a file: the body is its bytes
#[utoipa::path(post, path = "/api/uploads", params(FileName),
    request_body(content = Bytes, content_type = "application/octet-stream"),
    responses((status = 201, description = "The file", body = UploadInfo)))]
pub(super) async fn upload(
    State(served): App,
    Query(FileName { name }): Query<FileName>,
    headers: HeaderMap,
    body: Body,
) -> Result<(StatusCode, Json<UploadInfo>), Problem> {
    // A file that is declared too long is not received at all.
    let declared =
        headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    if declared.is_some_and(|n_bytes: u64| n_bytes > MAX_BYTES) {
        return Err(Problem::too_large(MAX_BYTES));
    }
    let permit = served.uploads.permits.try_acquire().map_err(|_| Problem::busy())?;
    let file = served.uploads.begin()?;
    tokio::time::timeout(MAX_TIME, receive(body, &file))
        .await
        .map_err(|_| Problem::overtime())??;
    drop(permit);
    let name = displayed(&name);
    let stored = served.run(|served| served.compute(|| store(served, name, file)));
    Ok((StatusCode::CREATED, Json(stored.await?)))
}

/// An uploaded file
#[utoipa::path(get, path = "/api/uploads/{upload}",
    params(("upload" = String, Path, description = "The id that the upload returned")),
    responses((status = 200, description = "The file", body = UploadInfo)))]
pub(super) async fn uploaded(
    State(served): App,
    InPath(upload): InPath<String>,
) -> JsonResponse<UploadInfo> {
    Ok(Json(served.run(move |served| describe(served, &*served.uploads.get(&upload)?)).await?))
}

/// Writes the body to the file, up to the limit.
async fn receive(body: Body, file: &NamedTempFile) -> Result<(), Problem> {
    let no_room = |_| Problem::unusable("there is no room for it");
    let handle = file.as_file().try_clone().map_err(no_room)?;
    let mut handle = tokio::fs::File::from_std(handle);
    let mut n_bytes = 0;
    let mut chunks = body.into_data_stream();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| Problem::invalid("the file ended before its end"))?;
        n_bytes += chunk.len() as u64;
        if n_bytes > MAX_BYTES {
            return Err(Problem::too_large(MAX_BYTES));
        }
        handle.write_all(&chunk).await.map_err(no_room)?;
    }
    handle.flush().await.map_err(no_room)
}

/// The name to show: the last part, without control characters.
fn displayed(name: &str) -> String {
    let last = Path::new(name).file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let shown: String =
        last.chars().filter(|char| !char.is_control()).take(MAX_NAME_CHARS).collect();
    if shown.is_empty() { "a file".to_owned() } else { shown }
}

fn store(served: &Served, name: String, file: NamedTempFile) -> Result<UploadInfo, Problem> {
    let not_media = || Problem::unusable("this is not a video or audio file that ffmpeg can read");
    let ffmpeg = served.ffmpeg.as_ref().ok_or_else(|| Problem::unusable("ffmpeg is missing"))?;
    let info = ffmpeg.probe(file.path(), &served.limits).map_err(|_| not_media())?;
    let library = served.current().library;
    let extractor = extractor(&library, served.n_threads).map_err(|_| not_media())?;
    let features = extractor.features_of(file.path(), None).map_err(|_| not_media())?;
    let content = file.reopen().ok().and_then(|file| ContentHash::of(file).ok());
    let content = content.ok_or_else(not_media)?;
    let duration_secs = info.duration_secs.unwrap_or(features.n_segments() as f64);
    let path = file.into_temp_path();
    let upload = Upload { name, content, path, duration_secs, features };
    let upload = served.uploads.keep(upload);
    describe(served, &upload)
}

fn describe(served: &Served, upload: &Upload) -> Result<UploadInfo, Problem> {
    let file = served.media_file(Origin::Upload, &upload.id())?;
    Ok(UploadInfo {
        upload: upload.id(),
        name: upload.name.clone(),
        n_secs: file.n_secs,
        duration_secs: file.duration_secs,
        has: file.has,
        is_converted: !served.is_playable(&file)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shown_name_is_never_a_path() {
        for (name, expected) in [
            ("dog.mp4", "dog.mp4"),
            ("../../etc/passwd", "passwd"),
            ("..", "a file"),
            ("", "a file"),
            ("a\u{7}\nb", "ab"),
        ] {
            assert_eq!(displayed(name), expected);
        }
        assert_eq!(displayed(&"x".repeat(5000)).len(), MAX_NAME_CHARS);
    }
}
