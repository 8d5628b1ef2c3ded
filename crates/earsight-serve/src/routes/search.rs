//! What else looks or sounds like a moment.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use earsight_answers::{Query, Search, Searched};
use earsight_core::{ClipId, Modality, Span};
use serde::Deserialize;

use super::App;
use crate::problem::Problem;

/// Answers of one question at most.
const MOST_ANSWERS: usize = 200;

/// A moment of a clip, and what is wanted.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    clip: String,
    span: Span,
    from: Modality,
    to: Modality,
    #[serde(default = "some")]
    k: usize,
    #[serde(default)]
    elsewhere: bool,
}

fn some() -> usize {
    24
}

pub(super) async fn search(
    State(served): App,
    wanted: Result<Json<Wanted>, JsonRejection>,
) -> Result<Json<Searched>, Problem> {
    let Json(wanted) = wanted.map_err(|rejection| Problem::unreadable(&rejection))?;
    let asked = Arc::clone(&served);
    let found = served.workers.run(move || {
        let served = asked;
        let model = served.model()?;
        let clip = ClipId::new(wanted.clip);
        let query = Query::in_library(&clip, Some(wanted.span), &served.library)?;
        let search = Search {
            k: wanted.k.min(MOST_ANSWERS),
            is_elsewhere: wanted.elsewhere,
            ..Search::new(wanted.from, wanted.to)
        };
        let n_threads = served.n_threads;
        let answer = || search.answer(&served.library, &model, &query, n_threads);
        Ok(earsight::on_threads(n_threads, answer)?)
    });
    Ok(Json(found.await?))
}
