//! Generation of the other modality.

use axum::extract::State;
use earsight_core::Modality;
use earsight_library::{Generate, Generated};
use serde::Deserialize;
use utoipa::ToSchema;

use super::search::default_per_video;
use super::{App, JsonBody, JsonResponse, respond};
use crate::problem::Problem;
use crate::source::Source;

/// Real seconds to return, at most.
const MAX_NEAREST: usize = 50;
/// Samples of the posterior, at most.
const MAX_SAMPLES: usize = 24;

/// A query, and the modality to generate the other one from.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GenerateRequest {
    query: Source,
    /// The modality of the query.
    from: Modality,
    /// Number of real seconds to return.
    #[serde(default = "default_k")]
    #[schema(default = default_k, minimum = 1, maximum = 50)]
    k: usize,
    /// Number of results from the same video.
    #[serde(default = "default_per_video")]
    #[schema(default = default_per_video, minimum = 1, maximum = 50)]
    per_video: usize,
    /// Exclude the query's own file.
    #[serde(default)]
    elsewhere: bool,
    /// Number of samples of the posterior.
    #[serde(default)]
    #[schema(default = 0, maximum = 24)]
    samples: usize,
    /// The seed of the samples.
    #[serde(default)]
    seed: u64,
}

fn default_k() -> usize {
    8
}

/// Generate the other modality from a query
#[utoipa::path(post, path = "/api/generate", request_body = GenerateRequest,
    responses((status = 200, description = "The real seconds nearest to it", body = Generated)))]
pub(super) async fn generate(
    State(served): App,
    body: JsonBody<GenerateRequest>,
) -> JsonResponse<Generated> {
    respond(served, body, |served, request| {
        Problem::unless_within("k", request.k, 1..=MAX_NEAREST)?;
        Problem::unless_within("per_video", request.per_video, 1..=MAX_NEAREST)?;
        Problem::unless_within("samples", request.samples, 0..=MAX_SAMPLES)?;
        let (current, model) = served.answering()?;
        let query = request.query.query(served, &current.library)?;
        let generate = Generate {
            from: request.from,
            k: request.k,
            per_video: request.per_video,
            n_samples: request.samples,
            seed: request.seed,
            is_elsewhere: request.elsewhere,
        };
        let (generated, _) = generate.answer(&current.library, &model, &query)?;
        Ok(generated)
    })
    .await
}
