//! Where in a clip a moment happens.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use earsight_answers::{Localize, Localized, Query};
use earsight_core::{ClipId, Modality, Span};
use serde::Deserialize;

use super::App;
use crate::problem::Problem;

/// A moment of a clip, and the clip in which it is looked for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    clip: String,
    span: Span,
    #[serde(rename = "in")]
    sequence: String,
    /// The moment's sense; it is looked for in the other one.
    from: Modality,
}

/// How often a set of starts holds the true one.
const COVERAGE: f64 = 0.9;
/// Share of true matches that are refused.
const REFUSE: f64 = 0.05;

pub(super) async fn localize(
    State(served): App,
    wanted: Result<Json<Wanted>, JsonRejection>,
) -> Result<Json<Localized>, Problem> {
    let Json(wanted) = wanted.map_err(|rejection| Problem::unreadable(&rejection))?;
    let asked = Arc::clone(&served);
    let found = served.workers.run(move || {
        let served = asked;
        let model = served.model()?;
        let library = &served.library;
        let query = Query::in_library(&ClipId::new(wanted.clip), Some(wanted.span), library)?;
        let sequence = Query::in_library(&ClipId::new(wanted.sequence), None, library)?;
        let localize = Localize { from: wanted.from, coverage: COVERAGE, refuse: REFUSE };
        let answer = || localize.answer(library, &model, &query, &sequence);
        Ok(earsight::on_threads(served.n_threads, answer)?)
    });
    Ok(Json(found.await?))
}
