//! The latent space in two dimensions.

use std::sync::{Arc, PoisonError};

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use earsight_core::{Category, ClipId};
use earsight_library::LatentPoints;
use serde::Serialize;

use super::App;
use crate::problem::Problem;
use crate::served::Served;

/// The points, and what people said about their clips.
#[derive(Serialize)]
struct Latent {
    #[serde(flatten)]
    points: LatentPoints,
    /// The category of each clip, where anybody said one.
    categories: Option<Vec<Option<Category>>>,
}

pub(super) async fn latent(State(served): App) -> Result<impl IntoResponse, Problem> {
    let asked = Arc::clone(&served);
    let json = served.workers.run(move || asked.compute(|| of(&asked))).await?;
    Ok(([(header::CONTENT_TYPE, "application/json")], json.to_vec()))
}

/// As JSON; made once of a library as it is.
fn of(served: &Served) -> Result<Arc<[u8]>, Problem> {
    let (current, model) = served.answering()?;
    // Whoever else asks meanwhile waits for the same.
    let mut kept = current.latent.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(json) = &*kept {
        return Ok(Arc::clone(json));
    }
    let points = LatentPoints::of(&current.library, &model)?;
    let category = |clip: &ClipId| Some(served.labels.event(clip)?.category.clone());
    let are_labelled = !served.labels.is_empty();
    let categories = are_labelled.then(|| points.clips.iter().map(category).collect());
    let json = serde_json::to_vec(&Latent { points, categories });
    let json: Arc<[u8]> = json.map_err(|_| Problem::internal())?.into();
    *kept = Some(Arc::clone(&json));
    Ok(json)
}
