//! The model in use.

use axum::Json;
use axum::extract::State;
use earsight_library::ModelReport;

use super::{App, JsonResponse};

/// The model in use: its training, its latent space and its self-check
#[utoipa::path(get, path = "/api/model",
    responses((status = 200, description = "The model", body = ModelReport)))]
pub(super) async fn model(State(served): App) -> JsonResponse<ModelReport> {
    let report = served.run(|served| {
        let (current, model) = served.answering()?;
        Ok(served.compute(|| ModelReport::of(&current.library, &model))?)
    });
    Ok(Json(report.await?))
}
