//! How typical what was generated is of a library.

use earsight::typicality::AggregatePosterior;
use earsight::{LatentModel, Posterior};
use earsight_core::{ClipId, FeatureSet, Modality};
use ndarray::{ArrayView2, Axis, concatenate};

use crate::answer::Typicality;

/// Holds the latents that something of a sense is generated from against the library's real seconds of that sense:
/// the mean log density of the latents, and the share of real seconds that are less likely.
///
/// Nothing when there are no other clips to hold it against.
///
/// # Errors
/// What the model refuses.
pub fn typicality(
    model: &dyn LatentModel,
    features: &FeatureSet,
    sense: Modality,
    latents: ArrayView2<'_, f32>,
    query_clip: Option<&ClipId>,
) -> anyhow::Result<Option<Typicality>> {
    let (mut posteriors, mut clips) = (Vec::new(), Vec::new());
    for (number, clip) in features.clips().iter().enumerate() {
        let Some(rows) = &clip.features[sense] else { continue };
        clips.extend(std::iter::repeat_n(number, rows.nrows()));
        posteriors.push(model.posterior(sense, rows.view())?);
    }
    if posteriors.is_empty() {
        return Ok(None);
    }
    let joined = |part: fn(&Posterior) -> ArrayView2<'_, f32>| {
        let parts: Vec<_> = posteriors.iter().map(part).collect();
        concatenate(Axis(0), &parts)
    };
    let posterior = Posterior {
        mean: joined(|posterior| posterior.mean.view())?,
        log_var: joined(|posterior| posterior.log_var.view())?,
    };
    let aggregate = AggregatePosterior::new(&posterior, &clips);
    let own = features.clips().iter().position(|clip| Some(&clip.id) == query_clip);
    let each: Option<Vec<f64>> =
        latents.rows().into_iter().map(|latent| aggregate.log_density(latent, own)).collect();
    let Some(each) = each.filter(|each| !each.is_empty()) else { return Ok(None) };
    let log_density = each.iter().sum::<f64>() / each.len() as f64;
    let share = aggregate.share_below(log_density);
    Ok(share.map(|share_below| Typicality {
        share_below,
        log_density,
        n_seconds: aggregate.n_seconds(),
    }))
}
