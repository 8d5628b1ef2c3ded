//! Localization of a query within one file.

use axum::extract::State;
use earsight_core::Modality;
use earsight_library::{ChosenParts, Localize, Localized};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{App, JsonBody, JsonResponse, respond};
use crate::source::Source;

/// A query, and the file to localize it in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct LocalizeRequest {
    query: Source,
    #[serde(rename = "in")]
    sequence: Source,
    /// The modality of the query; it is localized in the other one.
    from: Modality,
}

/// Coverage of the prediction set.
const COVERAGE: f64 = 0.9;
/// False-rejection rate.
const REJECT: f64 = 0.05;

/// Find where in a file a query occurs
#[utoipa::path(post, path = "/api/localize", request_body = LocalizeRequest,
    responses((status = 200, description = "Where, and with which confidence", body = Localized)))]
pub(super) async fn localize(
    State(served): App,
    body: JsonBody<LocalizeRequest>,
) -> JsonResponse<Localized> {
    respond(served, body, |served, request| {
        let (current, model) = served.answering()?;
        let query = request.query.query(served, &current.library)?;
        let sequence = request.sequence.query(served, &current.library)?;
        let parts = ChosenParts::default();
        let localize = Localize { from: request.from, coverage: COVERAGE, reject: REJECT, parts };
        Ok(localize.answer(&current.library, &model, &query, &sequence)?)
    })
    .await
}
