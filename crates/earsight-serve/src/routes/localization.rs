//! Where in a clip a moment happens.

use axum::extract::State;
use earsight_core::Modality;
use earsight_library::{Localize, Localized};
use serde::Deserialize;

use super::{Answer, App, Asked, answer};
use crate::source::Source;

/// A moment, and the clip in which it is looked for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    query: Source,
    #[serde(rename = "in")]
    sequence: Source,
    /// The moment's sense; it is looked for in the other one.
    from: Modality,
}

/// How often a set of starts holds the true one.
const COVERAGE: f64 = 0.9;
/// Share of true matches that are refused.
const REFUSE: f64 = 0.05;

pub(super) async fn localize(State(served): App, asked: Asked<Wanted>) -> Answer<Localized> {
    answer(served, asked, |served, wanted| {
        let (current, model) = served.answering()?;
        let query = wanted.query.query(served, &current.library)?;
        let sequence = wanted.sequence.query(served, &current.library)?;
        let localize = Localize { from: wanted.from, coverage: COVERAGE, refuse: REFUSE };
        Ok(localize.answer(&current.library, &model, &query, &sequence)?)
    })
    .await
}
