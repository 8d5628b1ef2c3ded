//! What a clip looks and sounds like.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use earsight_core::{ClipId, Modality};
use earsight_media::Window;
use earsight_report::{Sound, spectrogram_png, thumbnail_jpeg};
use tower::ServiceExt as _;
use tower_http::services::ServeFile;

use super::App;
use crate::problem::Problem;
use crate::served::Served;

/// Longer side of a picture: sharp in a grid on any screen.
const PICTURE_PX: u32 = 320;
/// Sound of a spectrogram: enough for speech and birds.
const SOUND_HZ: u32 = 16_000;
/// Columns of a spectrogram.
const SPECTROGRAM_PX: usize = 1200;
/// Longer sound is drawn up to here.
const MOST_DRAWN_SECS: f64 = 1800.0;

/// The file itself, or the bytes of it that are asked for.
pub(super) async fn original(
    State(served): App,
    Path(clip): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    let path = served.clip(&ClipId::new(clip))?.file()?;
    match ServeFile::new(path).oneshot(request).await {
        Ok(response) => Ok(response.map(Body::new)),
        Err(never) => match never {},
    }
}

/// The picture in the middle of a second.
pub(super) async fn picture(
    State(served): App,
    Path((clip, second)): Path<(String, usize)>,
) -> Result<Response, Problem> {
    let made = Arc::clone(&served);
    let jpeg = served.workers.run(move || picture_of(&made, &ClipId::new(clip), second)).await?;
    Ok(kept("image/jpeg", jpeg))
}

fn picture_of(served: &Served, id: &ClipId, second: usize) -> Result<Vec<u8>, Problem> {
    let clip = served.clip(id)?;
    clip.require(Modality::Visual)?;
    if second >= clip.record.n_segments {
        return Err(Problem::not_found("such second"));
    }
    served.previews.get(clip.content, &format!("{second}.jpg"), || {
        let (ffmpeg, path, info) = served.opened(&clip)?;
        let at_secs = second as f64 + 0.5;
        let frame = ffmpeg.picture_at(&path, &info, at_secs, PICTURE_PX, served.limits());
        frame
            .ok()
            .and_then(|frame| thumbnail_jpeg(&frame, PICTURE_PX))
            .ok_or_else(|| Problem::unusable("its picture cannot be decoded"))
    })
}

/// All of its sound as one picture.
pub(super) async fn spectrogram(
    State(served): App,
    Path(clip): Path<String>,
) -> Result<Response, Problem> {
    let made = Arc::clone(&served);
    let png = served.workers.run(move || spectrogram_of(&made, &ClipId::new(clip))).await?;
    Ok(kept("image/png", png))
}

fn spectrogram_of(served: &Served, id: &ClipId) -> Result<Vec<u8>, Problem> {
    let clip = served.clip(id)?;
    clip.require(Modality::Audio)?;
    served.previews.get(clip.content, "spectrogram.png", || {
        let (ffmpeg, path, info) = served.opened(&clip)?;
        let len_secs = (clip.record.n_segments as f64).min(MOST_DRAWN_SECS);
        let window = Window { start_secs: 0.0, len_secs };
        let samples = ffmpeg
            .samples(&path, &info, SOUND_HZ, Some(window), served.limits())
            .and_then(|chunks| chunks.collect::<Result<Vec<_>, _>>())
            .map_err(|_| Problem::unusable("its sound cannot be decoded"))?;
        let sound = Sound::Samples { samples: samples.concat(), sample_rate_hz: SOUND_HZ };
        spectrogram_png(&sound, SPECTROGRAM_PX)
            .ok_or_else(|| Problem::unusable("there is nothing to be drawn of its sound"))
    })
}

/// Made of a content that never changes under its name within a visit.
fn kept(media_type: &'static str, bytes: Vec<u8>) -> Response {
    let facts =
        [(header::CONTENT_TYPE, media_type), (header::CACHE_CONTROL, "private, max-age=3600")];
    (facts.map(|(name, value)| (name, HeaderValue::from_static(value))), bytes).into_response()
}
