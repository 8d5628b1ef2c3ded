//! What a film looks and sounds like.

use std::path::Path as FilePath;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use earsight_core::{Modality, Span};
use earsight_media::{Window, spectrogram_png, thumbnail_jpeg};
use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;
use tower::ServiceExt as _;
use tower_http::services::ServeFile;

use super::{Answer, App};
use crate::film::{Film, Kind};
use crate::problem::Problem;
use crate::served::Served;

/// Longer side of a picture: sharp in a grid on any screen.
const PICTURE_PX: u32 = 320;
/// Sound that is drawn: enough for speech and birds.
const SOUND_HZ: u32 = 16_000;
/// Columns of a spectrogram.
const SPECTROGRAM_PX: usize = 1200;
/// Least columns of a spectrogram.
const LEAST_SPECTROGRAM_PX: usize = 64;
/// Seconds of an excerpt at most.
const MOST_EXCERPT_SECS: usize = 30;
/// Longer sound is drawn up to here.
const MOST_DRAWN_SECS: f64 = 1800.0;
/// Peaks of a waveform at most: as many as a wide screen shows.
const MOST_PEAKS: usize = 4000;
/// Finer than this nobody sees.
const LEAST_PEAK_SECS: f64 = 0.01;

/// The file itself, or the bytes of it that are asked for.
pub(super) async fn original(
    State(served): App,
    Extension(kind): Extension<Kind>,
    Path(name): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    sent(served.film(kind, &name)?.path()?, request).await
}

/// What browsers play: the file itself, or its conversion.
pub(super) async fn playable(
    State(served): App,
    Extension(kind): Extension<Kind>,
    Path(name): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    let film = served.film(kind, &name)?;
    let asked = Arc::clone(&served);
    let looked = served.workers.run(move || {
        let is_playable = asked.is_playable(&film)?;
        Ok((film, is_playable))
    });
    let (film, is_playable) = looked.await?;
    if is_playable {
        return sent(film.path()?, request).await;
    }
    let asked = Arc::clone(&served);
    let converted = served.converters.run(move || converted(&asked, &film)).await?;
    sent(&converted, request).await
}

fn converted(served: &Served, film: &Film) -> Result<std::path::PathBuf, Problem> {
    film.previews.file(film.content, "playable.mp4", |made| {
        let (ffmpeg, info) = served.probed(film)?;
        ffmpeg
            .convert(film.path()?, &info, made, &served.limits)
            .map_err(|_| Problem::unusable("it cannot be converted to something that plays here"))
    })
}

/// Some seconds of it, small, as browsers play them; its second 0 is the first of them.
pub(super) async fn excerpt(
    State(served): App,
    Extension(kind): Extension<Kind>,
    Path(name): Path<String>,
    Query(span): Query<Span>,
) -> Result<Response, Problem> {
    let asked = Arc::clone(&served);
    let mp4 = served.workers.run(move || excerpt_of(&asked, &asked.film(kind, &name)?, span));
    Ok(kept("video/mp4", mp4.await?))
}

fn excerpt_of(served: &Served, film: &Film, span: Span) -> Result<Vec<u8>, Problem> {
    if span.is_empty() || span.len > MOST_EXCERPT_SECS || span.start >= film.n_secs {
        let detail = format!("an excerpt has 1 to {MOST_EXCERPT_SECS} seconds of the clip");
        return Err(Problem::invalid(detail));
    }
    let Span { start, len } = span;
    film.previews.get(film.content, &format!("{start}-{len}.mp4"), || {
        let (ffmpeg, info) = served.probed(film)?;
        let window = Window { start_secs: start as f64, len_secs: len as f64 };
        let made =
            NamedTempFile::new().map_err(|_| Problem::unusable("there is no room for it"))?;
        ffmpeg
            .excerpt(film.path()?, &info, window, made.path(), &served.limits)
            .ok()
            .and_then(|()| std::fs::read(made.path()).ok())
            .ok_or_else(|| Problem::unusable("it cannot be converted to something that plays here"))
    })
}

async fn sent(path: &FilePath, request: Request) -> Result<Response, Problem> {
    match ServeFile::new(path).oneshot(request).await {
        Ok(response) => Ok(response.map(Body::new)),
        Err(never) => match never {},
    }
}

/// The picture in the middle of a second.
pub(super) async fn picture(
    State(served): App,
    Extension(kind): Extension<Kind>,
    Path((name, second)): Path<(String, usize)>,
) -> Result<Response, Problem> {
    let asked = Arc::clone(&served);
    let jpeg = served.workers.run(move || picture_of(&asked, &asked.film(kind, &name)?, second));
    Ok(kept("image/jpeg", jpeg.await?))
}

