//! A file that somebody brings along to ask with.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::body::Body;
use axum::extract::{Path as InPath, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use earsight_core::PerModality;
use earsight_library::features_of;
use earsight_store::ContentHash;
use futures_util::StreamExt as _;
use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;
use tokio::io::AsyncWriteExt as _;

use super::App;
use crate::film::Kind;
use crate::problem::Problem;
use crate::served::Served;
use crate::uploads::{MOST_BYTES, Upload};

/// How long a file may be on its way.
const MOST_TIME: Duration = Duration::from_secs(600);
/// Characters of a name at most.
const MOST_NAME_CHARS: usize = 200;

#[derive(Debug, Deserialize)]
pub(super) struct Called {
    #[serde(default)]
    name: String,
}

/// What was understood of it.
#[derive(Debug, Serialize)]
pub(super) struct Understood {
    upload: String,
    name: String,
    n_secs: usize,
    duration_secs: f64,
    has: PerModality<bool>,
    is_converted: bool,
}

pub(super) async fn upload(
    State(served): App,
    Query(Called { name }): Query<Called>,
    headers: HeaderMap,
    body: Body,
) -> Result<(StatusCode, Json<Understood>), Problem> {
    // Who says so much is not listened to.
    let said =
        headers.get(header::CONTENT_LENGTH).and_then(|said| said.to_str().ok()?.parse().ok());
    if said.is_some_and(|n_bytes: u64| n_bytes > MOST_BYTES) {
        return Err(Problem::too_large(MOST_BYTES));
    }
    let place = served.uploads.places.try_acquire().map_err(|_| Problem::busy())?;
    let file = served.uploads.begin()?;
    tokio::time::timeout(MOST_TIME, receive(body, &file))
        .await
        .map_err(|_| Problem::overtime())??;
    drop(place);
    let name = displayed(&name);
    let asked = Arc::clone(&served);
    let brought = served.workers.run(move || asked.compute(|| understand(&asked, name, file)));
    Ok((StatusCode::CREATED, Json(brought.await?)))
}

/// What was understood of one that is still here.
pub(super) async fn kept(
    State(served): App,
    InPath(upload): InPath<String>,
) -> Result<Json<Understood>, Problem> {
    let asked = Arc::clone(&served);
    let known = served.workers.run(move || understood(&asked, &*asked.uploads.get(&upload)?));
    Ok(Json(known.await?))
}

/// Takes the body down to the disk, as far as it may go.
async fn receive(body: Body, file: &NamedTempFile) -> Result<(), Problem> {
    let no_room = |_| Problem::unusable("there is no room for it");
    let handle = file.as_file().try_clone().map_err(no_room)?;
    let mut handle = tokio::fs::File::from_std(handle);
    let mut n_bytes = 0;
    let mut chunks = body.into_data_stream();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| Problem::invalid("the file ended before its end"))?;
        n_bytes += chunk.len() as u64;
        if n_bytes > MOST_BYTES {
            return Err(Problem::too_large(MOST_BYTES));
        }
        handle.write_all(&chunk).await.map_err(no_room)?;
    }
    handle.flush().await.map_err(no_room)
}

/// Its name for people: the last part, without what cannot be shown.
fn displayed(name: &str) -> String {
    let last = Path::new(name).file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let shown: String =
        last.chars().filter(|char| !char.is_control()).take(MOST_NAME_CHARS).collect();
    if shown.is_empty() { "a file".to_owned() } else { shown }
}

fn understand(served: &Served, name: String, file: NamedTempFile) -> Result<Understood, Problem> {
    let not_media = || Problem::unusable("this is no film and no sound that ffmpeg can read");
    let ffmpeg = served.ffmpeg.as_ref().ok_or_else(|| Problem::unusable("ffmpeg is missing"))?;
    let info = ffmpeg.probe(file.path(), &served.limits).map_err(|_| not_media())?;
    let library = served.current().library;
    let features =
        features_of(file.path(), None, &library, served.n_threads).map_err(|_| not_media())?;
    let content = file.reopen().ok().and_then(|file| ContentHash::of(file).ok());
    let content = content.ok_or_else(not_media)?;
    let duration_secs = info.duration_secs.unwrap_or(features.n_segments() as f64);
    let upload = served.uploads.keep(Upload::new(name, content, duration_secs, features, file));
    understood(served, &upload)
}

fn understood(served: &Served, upload: &Upload) -> Result<Understood, Problem> {
    let film = served.film(Kind::Upload, &upload.id())?;
    Ok(Understood {
        upload: upload.id(),
        name: upload.name.clone(),
        n_secs: upload.features.n_segments(),
        duration_secs: upload.duration_secs,
        has: upload.has(),
        is_converted: !served.is_playable(&film)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_for_people_and_never_a_path() {
        for (name, expected) in [
            ("dog.mp4", "dog.mp4"),
            ("../../etc/passwd", "passwd"),
            ("..", "a file"),
            ("", "a file"),
            ("a\u{7}\nb", "ab"),
        ] {
            assert_eq!(displayed(name), expected);
        }
        assert_eq!(displayed(&"x".repeat(5000)).len(), MOST_NAME_CHARS);
    }
}
