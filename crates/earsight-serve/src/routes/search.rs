//! What else looks or sounds like a moment.

use axum::extract::State;
use earsight_core::Modality;
use earsight_library::{Search, Searched};
use serde::Deserialize;

use super::{Answer, App, Asked, answer};
use crate::source::Source;

/// Answers of one question at most.
const MOST_ANSWERS: usize = 200;

/// A moment, and what is wanted.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    query: Source,
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

pub(super) async fn search(State(served): App, asked: Asked<Wanted>) -> Answer<Searched> {
    answer(served, asked, |served, wanted| {
        let (current, model) = served.answering()?;
        let query = wanted.query.query(served, &current.library)?;
        let search = Search {
            k: wanted.k.min(MOST_ANSWERS),
            is_elsewhere: wanted.elsewhere,
            ..Search::new(wanted.from, wanted.to)
        };
        Ok(search.answer(&current.library, &model, &query, served.n_threads)?)
    })
    .await
}
