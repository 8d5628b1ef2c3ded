//! What can be asked, one file for each kind of question.

mod clips;
mod library;
mod localization;
mod media;
mod search;

use std::sync::Arc;
use std::time::Duration;

use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use axum::{Router, middleware};
use tower_http::timeout::RequestBodyTimeoutLayer;

use crate::access::{self, Access};
use crate::served::Served;
use crate::{assets, headers};

/// A question is small.
const MOST_BODY_BYTES: usize = 64 * 1024;
/// How long a client may pause in the middle of its question.
const BODY_TIMEOUT: Duration = Duration::from_secs(10);

type App = axum::extract::State<Arc<Served>>;

pub(crate) fn router(served: Served, access: Access) -> Router {
    Router::new()
        .route("/api/openapi.json", get(library::openapi))
        .route("/api/library", get(library::library))
        .route("/api/skipped", get(library::skipped))
        .route("/api/clips", get(clips::clips))
        .route("/api/clips/{clip}", get(clips::clip))
        .route("/api/clips/{clip}/media", get(media::original))
        .route("/api/clips/{clip}/pictures/{second}", get(media::picture))
        .route("/api/clips/{clip}/spectrogram", get(media::spectrogram))
        .route("/api/search", post(search::search))
        .route("/api/localize", post(localization::localize))
        .route("/theme.css", get(assets::theme))
        .fallback(assets::asset)
        .layer(DefaultBodyLimit::max(MOST_BODY_BYTES))
        .layer(RequestBodyTimeoutLayer::new(BODY_TIMEOUT))
        .layer(middleware::from_fn_with_state(access, access::admit))
        .layer(middleware::from_fn(headers::add))
        .with_state(Arc::new(served))
}
