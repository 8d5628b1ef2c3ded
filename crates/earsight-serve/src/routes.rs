//! The HTTP API, one file for each kind of request: each route and its description in the OpenAPI document are one.

mod bench;
mod clips;
mod document;
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
mod words;

use std::sync::Arc;
use std::time::Duration;

use axum::extract::rejection::JsonRejection;
use axum::extract::{DefaultBodyLimit, State};
use axum::{Extension, Json, Router, middleware};
use tower_http::timeout::RequestBodyTimeoutLayer;
use utoipa::OpenApi as _;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouterExt as _};
use utoipa_axum::routes;

use crate::access::{self, Access};
use crate::media_file::Origin;
use crate::problem::{self, Problem};
use crate::served::Served;
use crate::{assets, headers};

/// Size limit of a JSON request.
const MAX_BODY_BYTES: usize = 64 * 1024;
/// How long a client may pause while it sends a body.
const BODY_TIMEOUT: Duration = Duration::from_secs(10);

type App = State<Arc<Served>>;
/// The body of a request, or why it is invalid.
type JsonBody<T> = Result<Json<T>, JsonRejection>;
type JsonResponse<T> = Result<Json<T>, Problem>;

pub(crate) fn router(served: Arc<Served>, access: Access) -> Router {
    api()
        .fallback(assets::asset)
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .layer(middleware::map_response(problem::describe))
        .layer(RequestBodyTimeoutLayer::new(BODY_TIMEOUT))
        .layer(middleware::from_fn_with_state(access, access::admit))
        .layer(middleware::from_fn(headers::add))
        .with_state(served)
        .into()
}

/// Everything below `/api`, with the document that describes it.
fn api() -> OpenApiRouter<Arc<Served>> {
    let mut api = OpenApiRouter::with_openapi(document::Api::openapi())
        .routes(routes!(document::openapi))
        .routes(routes!(library::library))
        .routes(routes!(library::skipped))
        .routes(routes!(clips::clips))
        .routes(routes!(clips::clip))
        .nest("/api/clips/{clip}", media_of(Origin::Library))
        .nest("/api/uploads/{upload}", media_of(Origin::Upload))
        .routes(routes!(uploads::uploaded))
        // A file has a limit of its own.
        .routes(routes!(uploads::upload).layer(DefaultBodyLimit::disable()))
        .routes(routes!(search::search))
        .routes(routes!(words::read_words, words::search_words))
        .routes(routes!(words::concept_names, words::concepts))
        .routes(routes!(localization::localize))
        .routes(routes!(generation::generate))
        .routes(routes!(latent::latent))
        .routes(routes!(model::model))
        .routes(routes!(jobs::models))
        .routes(routes!(jobs::jobs, jobs::begin))
        .routes(routes!(jobs::job))
        .routes(routes!(jobs::stop))
        .routes(routes!(events::events))
        .routes(routes!(bench::bench))
        .routes(routes!(bench::bench_file));
    document::add_problems(api.get_openapi_mut());
    api
}

/// The routes of one media file, a clip of the library or an upload.
fn media_of(origin: Origin) -> OpenApiRouter<Arc<Served>> {
    let mut media = OpenApiRouter::new()
        .routes(routes!(media::media))
        .routes(routes!(media::playable))
        .routes(routes!(media::excerpt))
        .routes(routes!(media::picture))
        .routes(routes!(media::spectrogram))
        .routes(routes!(media::waveform))
        .layer(Extension(origin));
    document::add_origin(media.get_openapi_mut(), origin);
    media
}

/// Computes a response on a worker thread.
async fn respond<Q: Send + 'static, A: Send + 'static>(
    served: Arc<Served>,
    body: JsonBody<Q>,
    compute: impl FnOnce(&Served, Q) -> Result<A, Problem> + Send + 'static,
) -> JsonResponse<A> {
    let Json(request) = body.map_err(|rejection| Problem::unreadable(&rejection))?;
    let computed = served.run(|served| served.compute(|| compute(served, request)));
    Ok(Json(computed.await?))
}
