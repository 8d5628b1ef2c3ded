//! How well sound and motion agree, lag by lag.

use ndarray::{Array2, s};

use super::LagProfile;
use super::curves::{SOUND_GROUPS, standardised};

/// The lag profile of curves over lags up to `max_lag`; `None` where nothing varies.
///
/// At lag `k` every curve of the sound is correlated with the motion of every block, over the `n` steps that overlap.
/// A source of sound is in one place of the picture, so a group of curves has the largest of its correlations,
/// `v(k) = √n · max r`. The value at `k` is the sum of the four groups, each standardised over the lags, since the
/// largest of many correlations is larger than 0 without any event, and standardised again.
///
/// # Shapes
/// - `sound`: `[N, 18]` in [`SOUND_GROUPS`]; `picture`: `[N, 64]`
pub(super) fn profile(
    sound: &Array2<f64>,
    picture: &Array2<f64>,
    max_lag: isize,
) -> Option<LagProfile> {
    let n_steps = sound.nrows();
    let mut views = Array2::zeros((0, SOUND_GROUPS.len()));
    for lag in -max_lag..=max_lag {
        let (late, early) = (lag.max(0) as usize, (-lag).max(0) as usize);
        let heard = standardised(sound.slice(s![late..n_steps - early, ..]));
        let seen = standardised(picture.slice(s![early..n_steps - late, ..]));
        let products = heard.t().dot(&seen) / (heard.nrows() as f64).sqrt();
        let largest = SOUND_GROUPS.map(|group| {
            products.slice(s![group, ..]).iter().copied().fold(f64::NEG_INFINITY, f64::max)
        });
        views.push_row(ndarray::ArrayView1::from(&largest)).ok()?;
    }
    let sum = standardised(views.view()).sum_axis(ndarray::Axis(1)).insert_axis(ndarray::Axis(1));
    let values = standardised(sum.view());
    values.iter().any(|&value| value != 0.0).then(|| LagProfile::new(values.iter().copied()))
}
