//! Words as a query, and the concepts that are heard and seen in a file.

use axum::Json;
use axum::extract::{Query as Parameters, State};
use earsight_core::Modality;
use earsight_library::{QueryConcepts, WordQuery, WordSearch, WordsSearched};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::search::{MAX_RESULTS, default_k, default_per_video};
use super::{App, JsonBody, JsonResponse, respond};
use crate::problem::Problem;
use crate::source::Source;

/// A text, and what to search for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WordsRequest {
    text: String,
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
}

/// Find where the concepts of a text are heard or seen
#[utoipa::path(post, path = "/api/words", request_body = WordsRequest,
    responses((status = 200, description = "Results, most probable first", body = WordsSearched)))]
pub(super) async fn search_words(
    State(served): App,
    body: JsonBody<WordsRequest>,
) -> JsonResponse<WordsSearched> {
    respond(served, body, |served, WordsRequest { text, to, k, per_video }| {
        Problem::unless_within("k", k, 1..=MAX_RESULTS)?;
        Problem::unless_within("per_video", per_video, 1..=MAX_RESULTS)?;
        let current = served.current();
        Ok(WordSearch { to, k, per_video }.answer(&current.library, &text)?)
    })
    .await
}

/// A text.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Text {
    text: String,
}

/// How a text is read
#[utoipa::path(get, path = "/api/words", params(Text),
    responses((status = 200, description = "Its terms and concepts", body = WordQuery)))]
pub(super) async fn read_words(
    State(served): App,
    Parameters(Text { text }): Parameters<Text>,
) -> JsonResponse<WordQuery> {
    let (list, _) = served.current().library.concepts()?;
    Ok(Json(WordQuery::read(&text, list)))
}

/// The names of all concepts.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ConceptNames {
    /// The name of the list.
    list: &'static str,
    /// In the order of the list.
    concepts: Vec<&'static str>,
}

/// The names of all concepts
#[utoipa::path(get, path = "/api/concepts",
    responses((status = 200, description = "Names", body = ConceptNames)))]
pub(super) async fn concept_names(State(served): App) -> JsonResponse<ConceptNames> {
    let (list, _) = served.current().library.concepts()?;
    let concepts = list.concepts().map(|concept| concept.name).collect();
    Ok(Json(ConceptNames { list: list.name, concepts }))
}

/// Seconds of a clip or an upload.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ConceptsRequest {
    query: Source,
    /// Number of concepts of each modality.
    #[serde(default = "default_concepts")]
    #[schema(default = default_concepts, minimum = 1, maximum = 200)]
    k: usize,
}

fn default_concepts() -> usize {
    5
}

/// Name what is heard and seen
#[utoipa::path(post, path = "/api/concepts", request_body = ConceptsRequest,
    responses((status = 200, description = "Concepts, those most above their means first", body = QueryConcepts)))]
pub(super) async fn concepts(
    State(served): App,
    body: JsonBody<ConceptsRequest>,
) -> JsonResponse<QueryConcepts> {
    respond(served, body, |served, ConceptsRequest { query, k }| {
        Problem::unless_within("k", k, 1..=MAX_RESULTS)?;
        let library = served.current().library;
        let query = query.query(served, &library)?;
        Ok(QueryConcepts::of(&query, &library, k)?)
    })
    .await
}
