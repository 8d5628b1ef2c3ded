//! The model that answers.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use earsight_library::ModelReport;

use super::{Answer, App};

/// What it is, how its training went and what its self-check found.
pub(super) async fn model(State(served): App) -> Answer<ModelReport> {
    let asked = Arc::clone(&served);
    let report = served.workers.run(move || {
        let (current, model) = asked.answering()?;
        Ok(asked.compute(|| ModelReport::of(&current.library, &model))?)
    });
    Ok(Json(report.await?))
}
