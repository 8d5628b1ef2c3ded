//! Values of all queries, by score and clip.

use std::collections::BTreeMap;

use earsight_metrics::mean;

use crate::scores::Scores;

/// By score and clip: the values of all its queries.
#[derive(Default)]
pub(super) struct Tally {
    values: BTreeMap<String, BTreeMap<usize, Vec<f64>>>,
}

impl Tally {
    /// Adds the value of one query of a clip, to all queries and to those of its length.
    pub(super) fn add(&mut self, name: &str, query_len: usize, clip: usize, value: f64) {
        for name in [name.to_owned(), format!("{name}_{query_len}")] {
            self.values.entry(name).or_default().entry(clip).or_default().push(value);
        }
    }

    /// Means over clips, of each clip's mean.
    pub(super) fn scores(self) -> Scores {
        let mut scores = Scores::default();
        for (name, of_clips) in self.values {
            let n_values: usize = of_clips.values().map(Vec::len).sum();
            scores.push(format!("{name}_n"), n_values as f64);
            scores.push_mean(name, of_clips.values().map(|values| mean(values)).collect());
        }
        scores
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_clip_counts_once() {
        let mut tally = Tally::default();
        for value in [1.0, 1.0, 1.0, 0.0] {
            tally.add("covered_a2v", 2, 7, value);
        }
        tally.add("covered_a2v", 3, 8, 0.25);
        let scores = tally.scores();
        assert_eq!(scores.get("covered_a2v").unwrap().per_clip, [0.75, 0.25]);
        assert_eq!(scores.get("covered_a2v").unwrap().value, 0.5);
        assert_eq!(scores.get("covered_a2v_2").unwrap().value, 0.75);
    }
}
