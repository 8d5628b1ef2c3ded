//! The weight of changes, from moments of held-out clips.
//!
//! A moment is to be found in a sequence of its own clip and another one: which clip it is, content says; which moment
//! of the clip, changes do. A localization adds `w d_t` to the distance of content at start `t`, with the disagreement of
//! changes `d_t`; `w` is chosen from a few by how many moments are found exactly.

use earsight_core::{ClipFeatures, FeatureSet, Modality, PerModality, Span};
use ndarray::{Array2, ArrayView2, Axis, concatenate, s};

use crate::Result;
use crate::comparison::Comparison;
use crate::localization::slide;
use crate::localization::synchrony::ChangeSequence;

/// Seconds of a moment.
const MOMENT_SECS: usize = 3;
/// Moments of a clip.
const MOST_MOMENTS: usize = 4;
/// Seconds of each clip that are used.
const MOST_SECS: usize = 20;
/// Clips of a fold whose moments are used.
const MOST_CLIPS: usize = 60;

/// With fewer moments the default is used: about 30 clips.
const FEWEST_MOMENTS: usize = 200;
/// Weights that are compared, in nats a second.
const WEIGHTS: [f32; 9] = [0.0, 0.5, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0];

/// Moments of these clips, in both directions; none where changes are not known.
///
/// # Errors
/// Those of the model.
pub(super) fn moments_of(
    comparison: &Comparison<'_>,
    held_out: &FeatureSet,
) -> Result<Vec<Moment>> {
    let clips: Vec<Clip> = held_out
        .clips()
        .iter()
        .filter_map(|clip| Clip::of(comparison, clip).transpose())
        .take(MOST_CLIPS)
        .collect::<Result<_>>()?;
    let mut moments = Vec::new();
    for (number, own) in clips.iter().enumerate() {
        let other = &clips[(number + 1) % clips.len()];
        for from in Modality::ALL {
            let to = from.other();
            let joined = |of: fn(&Clip) -> &PerModality<Array2<f32>>| {
                let rows = [of(own)[to].view(), of(other)[to].view()];
                concatenate(Axis(0), &rows).expect("rows of a modality are equally wide")
            };
            let (rows, changes) = (joined(|clip| &clip.rows), joined(|clip| &clip.changes));
            let changes = ChangeSequence::of(to, changes.view())?;
            let n_secs = own.rows[from].nrows();
            for span in Span::spread(n_secs, MOMENT_SECS, MOST_MOMENTS) {
                let moment = s![span.range(), ..];
                let content =
                    slide(comparison.distance(), own.rows[from].slice(moment), rows.view())?;
                let disagreement = changes.disagreement(own.changes[from].slice(moment))?;
                let both = content.distances.iter().copied().zip(disagreement);
                let starts = both.map(|(content, changes)| [content, changes]).collect();
                moments.push(Moment { truth: span.start, starts });
            }
        }
    }
    Ok(moments)
}

/// Of the weights whose number of hits is at most one standard error below the best (Breiman et al. 1984), the one
/// nearest to `default`; that itself where there are few moments.
pub(super) fn change_weight(moments: &[Moment], default: f32) -> f32 {
    if moments.len() < FEWEST_MOMENTS {
        return default;
    }
    let n_hits =
        WEIGHTS.map(|weight| moments.iter().filter(|moment| moment.is_hit(weight)).count());
    let most = n_hits.iter().copied().max().unwrap_or_default() as f64;
    let error = (most * (1.0 - most / moments.len() as f64)).sqrt();
    let is_enough = |&(_, n_hits): &(f32, usize)| n_hits as f64 >= most - error;
    let enough = WEIGHTS.into_iter().zip(n_hits).filter(is_enough).map(|(weight, _)| weight);
    let from_default = |weight: &f32| (weight - default).abs();
    enough.min_by(|a, b| from_default(a).total_cmp(&from_default(b))).unwrap_or(default)
}

/// A moment whose start is known, with the content and the disagreement of changes at each start.
pub(super) struct Moment {
    truth: usize,
    /// `D_t` and `d_t`.
    starts: Vec<[f64; 2]>,
}

impl Moment {
    fn is_hit(&self, weight: f32) -> bool {
        let total = |[content, changes]: [f64; 2]| content + f64::from(weight) * changes;
        let at_truth = total(self.starts[self.truth]);
        let mut others = self.starts.iter().enumerate().filter(|(start, _)| *start != self.truth);
        others.all(|(_, &start)| total(start) > at_truth)
    }
}

/// A clip's first seconds.
struct Clip {
    rows: PerModality<Array2<f32>>,
    changes: PerModality<Array2<f32>>,
}

impl Clip {
    /// `None` where a modality or its changes are missing, or the clip is not longer than a moment.
    fn of(comparison: &Comparison<'_>, clip: &ClipFeatures) -> Result<Option<Self>> {
        let (Some(pair), Some(changes)) = (clip.both_rows(), clip.both_changes()) else {
            return Ok(None);
        };
        let n_secs = pair.audio.n_secs().min(MOST_SECS);
        if n_secs <= MOMENT_SECS {
            return Ok(None);
        }
        let first = |rows: ArrayView2<'_, f32>| rows.slice(s![..n_secs, ..]).to_owned();
        let embed = |modality: Modality| -> Result<Array2<f32>> {
            Ok(first(comparison.embed(modality, pair[modality])?.view()))
        };
        Ok(Some(Clip {
            rows: PerModality::try_from_fn(embed)?,
            changes: changes.map(|rows| first(rows.view())),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// In a clip of four starts the content of the first is `margin` nearer; changes name the third.
    fn moment(truth: usize, margin: f64) -> Moment {
        let mut starts = vec![[1.0, 3.0]; 4];
        starts[0][0] -= margin;
        starts[2][1] -= 1.0;
        Moment { truth, starts }
    }

    #[test]
    fn the_weight_nearest_to_the_default_that_finds_as_many_is_chosen() {
        let of = |n_by_changes: usize, n_by_content: usize| {
            let by_changes = (0..n_by_changes).map(|_| moment(2, 0.7));
            let moments: Vec<_> =
                by_changes.chain((0..n_by_content).map(|_| moment(0, 2.5))).collect();
            change_weight(&moments, 4.0)
        };
        assert_eq!(of(300, 0), 4.0);
        // Beyond 2.5 changes outvote the content of the others.
        assert_eq!(of(300, 300), 2.0);
        assert_eq!(of(0, 300), 2.0);
        assert_eq!(of(0, FEWEST_MOMENTS - 1), 4.0);
    }
}
