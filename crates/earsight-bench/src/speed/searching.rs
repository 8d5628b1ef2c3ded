//! The seconds nearest to one, of many that a fitted model embedded.

use earsight_core::Modality;
use earsight_search::{Coder, Codes, Collection, Stretch};
use ndarray::{Array2, Axis};
use serde::Serialize;

use super::made_features::{annotations, made};
use super::stopwatch::{Machine, Repetitions, Stopwatch, median};
use super::{FITTED_ON, SpeedPlan, config};
use crate::Result;

/// Seconds that are embedded, coded and lie together: a shard of an index is about as large.
const STRETCH: usize = 10_000;
/// Questions that take turns.
const N_QUESTIONS: usize = 64;
/// Answers to each.
const K: usize = 10;

/// What a search reads, beside what there is to read.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct SearchCost {
    /// Answers to a question.
    pub k: usize,
    /// Numbers of an embedded second.
    pub n_columns: usize,
    /// Bytes of its code.
    pub code_bytes: f64,
    /// Seconds of which every number was compared, the median of all questions.
    pub n_compared_in_full: f64,
    /// How long memory needs to give every number once.
    pub read_all_ms: f64,
    /// How long the search took, as a share of that.
    pub share_of_reading_all: f64,
    /// Making the codes, milliseconds for a thousand seconds.
    pub coding_ms_per_1000: f64,
}

pub(super) fn time(plan: &SpeedPlan) -> Result<((Repetitions, Machine), SearchCost)> {
    let features = made(plan.dims, FITTED_ON)?;
    let labels = annotations(&features);
    let model = plan.entry.fit_with_labels(&config(plan, 1), &features, &labels, 0, &mut ())?;
    let distance = model.retrieval_distance();
    let many = made(plan.dims, plan.n_segments)?;
    let embedded = |modality, clip: &earsight_core::ClipFeatures| {
        clip.features[modality].as_ref().map(|rows| model.embed(modality, rows.view()))
    };
    let mut questions = Vec::new();
    for clip in many.clips().iter().take(N_QUESTIONS) {
        questions.extend(embedded(Modality::Audio, clip).transpose()?);
    }
    let mut stretches: Vec<Array2<f32>> = Vec::new();
    let n_clips = (STRETCH * many.clips().len()).div_ceil(plan.n_segments.max(1));
    for clips in many.clips().chunks(n_clips) {
        let rows: Vec<_> = clips.iter().filter_map(|clip| clip.features.visual.as_ref()).collect();
        let rows: Vec<_> = rows.iter().map(|rows| rows.view()).collect();
        let rows = ndarray::concatenate(Axis(0), &rows).expect("clips of one width");
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
    for question in questions.iter().cycle() {
        if stopwatch.is_enough() {
            break;
        }
        stopwatch.begin();
        let asked = question.view().split_at(Axis(0), 1).0;
        let mut ranking = collection.rank(&[asked], plan.n_threads)?.remove(0);
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
