//! Learning in the background.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use earsight::{Fit, Reads};
use earsight_baselines::REGISTRY;
use serde::Serialize;

use super::{Answer, App, Asked};
use crate::jobs::{View, Wanted};
use crate::problem::Problem;

/// A model that can be learned.
#[derive(Debug, Serialize)]
pub(super) struct Listed {
    name: &'static str,
    summary: &'static str,
    is_fitted: bool,
}

/// Those that learn from features alone.
pub(super) async fn models(State(served): App) -> Json<Vec<Listed>> {
    let library = served.current().library;
    let learns_alone = REGISTRY.entries().filter(|entry| {
        entry.reads == Reads::Features && matches!(entry.fit, Fit::Unsupervised(_))
    });
    let listed = learns_alone.map(|entry| Listed {
        name: entry.name,
        summary: entry.summary,
        is_fitted: library.model_name(Some(entry.name)).is_ok(),
    });
    Json(listed.collect())
}

pub(super) async fn jobs(State(served): App) -> Json<Vec<View>> {
    Json(served.jobs.all().iter().map(|job| job.view(false)).collect())
}

pub(super) async fn begin(
    State(served): App,
    asked: Asked<Wanted>,
) -> Result<(StatusCode, Json<View>), Problem> {
    let Json(wanted) = asked.map_err(|rejection| Problem::unreadable(&rejection))?;
    Ok((StatusCode::ACCEPTED, Json(served.jobs.begin(wanted)?.view(false))))
}

pub(super) async fn job(State(served): App, Path(job): Path<String>) -> Answer<View> {
    Ok(Json(served.jobs.get(&job)?.view(true)))
}

pub(super) async fn stop(State(served): App, Path(job): Path<String>) -> Answer<View> {
    let job = served.jobs.get(&job)?;
    job.stop();
    Ok(Json(job.view(false)))
}
