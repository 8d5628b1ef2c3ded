//! Search of the whole library.

use axum::extract::State;
use earsight_core::Modality;
use earsight_library::{Search, Searched};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{App, JsonBody, JsonResponse, respond};
use crate::problem::Problem;
use crate::source::Source;

/// Results of one search, at most.
pub(super) const MAX_RESULTS: usize = 200;

/// A query, and what to search for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SearchRequest {
    query: Source,
    /// The modality of the query.
    from: Modality,
    /// The modality of the results.
    to: Modality,
    /// Number of results.
    #[serde(default = "default_k")]
    #[schema(default = default_k, minimum = 1, maximum = 200)]
    k: usize,
    /// Number of results from the same video.
    #[serde(default = "default_per_video")]
    #[schema(default = default_per_video, minimum = 1, maximum = 200)]
    per_video: usize,
    /// Exclude the query's own file.
    #[serde(default)]
    elsewhere: bool,
}

pub(super) fn default_k() -> usize {
    24
}

pub(super) fn default_per_video() -> usize {
    1
}

/// Find what looks or sounds like a query
#[utoipa::path(post, path = "/api/search", request_body = SearchRequest,
    responses((status = 200, description = "Results, nearest first", body = Searched)))]
pub(super) async fn search(
    State(served): App,
    body: JsonBody<SearchRequest>,
) -> JsonResponse<Searched> {
    respond(served, body, |served, request| {
        Problem::unless_within("k", request.k, 1..=MAX_RESULTS)?;
        Problem::unless_within("per_video", request.per_video, 1..=MAX_RESULTS)?;
        let (current, model) = served.answering()?;
        let query = request.query.query(served, &current.library)?;
        let search = Search {
            k: request.k,
            per_video: request.per_video,
            is_elsewhere: request.elsewhere,
            ..Search::new(request.from, request.to)
        };
        Ok(search.answer(&current.library, &model, &query, served.n_threads)?)
    })
    .await
}
