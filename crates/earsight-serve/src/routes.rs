//! What can be asked, one file for each kind of question.

mod bench;
mod clips;
mod events;
mod generation;
mod jobs;
mod latent;
mod library;
mod localization;
mod media;
mod model;
mod search;
mod uploads;

use std::sync::Arc;
use std::time::Duration;

use axum::extract::rejection::JsonRejection;
use axum::extract::{DefaultBodyLimit, State};
use axum::routing::{get, post};
use axum::{Extension, Json, Router, middleware};
use tower_http::timeout::RequestBodyTimeoutLayer;

use crate::access::{self, Access};
use crate::film::Kind;
use crate::problem::Problem;
use crate::served::Served;
use crate::{assets, headers};

/// A question is small.
const MOST_BODY_BYTES: usize = 64 * 1024;
/// How long a client may pause in the middle of its question.
const BODY_TIMEOUT: Duration = Duration::from_secs(10);

type App = State<Arc<Served>>;
/// A question, or why it is none.
type Asked<T> = Result<Json<T>, JsonRejection>;
type Answer<T> = Result<Json<T>, Problem>;

pub(crate) fn router(served: Arc<Served>, access: Access) -> Router {
    Router::new()
        .route("/api/openapi.json", get(library::openapi))
        .route("/api/library", get(library::library))
        .route("/api/skipped", get(library::skipped))
        .route("/api/clips", get(clips::clips))
        .route("/api/clips/{clip}", get(clips::clip))
        .nest("/api/clips/{name}", films(Kind::Clip))
        .nest("/api/uploads/{name}", films(Kind::Upload))
        .route("/api/uploads/{upload}", get(uploads::kept))
        .route("/api/search", post(search::search))
        .route("/api/localize", post(localization::localize))
        .route("/api/generate", post(generation::generate))
        .route("/api/latent", get(latent::latent))
        .route("/api/model", get(model::model))
        .route("/api/models", get(jobs::models))
        .route("/api/jobs", get(jobs::jobs).post(jobs::begin))
        .route("/api/jobs/{job}", get(jobs::job))
        .route("/api/jobs/{job}/stop", post(jobs::stop))
        .route("/api/jobs/{job}/events", get(events::events))
        .route("/api/bench", get(bench::bench))
        .route("/api/bench/{file}", get(bench::file))
        .fallback(assets::asset)
        .layer(DefaultBodyLimit::max(MOST_BODY_BYTES))
        // A file has a limit of its own.
        .route("/api/uploads", post(uploads::upload).layer(DefaultBodyLimit::disable()))
        .layer(RequestBodyTimeoutLayer::new(BODY_TIMEOUT))
        .layer(middleware::from_fn_with_state(access, access::admit))
        .layer(middleware::from_fn(headers::add))
        .with_state(served)
}

/// What can be asked of a film, whether the library has it or somebody brought it.
fn films(kind: Kind) -> Router<Arc<Served>> {
    Router::new()
        .route("/media", get(media::original))
        .route("/playable", get(media::playable))
        .route("/excerpt", get(media::excerpt))
        .route("/pictures/{second}", get(media::picture))
        .route("/spectrogram", get(media::spectrogram))
        .route("/waveform", get(media::waveform))
        .layer(Extension(kind))
}

/// Has a worker answer a question.
async fn answer<Q: Send + 'static, A: Send + 'static>(
    served: Arc<Served>,
    asked: Asked<Q>,
    answer: impl FnOnce(&Served, Q) -> Result<A, Problem> + Send + 'static,
) -> Answer<A> {
    let Json(question) = asked.map_err(|rejection| Problem::unreadable(&rejection))?;
    let asked = Arc::clone(&served);
    let found = served.workers.run(move || asked.compute(|| answer(&asked, question)));
    Ok(Json(found.await?))
}
