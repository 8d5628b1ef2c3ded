//! How typical of a library a generated second is.

use earsight::generation::typicality::{AggregatePosterior, share_below};
use earsight::{LatentModel, Posterior};
use earsight_core::{ClipId, FeatureSet, Modality};
use ndarray::{ArrayView2, s};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{Result, stacked};

/// Seconds that are compared with each other, at most: days of media are compared within seconds.
const MAX_SECONDS: usize = 2048;

/// How typical of the library is what was generated; see [`earsight::generation::typicality`].
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Typicality {
    /// Share of the library's own seconds from which something less likely is generated, 0..=1.
    pub share_below: f64,
    /// Log density of its latent among those of real seconds of the generated modality, in nats; the mean of several seconds.
    pub log_density: f64,
    /// Number of the library's own seconds that it was compared with.
    pub n_seconds: usize,
}

/// How likely the latents of a query are, compared with those of the library's own seconds of its modality; see
/// [`earsight::generation::typicality`].
///
/// `None` if the library has no other clip to compare with.
///
/// # Errors
/// Those of the model.
pub(super) fn typicality(
    model: &dyn LatentModel,
    features: &FeatureSet,
    from: Modality,
    latents: ArrayView2<'_, f32>,
    query_clip: Option<&ClipId>,
) -> Result<Option<Typicality>> {
    let Some((real, clips)) = posteriors(model, features, from.other())? else { return Ok(None) };
    let aggregate = AggregatePosterior::new(&real, &clips);
    let Some((same, clips)) = posteriors(model, features, from)? else { return Ok(None) };
    let others = aggregate.log_densities(same.mean.view(), &clips);

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

/// The posterior of evenly chosen seconds of a modality, and the numbers of their clips; `None` if there are none.
fn posteriors(
    model: &dyn LatentModel,
    features: &FeatureSet,
    modality: Modality,
) -> Result<Option<(Posterior, Vec<usize>)>> {
    let clips = features.clips().iter().enumerate();
    let of_modality =
        clips.filter_map(|(number, clip)| Some((number, clip.features[modality].as_ref()?)));
    let n_seconds: usize = of_modality.clone().map(|(_, rows)| rows.nrows()).sum();
    let step = n_seconds.div_ceil(MAX_SECONDS).max(1);
    let (mut means, mut log_vars, mut numbers) = (Vec::new(), Vec::new(), Vec::new());
    let mut n_seen = 0_usize;
    for (number, rows) in of_modality {
        let first = (n_seen.next_multiple_of(step) - n_seen).min(rows.nrows());
        n_seen += rows.nrows();
        let posterior = model.posterior(modality, rows.slice(s![first..;step, ..]))?;
        numbers.extend(std::iter::repeat_n(number, posterior.mean.nrows()));
        means.push(posterior.mean);
        log_vars.push(posterior.log_var);
    }
    if numbers.is_empty() {
        return Ok(None);
    }
    let [mean, log_var] = [means, log_vars].map(|parts| {
        let parts: Vec<_> = parts.iter().map(|part| part.view()).collect();
        stacked(&parts, parts[0].ncols())
    });
    Ok(Some((Posterior { mean, log_var }, numbers)))
}

#[cfg(test)]
mod tests {
    use earsight_core::{ClipFeatures, FeatureSpace, PerModality};
    use ndarray::Array2;

    use super::*;

    /// Features are the latent.
    struct Plain;

    impl LatentModel for Plain {
        fn posterior(&self, _: Modality, rows: ArrayView2<'_, f32>) -> earsight::Result<Posterior> {
            Ok(Posterior { mean: rows.to_owned(), log_var: Array2::zeros(rows.dim()) })
        }
    }

    /// Clips of these lengths whose features count the seconds of the library.
    fn library(lens: &[usize]) -> FeatureSet {
        let space =
            |name: &str| FeatureSpace { backbone: name.into(), fingerprint: name.into(), dim: 1 };
        let mut n_before = 0;
        let clips = lens.iter().enumerate().map(|(number, &len)| {
            let rows = Array2::from_shape_fn((len, 1), |(row, _)| (n_before + row) as f32);
            n_before += len;
            ClipFeatures::paired(format!("{number}.mp4").as_str(), rows.clone(), rows)
        });
        let spaces = PerModality { audio: space("a"), visual: space("v") };
        FeatureSet::new(spaces, clips.collect()).unwrap()
    }

    #[test]
    fn a_long_library_is_thinned_evenly_across_its_clips() {
        let lens = [3 * MAX_SECONDS, 1, 2, 0, 5, MAX_SECONDS];
        let features = library(&lens);
        let (posterior, clips) = posteriors(&Plain, &features, Modality::Audio).unwrap().unwrap();
        let chosen: Vec<f32> = posterior.mean.iter().copied().collect();
        let expected: Vec<f32> =
            (0..lens.iter().sum()).step_by(5).map(|n: usize| n as f32).collect();
        assert_eq!(chosen, expected);
        let of_last = expected.iter().filter(|&&second| second >= 6152.0).count();
        assert_eq!(clips.iter().filter(|&&clip| clip == 5).count(), of_last);
    }

    #[test]
    fn a_single_clip_has_no_typicality() {
        let rows = Array2::zeros((1, 1));
        let of_clips = |lens: &[usize]| {
            let own = Some(ClipId::new("0.mp4"));
            typicality(&Plain, &library(lens), Modality::Audio, rows.view(), own.as_ref())
        };
        assert!(of_clips(&[4]).unwrap().is_none());
        assert!(of_clips(&[]).unwrap().is_none());
        assert_eq!(of_clips(&[4, 4]).unwrap().unwrap().n_seconds, 8);
    }
}
