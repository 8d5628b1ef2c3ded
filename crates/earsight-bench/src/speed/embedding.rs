//! All seconds of both modalities through a fitted model.

use earsight_core::Modality;
use ndarray::{Array2, ArrayView2, Axis, concatenate};

use super::made_features::{annotations, made};
use super::stopwatch::{Machine, Repetitions, Stopwatch};
use super::{FITTED_ON, SpeedPlan, config};
use crate::Result;

pub(super) fn time(plan: &SpeedPlan) -> Result<(Repetitions, Machine)> {
    let features = made(plan.dims, FITTED_ON)?;
    let labels = annotations(&features);
    let config = config(plan, 1);
    let model = plan.entry.fit_with_labels(&config, &features, &labels, 0, &mut ())?;
    let many = made(plan.dims, plan.n_segments)?;
    let rows = |modality: Modality| -> Array2<f32> {
        let clips = many.clips().iter().filter_map(|clip| clip.features[modality].as_ref());
        let clips: Vec<ArrayView2<'_, f32>> = clips.map(|rows| rows.view()).collect();
        concatenate(Axis(0), &clips).expect("clips of one width")
    };
    let rows = earsight_core::PerModality::from_fn(rows);
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