fn picture_of(served: &Served, film: &Film, second: usize) -> Result<Vec<u8>, Problem> {
    film.require(Modality::Visual)?;
    if second >= film.n_secs {
        return Err(Problem::not_found("such second"));
    }
    film.previews.get(film.content, &format!("{second}.jpg"), || {
        let (ffmpeg, info) = served.probed(film)?;
        let at_secs = second as f64 + 0.5;
        let frame = ffmpeg.picture_at(film.path()?, &info, at_secs, PICTURE_PX, &served.limits);
        frame
            .ok()
            .and_then(|frame| thumbnail_jpeg(&frame, PICTURE_PX))
            .ok_or_else(|| Problem::unusable("its picture cannot be decoded"))
    })
}

/// How large a spectrogram is wanted.
#[derive(Debug, Deserialize)]
pub(super) struct SpectrogramSize {
    /// Columns.
    width: Option<usize>,
}

/// All of its sound as one picture.
pub(super) async fn spectrogram(
    State(served): App,
    Extension(kind): Extension<Kind>,
    Path(name): Path<String>,
    Query(SpectrogramSize { width }): Query<SpectrogramSize>,
) -> Result<Response, Problem> {
    let width = width.unwrap_or(SPECTROGRAM_PX).clamp(LEAST_SPECTROGRAM_PX, SPECTROGRAM_PX);
    let asked = Arc::clone(&served);
    let png = served.workers.run(move || spectrogram_of(&asked, &asked.film(kind, &name)?, width));
    Ok(kept("image/png", png.await?))
}

fn spectrogram_of(served: &Served, film: &Film, width_px: usize) -> Result<Vec<u8>, Problem> {
    let name = match width_px {
        SPECTROGRAM_PX => "spectrogram.png".to_owned(),
        _ => format!("spectrogram-{width_px}.png"),
    };
    film.previews.get(film.content, &name, || {
        spectrogram_png(&samples(served, film)?, SOUND_HZ, width_px)
            .ok_or_else(|| Problem::unusable("there is nothing to be drawn of its sound"))
    })
}

/// The loudest sample of each stretch of time.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Waveform {
    bin_secs: f64,
    /// 0..=1.
    peaks: Vec<f32>,
}

pub(super) async fn waveform(
    State(served): App,
    Extension(kind): Extension<Kind>,
    Path(name): Path<String>,
) -> Answer<Waveform> {
    let asked = Arc::clone(&served);
    let drawn = served.workers.run(move || waveform_of(&asked, &asked.film(kind, &name)?));
    Ok(Json(drawn.await?))
}

fn waveform_of(served: &Served, film: &Film) -> Result<Waveform, Problem> {
    let json = film.previews.get(film.content, "waveform.json", || {
        let samples = samples(served, film)?;
        let finest = (LEAST_PEAK_SECS * f64::from(SOUND_HZ)) as usize;
        let n_each = samples.len().div_ceil(MOST_PEAKS).max(finest);
        let loudest =
            |part: &[f32]| part.iter().fold(0.0_f32, |peak, x| peak.max(x.abs())).min(1.0);
        // Three digits are more than a screen shows.
        let rounded = |peak: f32| (peak * 1000.0).round() / 1000.0;
        let peaks = samples.chunks(n_each).map(|part| rounded(loudest(part))).collect();
        let waveform = Waveform { bin_secs: n_each as f64 / f64::from(SOUND_HZ), peaks };
        serde_json::to_vec(&waveform).map_err(|_| Problem::internal())
    })?;
    serde_json::from_slice(&json).map_err(|_| Problem::internal())
}

/// Its sound, as far as it is drawn.
fn samples(served: &Served, film: &Film) -> Result<Vec<f32>, Problem> {
    film.require(Modality::Audio)?;
    let (ffmpeg, info) = served.probed(film)?;
    let len_secs = (film.n_secs as f64).min(MOST_DRAWN_SECS);
    let window = Window { start_secs: 0.0, len_secs };
    let chunks = ffmpeg
        .samples(film.path()?, &info, SOUND_HZ, Some(window), &served.limits)
        .and_then(|chunks| chunks.collect::<Result<Vec<_>, _>>())
        .map_err(|_| Problem::unusable("its sound cannot be decoded"))?;
    Ok(chunks.concat())
}

/// Made of a content that never changes under its name within a visit.
fn kept(media_type: &'static str, bytes: Vec<u8>) -> Response {
    let facts =
        [(header::CONTENT_TYPE, media_type), (header::CACHE_CONTROL, "private, max-age=3600")];
    (facts.map(|(name, value)| (name, HeaderValue::from_static(value))), bytes).into_response()
}
