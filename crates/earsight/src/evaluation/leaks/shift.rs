//! Whether sound and picture are in sync: do they change at the same time?
//!
//! Within a clip, change is the distance of one second's row to the next second's.
//! Both sequences are standardised; the mean of their products at a lag is their correlation there.
//! Pictures that were extracted a second late change a second after the sound does.

use earsight_core::{FeatureSet, PerModality};
use earsight_metrics::{bootstrap_interval, mean};
use ndarray::Array2;

use super::{Finding, Kind, Part, Severity};

/// Seconds by which sound and picture are shifted against each other.
const LONGEST_LAG_SECS: i64 = 3;
/// Draws of the bootstrap.
const N_RESAMPLES: usize = 1000;
/// Of the draws.
const SEED: u64 = 0;
/// A lag needs products of at least so many seconds.
const FEWEST_PRODUCTS: usize = 3;

/// Over all parts together: an extraction shifts all clips or none.
pub(super) fn findings(parts: &[Part<'_>]) -> Option<Finding> {
    let sets: Vec<&FeatureSet> = parts.iter().filter_map(|part| part.features).collect();
    let at_lags: Vec<Vec<f64>> = sets
        .iter()
        .flat_map(|set| set.paired())
        .filter_map(|(_, pair)| {
            let changes =
                PerModality { audio: changes(pair.audio)?, visual: changes(pair.visual)? };
            (-LONGEST_LAG_SECS..=LONGEST_LAG_SECS).map(|lag| correlation(&changes, lag)).collect()
        })
        .collect();
    let at = |lag: i64| -> Vec<f64> {
        at_lags.iter().map(|clip| clip[(lag + LONGEST_LAG_SECS) as usize]).collect()
    };
    let here = at(0);
    let (lag, there) = (-LONGEST_LAG_SECS..=LONGEST_LAG_SECS)
        .filter(|&lag| lag != 0)
        .map(|lag| (lag, at(lag)))
        .max_by(|a, b| mean(&a.1).total_cmp(&mean(&b.1)))?;
    let gain: Vec<f64> = there.iter().zip(&here).map(|(there, here)| there - here).collect();
    // The best of several lags must be clearly above lag 0, and above 0.
    let is_shifted = gain.len() > 1
        && bootstrap_interval(&gain, N_RESAMPLES, SEED).low > 0.0
        && bootstrap_interval(&there, N_RESAMPLES, SEED).low > 0.0
        && mean(&gain) > 0.05;
    is_shifted.then(|| Finding {
        severity: Severity::Serious,
        kind: Kind::ShiftedPairing,
        message: format!(
            "the picture changes {} s {} the sound: the correlation of their changes is {:.2} there and {:.2} side by side, over {} clips",
            lag.abs(),
            if lag > 0 { "after" } else { "before" },
            mean(&there),
            mean(&here),
            here.len()
        ),
        number: lag as f64,
        clips: vec![],
    })
}

/// How much each second differs from the one before, standardised; `None` where that is constant.
fn changes(rows: &Array2<f32>) -> Option<Vec<f64>> {
    let steps: Vec<f64> = (1..rows.nrows())
        .map(|second| {
            let both = rows.row(second).into_iter().zip(rows.row(second - 1));
            both.map(|(b, a)| (f64::from(*b) - f64::from(*a)).powi(2)).sum::<f64>().sqrt()
        })
        .collect();
    let centre = mean(&steps);
    let variance =
        steps.iter().map(|step| (step - centre).powi(2)).sum::<f64>() / steps.len() as f64;
    let sd = variance.sqrt();
    (sd > 1e-6 * centre && sd > 0.0)
        .then(|| steps.iter().map(|step| (step - centre) / sd).collect())
}

/// Mean product of the sound's change and the picture's `lag` seconds later.
fn correlation(changes: &PerModality<Vec<f64>>, lag: i64) -> Option<f64> {
    let products: Vec<f64> = (0..changes.audio.len())
        .filter_map(|second| {
            let later = usize::try_from(second as i64 + lag).ok()?;
            Some(changes.audio[second] * changes.visual.get(later)?)
        })
        .collect();
    (products.len() >= FEWEST_PRODUCTS).then(|| mean(&products))
}
