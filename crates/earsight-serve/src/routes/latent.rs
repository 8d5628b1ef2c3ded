//! The latent space in two dimensions.

use std::sync::{Arc, PoisonError};

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use earsight_core::{Category, ClipId};
use earsight_library::LatentPoints;
use serde::Serialize;
use utoipa::ToSchema;

use super::App;
use crate::problem::Problem;
use crate::served::Served;

/// Both modalities of the same seconds in two dimensions, and the labels of their clips.
#[derive(Serialize, ToSchema)]
struct Latent {
    #[serde(flatten)]
    #[schema(inline)]
    points: LatentPoints,
    /// The category of each clip, `null` for clips without a label; `null` without labels.
    #[schema(required)]
    categories: Option<Vec<Option<Category>>>,
}

/// The latent space in two dimensions
#[utoipa::path(get, path = "/api/latent",
    responses((status = 200, description = "Points", body = Latent)))]
pub(super) async fn latent(State(served): App) -> Result<impl IntoResponse, Problem> {
    let json = served.run(|served| served.compute(|| of(served))).await?;
    Ok(([(header::CONTENT_TYPE, "application/json")], json.to_vec()))
}

/// As JSON, computed once for each state of the library.
fn of(served: &Served) -> Result<Arc<[u8]>, Problem> {
    let (current, model) = served.answering()?;
    // Concurrent requests wait here for the same result.
    let mut cached = current.latent.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(json) = &*cached {
        return Ok(Arc::clone(json));
    }
    let points = LatentPoints::of(&current.library, &model)?;
    let category = |clip: &ClipId| Some(served.labels.event(clip)?.category.clone());
    let are_labelled = !served.labels.is_empty();
    let categories = are_labelled.then(|| points.clips.iter().map(category).collect());
    let json = serde_json::to_vec(&Latent { points, categories });
    let json: Arc<[u8]> = json.map_err(|_| Problem::internal())?.into();
    *cached = Some(Arc::clone(&json));
    Ok(json)
}
