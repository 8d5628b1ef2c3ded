//! The training curve.

use earsight::EpochReport;
use earsight_core::PerModality;
use earsight_report::{ActiveUnits, Curve, LossTerm, TrainingCurves};

/// Total, terms and active units over the epochs.
pub fn of(epochs: &[EpochReport]) -> TrainingCurves {
    let curve = |name: &str, of: &dyn Fn(&EpochReport) -> Option<f64>| LossTerm {
        name: name.to_owned(),
        train: epochs.iter().filter_map(|epoch| Some((epoch.epoch + 1, of(epoch)?))).collect(),
        held_out: Curve::default(),
    };
    let mut terms = vec![curve("total", &|epoch| Some(epoch.total))];
    for (idx, (name, _)) in epochs.first().map_or(&[][..], |epoch| &epoch.terms).iter().enumerate()
    {
        terms.push(curve(name, &|epoch| epoch.terms.get(idx).map(|(_, value)| *value)));
    }
    let has_latent = epochs.iter().any(|epoch| epoch.active_units.is_some());
    let active_units = has_latent.then(|| ActiveUnits {
        by_epoch: PerModality::from_fn(|modality| {
            let active = |epoch: &EpochReport| {
                Some((epoch.epoch + 1, epoch.active_units.as_ref()?[modality] as f64))
            };
            epochs.iter().filter_map(active).collect()
        }),
        n_latents: epochs.iter().map(|epoch| epoch.latent_dim).max().unwrap_or(0),
    });
    TrainingCurves { terms, active_units }
}
