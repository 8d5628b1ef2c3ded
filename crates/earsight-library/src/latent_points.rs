//! Fig. 3 of a whole library: both modalities of the same seconds in two dimensions.

use earsight::latent_space::project_linearly;
use earsight_core::{ClipId, PerModality};
use ndarray::Array2;
use serde::Serialize;
use utoipa::ToSchema;

use crate::paired_seconds::PairedSeconds;
use crate::{Error, OpenLibrary, Result, stacked};

/// Seconds that are shown, at most: two points each, as many as a page draws smoothly.
const MOST_SECS: usize = 50_000;

/// Both modalities of the same seconds in the plane; all columns are as long as `clip`, or twice as long.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LatentPoints {
    /// Names of clips.
    pub clips: Vec<ClipId>,
    /// The clip of each second, as its index in `clips`.
    pub clip: Vec<usize>,
    /// The second within its clip.
    pub second: Vec<usize>,
    /// x and y of each second's sound, alternating.
    pub audio: Vec<f32>,
    /// x and y of each second's picture, alternating.
    pub visual: Vec<f32>,
    /// Share of the variance of all latent dimensions that the plane shows, 0..=1.
    pub variance_shown: f64,
    /// Seconds with both modalities; more than are shown in a very large library.
    pub n_secs: usize,
}

impl LatentPoints {
    /// Those of a library's seconds with both modalities, evenly chosen if there are very many.
    ///
    /// # Errors
    /// When there is no such model, or it has no latent space.
    pub fn of(library: &OpenLibrary, model: &str) -> Result<Self> {
        let fitted = library.fitted(model)?;
        let no_latent = || Error::NoLatent { model: model.to_owned() };
        let latent = fitted.model.latent().ok_or_else(no_latent)?;
        let features = library.library.feature_set()?;
        let n_secs = features.n_paired_segments();
        let PairedSeconds { clips, clip, second, rows } =
            PairedSeconds::spread(&features, MOST_SECS);
        let means = PerModality::try_from_fn(|modality| {
            let of_clip = |rows: &Array2<f32>| -> Result<Array2<f32>> {
                Ok(latent.posterior(modality, rows.view())?.mean)
            };
            rows[modality].iter().map(of_clip).collect::<Result<Vec<_>>>()
        })?;
        let means = means.map(|means| {
            let means: Vec<_> = means.iter().map(|mean| mean.view()).collect();
            stacked(&means, means.first().map_or(0, |mean| mean.ncols()))
        });
        let (plane, variance_shown) = project_linearly(means.as_ref().map(|rows| rows.view()));
        let PerModality { audio, visual } = plane.map(|plane| plane.iter().copied().collect());
        Ok(LatentPoints { clips, clip, second, audio, visual, variance_shown, n_secs })
    }
}
