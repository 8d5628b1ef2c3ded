//! Media files as a browser plays and draws them.

use std::path::Path as FilePath;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, Query, Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use earsight_core::{Modality, Span};
use earsight_library::{DRAWN_SOUND_HZ, spectrogram_png};
use earsight_media::Window;
use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;
use tower::ServiceExt as _;
use tower_http::services::ServeFile;
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, Type};
use utoipa::{IntoParams, ToSchema};

use super::document::Bytes;
use super::{App, JsonResponse};
use crate::media_file::{MediaFile, Origin};
use crate::problem::Problem;
use crate::served::Served;

/// Longer side of a frame: sharp in a grid on any screen.
const PICTURE_PX: u32 = 320;
/// Width of a spectrogram.
const SPECTROGRAM_PX: usize = 1200;
/// The narrowest spectrogram.
const MIN_SPECTROGRAM_PX: usize = 64;
/// Seconds of an excerpt, at most.
const MAX_EXCERPT_SECS: usize = 30;
/// Longer sound is drawn up to here.
const MAX_DRAWN_SECS: f64 = 1800.0;
/// Peaks of a waveform, at most: as many as a wide screen shows.
const MAX_PEAKS: usize = 4000;
/// Finer bins are not visible.
const MIN_PEAK_SECS: f64 = 0.01;

/// The file itself; supports byte ranges
#[utoipa::path(get, path = "/media",
    responses(
        (status = 200, description = "The file", body = Bytes, content_type = "*/*"),
        (status = 206, description = "The bytes of the range", body = Bytes, content_type = "*/*"),
        (status = 416, description = "The range is beyond the end of the file"),
    ))]
pub(super) async fn media(
    State(served): App,
    Extension(origin): Extension<Origin>,
    Path(name): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    send(served.media_file(origin, &name)?.path()?, request).await
}

/// What a browser can play: the file itself, or a conversion that is made once and kept; supports byte ranges
#[utoipa::path(get, path = "/playable",
    responses(
        (status = 200, description = "The file", body = Bytes, content_type = "*/*"),
        (status = 206, description = "The bytes of the range", body = Bytes, content_type = "*/*"),
        (status = 416, description = "The range is beyond the end of the file"),
    ))]
pub(super) async fn playable(
    State(served): App,
    Extension(origin): Extension<Origin>,
    Path(name): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    let file = served.media_file(origin, &name)?;
    let probed = served.run(|served| Ok((served.is_playable(&file)?, file)));
    let (is_playable, file) = probed.await?;
    if is_playable {
        return send(file.path()?, request).await;
    }
    let shared = Arc::clone(&served);
    let converted = served.converters.run(move || convert(&shared, &file)).await?;
    send(&converted, request).await
}

fn convert(served: &Served, file: &MediaFile) -> Result<std::path::PathBuf, Problem> {
    file.previews.file(file.content, "playable.mp4", |converted| {
        let (ffmpeg, info) = served.probe(file)?;
        ffmpeg
            .convert(file.path()?, &info, None, converted, &served.limits)
            .map_err(|_| Problem::unusable("it cannot be converted to something that plays here"))
    })
}

/// Some seconds of it, small, as browsers play them; its second 0 is the first of them
#[utoipa::path(get, path = "/excerpt",
    params(
        ("start" = usize, Query, description = "The first second, counted from 0"),
        ("len" = usize, Query, description = "Number of seconds", minimum = 1, maximum = 30),
    ),
    responses((status = 200, description = "H.264 and AAC", body = Bytes, content_type = "video/mp4")))]
pub(super) async fn excerpt(
    State(served): App,
    Extension(origin): Extension<Origin>,
    Path(name): Path<String>,
    Query(span): Query<Span>,
) -> Result<Response, Problem> {
    preview(served, origin, name, "video/mp4", move |served, file| excerpt_of(served, file, span))
        .await
}

fn excerpt_of(served: &Served, file: &MediaFile, span: Span) -> Result<Vec<u8>, Problem> {
    if span.is_empty()
        || span.len > MAX_EXCERPT_SECS
        || span.start.saturating_add(span.len) > file.n_secs
    {
        let detail = format!(
            "an excerpt has 1 to {MAX_EXCERPT_SECS} seconds of the clip, which has {}",
            file.n_secs
        );
        return Err(Problem::invalid(detail));
    }
    let Span { start, len } = span;
    file.previews.get(file.content, &format!("{start}-{len}.mp4"), || {
        let (ffmpeg, info) = served.probe(file)?;
        let window = Window { start_secs: start as f64, len_secs: len as f64 };
        let made =
            NamedTempFile::new().map_err(|_| Problem::unusable("there is no room for it"))?;
        ffmpeg
            .convert(file.path()?, &info, Some(window), made.path(), &served.limits)
            .ok()
            .and_then(|()| std::fs::read(made.path()).ok())
            .ok_or_else(|| Problem::unusable("it cannot be converted to something that plays here"))
    })
}

async fn send(path: &FilePath, request: Request) -> Result<Response, Problem> {
    match ServeFile::new(path).oneshot(request).await {
        Ok(response) => Ok(response.map(Body::new)),
        Err(never) => match never {},
    }
}

/// The frame in the middle of a second
#[utoipa::path(get, path = "/pictures/{second}",
    params(("second" = usize, Path, description = "Counted from 0")),
    responses((status = 200, description = "At most 320 pixels wide and high", body = Bytes, content_type = "image/jpeg")))]
pub(super) async fn picture(
    State(served): App,
    Extension(origin): Extension<Origin>,
    Path((name, second)): Path<(String, usize)>,
) -> Result<Response, Problem> {
    preview(served, origin, name, "image/jpeg", move |served, file| {
        picture_of(served, file, second)
    })
    .await
}

