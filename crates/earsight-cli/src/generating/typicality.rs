//! How typical what was generated is of a library.

use earsight::typicality::{AggregatePosterior, share_below};
use earsight::{LatentModel, Posterior};
use earsight_core::{ClipId, FeatureSet, Modality};
use ndarray::{ArrayView2, Axis, concatenate};

use crate::answer::Typicality;

/// How likely the latents are that something was generated from, beside those of the library's own seconds
/// of the sense that was asked with; see [`earsight::typicality`].
///
/// Nothing when the library has no other clip to hold it against.
///
/// # Errors
/// What the model refuses.
pub fn typicality(
    model: &dyn LatentModel,
    features: &FeatureSet,
    from: Modality,
    latents: ArrayView2<'_, f32>,
    query_clip: Option<&ClipId>,
) -> anyhow::Result<Option<Typicality>> {
    let Some((real, clips)) = posteriors(model, features, from.other())? else { return Ok(None) };
    let aggregate = AggregatePosterior::new(&real, &clips);
    let Some((asked, clips)) = posteriors(model, features, from)? else { return Ok(None) };
    let others = aggregate.log_densities(asked.mean.view(), &clips);

    let own = features.clips().iter().position(|clip| Some(&clip.id) == query_clip);
    let each: Vec<f64> = latents
        .rows()
        .into_iter()
        .filter_map(|latent| aggregate.log_density(latent, own))
        .collect();
    let log_density = each.iter().sum::<f64>() / each.len().max(1) as f64;
    let share = share_below(log_density, &others).filter(|_| !each.is_empty());
    Ok(share.map(|share_below| Typicality { share_below, log_density, n_seconds: others.len() }))
}

/// What every second of a sense says about the latent, and the number of its clip; nothing when there is none.
fn posteriors(
    model: &dyn LatentModel,
    features: &FeatureSet,
    sense: Modality,
) -> anyhow::Result<Option<(Posterior, Vec<usize>)>> {
    let (mut means, mut log_vars, mut clips) = (Vec::new(), Vec::new(), Vec::new());
    for (number, clip) in features.clips().iter().enumerate() {
        let Some(rows) = &clip.features[sense] else { continue };
        let posterior = model.posterior(sense, rows.view())?;
        clips.extend(std::iter::repeat_n(number, rows.nrows()));
        means.push(posterior.mean);
        log_vars.push(posterior.log_var);
    }
    if clips.is_empty() {
        return Ok(None);
    }
    let [mean, log_var] = [means, log_vars].map(|parts| {
        let parts: Vec<_> = parts.iter().map(|part| part.view()).collect();
        concatenate(Axis(0), &parts)
    });
    Ok(Some((Posterior { mean: mean?, log_var: log_var? }, clips)))
}
