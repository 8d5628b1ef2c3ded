//! Mistakes of the published training and evaluation as switches, to show the effect of each on the scores.
//!
//! They are numbered as in docs/deviations.md. All are off by default.

use std::borrow::Cow;

use earsight::ConfigTable;
use earsight_core::{ClipFeatures, FeatureSet, PerModality};
use ndarray::{Array2, ArrayView1, s};
use serde::Serialize;
use serde_json::json;

use crate::dataset::Labelled;
use crate::{Error, Result};

/// The mistakes to repeat.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct AsPublished {
    /// D1: background seconds are removed by their labels before training.
    pub d1: bool,
    /// D2: the divergence is summed over the batch. Where a system has such a setting.
    pub d2: bool,
    /// D7: rows are divided by their largest value at test time only. Where a system has such a setting.
    pub d7: bool,
    /// D10: retrieval takes a mean square where localization takes a norm. Where a system has such a setting.
    pub d10: bool,
    /// D12: within a modality, ranks are looked up in labels from which the query was not removed.
    pub d12: bool,
    /// D13: across modalities the last query is left out.
    pub d13: bool,
}

impl AsPublished {
    /// Parses names like `d12`.
    ///
    /// # Errors
    /// [`Error::UnknownSwitch`] with those that exist.
    pub fn parse<'a>(names: impl IntoIterator<Item = &'a str>) -> Result<Self> {
        let mut switches = AsPublished::default();
        for name in names {
            let switch = match name.trim().to_ascii_lowercase().as_str() {
                "d1" => &mut switches.d1,
                "d2" => &mut switches.d2,
                "d7" => &mut switches.d7,
                "d10" => &mut switches.d10,
                "d12" => &mut switches.d12,
                "d13" => &mut switches.d13,
                _ => return Err(Error::UnknownSwitch { typed: name.to_owned() }),
            };
            *switch = true;
        }
        Ok(switches)
    }

    /// A system's settings with those mistakes for which it has a setting.
    pub(crate) fn apply(self, mut config: ConfigTable) -> ConfigTable {
        for (is_on, path, value) in [
            (self.d2, "/objective/kl", json!("sum")),
            (self.d7, "/inference_input", json!("row-max")),
            (self.d10, "/distance/retrieval_norm", json!("mean-square")),
        ] {
            if let (true, Some(slot)) = (is_on, config.pointer_mut(path)) {
                *slot = value;
            }
        }
        config
    }

    /// The training features of a label-free system: all seconds, or with D1 the event's only.
    ///
    /// # Errors
    /// [`Error::Features`] when the event seconds are no valid feature set.
    pub(crate) fn train(self, train: &Labelled) -> Result<Cow<'_, FeatureSet>> {
        if !self.d1 {
            return Ok(Cow::Borrowed(&train.features));
        }
        let events_only = |clip: &ClipFeatures| {
            let span = train.annotations.event(&clip.id)?.span;
            let end = span.end().min(clip.n_segments());
            let seconds = s![span.start.min(end)..end, ..];
            let events_of = |rows: &PerModality<Option<Array2<f32>>>| {
                rows.as_ref().map(|rows| Some(rows.as_ref()?.slice(seconds).to_owned()))
            };
            Some(ClipFeatures {
                id: clip.id.clone(),
                features: events_of(&clip.features),
                changes: events_of(&clip.changes),
                concepts: events_of(&clip.concepts),
            })
        };
        let clips: Vec<_> = train.features.clips().iter().filter_map(events_only).collect();
        let spaces = train.features.spaces().clone();
        Ok(Cow::Owned(FeatureSet::new(spaces, clips)?))
    }

    /// The number of queries that are evaluated, of `n`.
    pub(crate) fn n_queries(self, n: usize, is_within: bool) -> usize {
        if self.d13 && !is_within { n.saturating_sub(1) } else { n }
    }
}

/// Rank of the first relevant item with D12: the query is deleted from the distances, but the labels of the ranked
/// items are looked up in the list that still has the query, so that every item after the query gets its
/// predecessor's label, and the item right after it the query's own.
///
/// # Shapes
/// - `distances`: `[N]`, of the query to all items, itself included
pub fn first_rank_with_index_bug(
    distances: ArrayView1<'_, f64>,
    own: usize,
    relevant: impl Fn(usize) -> bool,
) -> Option<f64> {
    let mut deleted: Vec<f64> = distances.to_vec();
    deleted.remove(own);
    let mut order: Vec<usize> = (0..deleted.len()).collect();
    order.sort_by(|&a, &b| deleted[a].total_cmp(&deleted[b]));
    order.into_iter().position(relevant).map(|place| (place + 1) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn the_item_after_the_query_inherits_its_label() {
        // Classes a b a; the query is item 0. Its next neighbour b is judged as item 0, an a.
        let classes = ['a', 'b', 'a'];
        let distances = array![0.0, 1.0, 2.0];
        let rank = first_rank_with_index_bug(distances.view(), 0, |item| classes[item] == 'a');
        assert_eq!(rank, Some(1.0));
        // From the last item nothing is shifted.
        let rank =
            first_rank_with_index_bug(array![2.0, 1.0, 0.0].view(), 2, |i| classes[i] == 'a');
        assert_eq!(rank, Some(2.0));
    }

    #[test]
    fn switches_are_known_by_their_number() {
        let found = AsPublished::parse(["d12", " D13"]).unwrap();
        assert_eq!(found, AsPublished { d12: true, d13: true, ..AsPublished::default() });
        let message = AsPublished::parse(["d99"]).unwrap_err().to_string();
        assert!(message.contains("d99") && message.contains("d12"), "{message}");
        assert_eq!((found.n_queries(4, true), found.n_queries(4, false)), (4, 3));
    }

    #[test]
    fn a_system_makes_only_the_mistakes_it_can() {
        let all = AsPublished { d2: true, d7: true, ..AsPublished::default() };
        assert_eq!(all.apply(json!({"ridge": 1})), json!({"ridge": 1}));
        let found = all.apply(json!({"inference_input": "none", "objective": {"kl": "row-mean"}}));
        assert_eq!(found, json!({"inference_input": "row-max", "objective": {"kl": "sum"}}));
    }
}
