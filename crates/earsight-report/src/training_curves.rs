//! How learning went.

use earsight_core::PerModality;

/// Values over the epochs of one training.
#[derive(Debug, Clone, Default)]
pub struct TrainingCurves {
    /// The terms of the objective and their total, in the order to show.
    pub terms: Vec<LossTerm>,
    /// How many latent dimensions are in use, if it was measured.
    pub active_units: Option<ActiveUnits>,
}

/// One term of the objective over the epochs.
#[derive(Debug, Clone, Default)]
pub struct LossTerm {
    /// `total`, `reconstruction`, `kl`, `wasserstein` or another name.
    pub name: String,
    /// On the clips it learns from.
    pub train: Curve,
    /// On clips kept apart; empty when there were none.
    pub held_out: Curve,
}

/// Latent dimensions whose mean varies over the data (variance above 0.01, Burda et al. 2016).
#[derive(Debug, Clone, Default)]
pub struct ActiveUnits {
    /// Their number over the epochs.
    pub by_epoch: PerModality<Curve>,
    /// How many dimensions there are.
    pub n_latents: usize,
}

/// A value at some epochs; a value that is not finite leaves a gap.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Curve {
    /// Epoch (counted from 1) and value, epochs ascending.
    pub points: Vec<(usize, f64)>,
}

impl Curve {
    /// A value for each epoch from the first.
    pub fn every_epoch(values: impl IntoIterator<Item = f64>) -> Self {
        values.into_iter().enumerate().map(|(epoch, value)| (epoch + 1, value)).collect()
    }
}

impl FromIterator<(usize, f64)> for Curve {
    fn from_iter<I: IntoIterator<Item = (usize, f64)>>(points: I) -> Self {
        Curve { points: points.into_iter().collect() }
    }
}
