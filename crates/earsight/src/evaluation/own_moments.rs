//! Localization of a clip's own seconds in the clip itself. Needs no label.

use earsight_core::{FeatureSet, Modality, PerModality};
use ndarray::s;
use serde::{Deserialize, Serialize};

use crate::Result;
use crate::comparison::Comparison;
use crate::localization::{Localization, Seconds, Sequence};

/// One clip: how often windows of one length are localized in its other modality.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct OwnMoments {
    /// Share of windows with the right start, by what is in a second; ties count as a guess.
    pub by_content: f64,
    /// The same with changes, where they are known.
    pub with_changes: Option<f64>,
    /// The chance level.
    pub chance: f64,
}

/// For each clip that has both modalities and is longer than a window, by the modality of the query.
///
/// # Errors
/// Those of the model.
pub fn own_moments(
    comparison: &Comparison<'_>,
    features: &FeatureSet,
    moment_secs: usize,
) -> Result<PerModality<Vec<OwnMoments>>> {
    let mut of_clips = PerModality::<Vec<OwnMoments>>::default();
    let pairs = features.clips().iter().filter_map(|clip| Some((clip, clip.both_rows()?)));
    for (clip, pair) in pairs.filter(|(_, pair)| pair.audio.n_secs() > moment_secs) {
        let n_starts = pair.audio.n_secs() + 1 - moment_secs;
        let changes = clip.both_changes();
        let embedded =
            PerModality::try_from_fn(|modality| comparison.embed(modality, pair[modality]))?;
        let seconds = PerModality::from_fn(|modality| Seconds {
            rows: embedded[modality].view(),
            changes: changes.map(|changes| changes[modality].view()),
        });
        for from in Modality::ALL {
            let to = from.other();
            let sequence = Sequence::new(comparison, to, seconds[to])?;
            let (mut by_content, mut with_changes) = (0.0, 0.0);
            for start in 0..n_starts {
                let moment = s![start..start + moment_secs, ..];
                let located = sequence.locate(Seconds {
                    rows: seconds[from].rows.slice(moment),
                    changes: seconds[from].changes.as_ref().map(|rows| rows.slice(moment)),
                })?;
                by_content += share_of_hit(&located.by_content, start);
                with_changes += share_of_hit(&located.found, start);
            }
            let n = n_starts as f64;
            of_clips[from].push(OwnMoments {
                by_content: by_content / n,
                with_changes: changes.map(|_| with_changes / n),
                chance: n.recip(),
            });
        }
    }
    Ok(of_clips)
}

/// 1 for the right start, divided by the number of tied ones.
fn share_of_hit(found: &Localization, truth: usize) -> f64 {
    if found.tied.contains(&truth) { (found.tied.len() as f64).recip() } else { 0.0 }
}