fn picture_of(served: &Served, file: &MediaFile, second: usize) -> Result<Vec<u8>, Problem> {
    file.require(Modality::Visual)?;
    if second >= file.n_secs {
        return Err(Problem::not_found("such second"));
    }
    file.previews.get(file.content, &format!("{second}.jpg"), || {
        let (ffmpeg, info) = served.probe(file)?;
        let at_secs = second as f64 + 0.5;
        ffmpeg
            .thumbnail_jpeg(file.path()?, &info, at_secs, PICTURE_PX, &served.limits)
            .map_err(|_| Problem::unusable("its picture cannot be decoded"))
    })
}

/// The size of a spectrogram.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct SpectrogramSize {
    /// Width in pixels
    #[param(minimum = 64, maximum = 1200, default = 1200)]
    width: Option<usize>,
}

/// A spectrogram of all of its sound, time from left to right, without margins
#[utoipa::path(get, path = "/spectrogram", params(SpectrogramSize),
    responses((status = 200, description = "Log mel spectrogram", body = Bytes, content_type = "image/png")))]
pub(super) async fn spectrogram(
    State(served): App,
    Extension(origin): Extension<Origin>,
    Path(name): Path<String>,
    Query(SpectrogramSize { width }): Query<SpectrogramSize>,
) -> Result<Response, Problem> {
    let width = width.unwrap_or(SPECTROGRAM_PX);
    Problem::unless_within("width", width, MIN_SPECTROGRAM_PX..=SPECTROGRAM_PX)?;
    let make = move |served: &Served, file: &MediaFile| spectrogram_of(served, file, width);
    preview(served, origin, name, "image/png", make).await
}

fn spectrogram_of(served: &Served, file: &MediaFile, width_px: usize) -> Result<Vec<u8>, Problem> {
    let name = match width_px {
        SPECTROGRAM_PX => "spectrogram.png".to_owned(),
        _ => format!("spectrogram-{width_px}.png"),
    };
    file.previews.get(file.content, &name, || {
        spectrogram_png(&samples(served, file)?, width_px)
            .ok_or_else(|| Problem::unusable("there is nothing to be drawn of its sound"))
    })
}

/// The loudest sample of each bin of time.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(super) struct Waveform {
    /// Duration of a bin.
    bin_secs: f64,
    /// Absolute values.
    #[schema(schema_with = peaks)]
    peaks: Vec<f32>,
}

fn peaks() -> ArrayBuilder {
    let peak = ObjectBuilder::new().schema_type(Type::Number).minimum(Some(0)).maximum(Some(1));
    ArrayBuilder::new().items(peak)
}

/// The loudness of its sound over time
#[utoipa::path(get, path = "/waveform",
    responses((status = 200, description = "Peaks", body = Waveform)))]
pub(super) async fn waveform(
    State(served): App,
    Extension(origin): Extension<Origin>,
    Path(name): Path<String>,
) -> JsonResponse<Waveform> {
    let waveform =
        served.run(move |served| waveform_of(served, &served.media_file(origin, &name)?));
    Ok(Json(waveform.await?))
}

fn waveform_of(served: &Served, file: &MediaFile) -> Result<Waveform, Problem> {
    let json = file.previews.get(file.content, "waveform.json", || {
        let samples = samples(served, file)?;
        let finest = (MIN_PEAK_SECS * f64::from(DRAWN_SOUND_HZ)) as usize;
        let n_each = samples.len().div_ceil(MAX_PEAKS).max(finest);
        let loudest =
            |part: &[f32]| part.iter().fold(0.0_f32, |peak, x| peak.max(x.abs())).min(1.0);
        // Three digits are more than a screen shows.
        let rounded = |peak: f32| (peak * 1000.0).round() / 1000.0;
        let peaks = samples.chunks(n_each).map(|part| rounded(loudest(part))).collect();
        let waveform = Waveform { bin_secs: n_each as f64 / f64::from(DRAWN_SOUND_HZ), peaks };
        serde_json::to_vec(&waveform).map_err(|_| Problem::internal())
    })?;
    serde_json::from_slice(&json).map_err(|_| Problem::internal())
}

/// Its sound, as far as it is drawn, mono.
fn samples(served: &Served, file: &MediaFile) -> Result<Vec<f32>, Problem> {
    file.require(Modality::Audio)?;
    let (ffmpeg, info) = served.probe(file)?;
    let len_secs = (file.n_secs as f64).min(MAX_DRAWN_SECS);
    let window = Window { start_secs: 0.0, len_secs };
    let chunks = ffmpeg
        .samples(file.path()?, &info, DRAWN_SOUND_HZ, Some(window), &served.limits)
        .and_then(|chunks| chunks.collect::<Result<Vec<_>, _>>())
        .map_err(|_| Problem::unusable("its sound cannot be decoded"))?;
    Ok(chunks.concat())
}

/// A preview of a media file. Browsers may cache it: the file does not change under its name meanwhile.
async fn preview(
    served: Arc<Served>,
    origin: Origin,
    name: String,
    media_type: &'static str,
    make: impl FnOnce(&Served, &MediaFile) -> Result<Vec<u8>, Problem> + Send + 'static,
) -> Result<Response, Problem> {
    let made = served.run(move |served| make(served, &served.media_file(origin, &name)?)).await?;
    let headers = [(CONTENT_TYPE, media_type), (CACHE_CONTROL, "private, max-age=3600")];
    Ok((headers, made).into_response())
}
