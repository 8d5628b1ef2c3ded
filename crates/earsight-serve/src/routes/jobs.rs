//! Training in the background.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use earsight::{Fit, Reads};
use earsight_baselines::REGISTRY;
use serde::Serialize;
use utoipa::ToSchema;

use super::{App, JsonBody, JsonResponse};
use crate::jobs::{JobRequest, JobStatus};
use crate::problem::Problem;

/// A model that can be trained.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ModelInfo {
    name: &'static str,
    summary: &'static str,
    /// Whether the library has a checkpoint of it.
    is_fitted: bool,
}

/// The models that can be trained on a library without labels
#[utoipa::path(get, path = "/api/models",
    responses((status = 200, description = "Models", body = Vec<ModelInfo>)))]
pub(super) async fn models(State(served): App) -> Json<Vec<ModelInfo>> {
    let library = served.current().library;
    let unsupervised = REGISTRY.entries().filter(|entry| {
        entry.reads == Reads::Features && matches!(entry.fit, Fit::Unsupervised(_))
    });
    let models = unsupervised.map(|entry| ModelInfo {
        name: entry.name,
        summary: entry.summary,
        is_fitted: library.model_name(Some(entry.name)).is_ok(),
    });
    Json(models.collect())
}

/// The jobs, newest first, without their curves
#[utoipa::path(get, path = "/api/jobs",
    responses((status = 200, description = "Jobs", body = Vec<JobStatus>)))]
pub(super) async fn jobs(State(served): App) -> Json<Vec<JobStatus>> {
    Json(served.jobs.all().iter().map(|job| job.status(false)).collect())
}

/// Train a model in the background, or resume its training
#[utoipa::path(post, path = "/api/jobs", request_body = JobRequest,
    responses((status = 202, description = "The job waits for its turn", body = JobStatus)))]
pub(super) async fn begin(
    State(served): App,
    body: JsonBody<JobRequest>,
) -> Result<(StatusCode, Json<JobStatus>), Problem> {
    let Json(request) = body.map_err(|rejection| Problem::unreadable(&rejection))?;
    Ok((StatusCode::ACCEPTED, Json(served.jobs.begin(request)?.status(false))))
}

/// One job with its curve
#[utoipa::path(get, path = "/api/jobs/{job}",
    params(("job" = String, Path, description = "The job's id")),
    responses((status = 200, description = "The job", body = JobStatus)))]
pub(super) async fn job(State(served): App, Path(job): Path<String>) -> JsonResponse<JobStatus> {
    Ok(Json(served.jobs.get(&job)?.status(true)))
}

/// Stop a job so that it can be resumed
#[utoipa::path(post, path = "/api/jobs/{job}/stop",
    params(("job" = String, Path, description = "The job's id")),
    responses((status = 200, description = "The job, which may still run", body = JobStatus)))]
pub(super) async fn stop(State(served): App, Path(job): Path<String>) -> JsonResponse<JobStatus> {
    let job = served.jobs.get(&job)?;
    job.stop();
    Ok(Json(job.status(false)))
}
