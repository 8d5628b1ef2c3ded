//! Exact nearest seconds, of many that a fitted model embedded.

use earsight_core::Modality;
use earsight_search::{Coder, Codes, Collection, Stretch};
use ndarray::{Array2, Axis};
use serde::Serialize;

use super::stopwatch::{Machine, Repetitions, Stopwatch, median};
use super::{SpeedPlan, fitted, noise};
use crate::Result;

/// Seconds that are embedded and coded together: a shard of an index is about as large.
const STRETCH: usize = 10_000;
/// Queries, one after the other.
const N_QUERIES: usize = 64;
/// Results of each.
const K: usize = 10;

/// The cost of a search, compared with reading everything.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct SearchCost {
    /// Results of a query.
    pub k: usize,
    /// Numbers of an embedded second.
    pub n_columns: usize,
    /// Bytes of its code.
    pub code_bytes: f64,
    /// Seconds of which every number was compared, the median of all queries.
    pub n_compared_in_full: f64,
    /// Time to read every number from memory once.
    pub read_all_ms: f64,
    /// Time of the search, as a share of that.
    pub share_of_reading_all: f64,
    /// Making the codes, milliseconds for a thousand seconds.
    pub coding_ms_per_1000: f64,
}

pub(super) fn time(plan: &SpeedPlan) -> Result<((Repetitions, Machine), SearchCost)> {
    let model = fitted(plan)?;
    let distance = model.retrieval_distance();
    let noise = noise::clips(plan.dims, plan.n_segments)?.features;
    let clips = noise.clips();
    let mut queries = Vec::new();
    for clip in clips.chunks(1).take(N_QUERIES) {
        let rows = noise::rows(clip, Modality::Audio);
        queries.push(model.embed(Modality::Audio, rows.view())?);
    }
    let mut stretches: Vec<Array2<f32>> = Vec::new();
    let n_clips = (STRETCH * clips.len()).div_ceil(plan.n_segments.max(1));
    for clips in clips.chunks(n_clips) {
        let rows = noise::rows(clips, Modality::Visual);
        stretches.push(model.embed(Modality::Visual, rows.view())?);
    }
    let started = std::time::Instant::now();
    let mut coder = Coder::new(distance, plan.n_threads);
    let codes = stretches.iter().map(|rows| coder.code(rows.view()));
    let codes = codes.collect::<earsight_search::Result<Vec<_>>>()?;
    let coding_secs = started.elapsed().as_secs_f64();
    let coded = stretches.iter().zip(&codes).map(|(rows, bytes)| {
        let read = |bytes| Codes::read(bytes, rows.nrows(), distance);
        Ok(Stretch { rows: rows.view(), codes: bytes.as_deref().map(read).transpose()? })
    });
    let coded = coded.collect::<earsight_search::Result<_>>()?;
    let collection = Collection::new(distance, coded)?;

    let mut stopwatch = Stopwatch::new(plan.secs);
    let mut compared = Vec::new();
    for query in queries.iter().cycle() {
        if stopwatch.is_enough() {
            break;
        }
        stopwatch.begin();
        let second = query.view().split_at(Axis(0), 1).0;
        let mut ranking = collection.rank(&[second], plan.n_threads)?.remove(0);
        std::hint::black_box(ranking.by_ref().take(K).last());
        stopwatch.end();
        compared.push(ranking.certificate().n_compared as f64);
    }
    let (repetitions, machine) = stopwatch.read();
    let n_rows = collection.n_rows().max(1) as f64;
    let n_columns = distance.n_columns();
    let code_bytes: usize = codes.iter().flatten().map(Vec::len).sum();
    let read_all_ms = n_rows * (4 * n_columns) as f64 / machine.gbyte_per_sec / 1e6;
    let cost = SearchCost {
        k: K,
        n_columns,
        code_bytes: code_bytes as f64 / n_rows,
        n_compared_in_full: median(compared),
        read_all_ms,
        share_of_reading_all: repetitions.median_ms / read_all_ms,
        coding_ms_per_1000: 1e6 * coding_secs / n_rows,
    };
    Ok(((repetitions, machine), cost))
}
