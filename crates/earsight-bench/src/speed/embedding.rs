//! All seconds of both modalities through a fitted model.

use earsight_core::PerModality;

use super::stopwatch::{Machine, Repetitions, Stopwatch};
use super::{SpeedPlan, fitted, noise};
use crate::Result;

pub(super) fn time(plan: &SpeedPlan) -> Result<(Repetitions, Machine)> {
    let model = fitted(plan)?;
    let noise = noise::clips(plan.dims, plan.n_segments)?.features;
    let rows = PerModality::from_fn(|modality| noise::rows(noise.clips(), modality));
    let mut stopwatch = Stopwatch::new(plan.secs);
    while !stopwatch.is_enough() {
        stopwatch.begin();
        for (modality, rows) in rows.iter() {
            std::hint::black_box(model.embed(modality, rows.view())?);
        }
        stopwatch.end();
    }
    Ok(stopwatch.read())
}
