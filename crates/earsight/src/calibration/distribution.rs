//! Empirical distributions of distances.

/// An empirical distribution of weighted values.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Distribution {
    /// Values, ascending, each with the cumulative share up to it.
    steps: Vec<(f64, f64)>,
}

impl Distribution {
    /// Of values and their weights; `None` when the weights sum to 0.
    pub fn weighted(mut values: Vec<(f64, f64)>) -> Option<Self> {
        values.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        let mut total = 0.0;
        for (_, share) in &mut values {
            total += *share;
            *share = total;
        }
        // Divided by their own sum, the last is exactly 1.
        values.iter_mut().for_each(|(_, share)| *share /= total);
        (total > 0.0).then_some(Distribution { steps: values })
    }

    /// Of clips of equal weight, whatever their length.
    pub fn of_clips<'a>(
        clips: impl Iterator<Item = impl Iterator<Item = &'a f64>>,
    ) -> Option<Self> {
        let mut values = Vec::new();
        for clip in clips {
            let of_clip: Vec<f64> = clip.copied().collect();
            let weight = 1.0 / of_clip.len().max(1) as f64;
            values.extend(of_clip.into_iter().map(|value| (value, weight)));
        }
        Distribution::weighted(values)
    }

    /// Values, ascending, each with its own share.
    pub fn shares(&self) -> impl Iterator<Item = (f64, f64)> {
        let before = std::iter::once(0.0).chain(self.steps.iter().map(|step| step.1));
        self.steps.iter().zip(before).map(|(&(value, reached), before)| (value, reached - before))
    }

    pub fn mean(&self) -> f64 {
        self.shares().map(|(value, share)| value * share).sum()
    }

    pub fn share_up_to(&self, value: f64) -> f64 {
        self.reached(self.steps.partition_point(|(step, _)| *step <= value))
    }

    pub fn share_below(&self, value: f64) -> f64 {
        self.reached(self.steps.partition_point(|(step, _)| *step < value))
    }

    /// The smallest value whose cumulative share is at least this.
    pub fn quantile(&self, share: f64) -> Option<f64> {
        self.steps.get(self.steps.partition_point(|(_, reached)| *reached < share)).map(|s| s.0)
    }

    /// The smallest value whose cumulative share is more than this.
    pub fn beyond(&self, share: f64) -> Option<f64> {
        self.steps.get(self.steps.partition_point(|(_, reached)| *reached <= share)).map(|s| s.0)
    }

    fn reached(&self, n_steps: usize) -> f64 {
        n_steps.checked_sub(1).map_or(0.0, |last| self.steps[last].1)
    }
}
