//! What a sound would look like, or a picture sound like.

use axum::extract::State;
use earsight_core::Modality;
use earsight_library::{Generate, Generated};
use serde::Deserialize;

use super::{Answer, App, Asked, answer};
use crate::source::Source;

/// Real seconds that are named at most.
const MOST_NEAREST: usize = 50;
/// Draws at most.
const MOST_SAMPLES: usize = 24;

/// A moment of one sense, of which the other one is generated.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    query: Source,
    from: Modality,
    #[serde(default = "some")]
    k: usize,
    #[serde(default)]
    samples: usize,
    #[serde(default)]
    seed: u64,
}

fn some() -> usize {
    8
}

pub(super) async fn generate(State(served): App, asked: Asked<Wanted>) -> Answer<Generated> {
    answer(served, asked, |served, wanted| {
        let (current, model) = served.answering()?;
        let query = wanted.query.query(served, &current.library)?;
        let generate = Generate {
            from: wanted.from,
            k: wanted.k.min(MOST_NEAREST),
            n_samples: wanted.samples.min(MOST_SAMPLES),
            seed: wanted.seed,
            is_elsewhere: false,
        };
        let (generated, _) = generate.answer(&current.library, &model, &query)?;
        Ok(generated)
    })
    .await
}
