//! Agreement of sound and motion as a function of the lag.

/// Lags that are this near to the best one belong to its peak, in steps.
const PEAK_STEPS: isize = 3;

/// How well sound and motion agree at each lag, in standard deviations over the lags.
///
/// At lag `k` the sound comes `k` steps after the picture.
#[derive(Debug, Clone, PartialEq)]
pub struct LagProfile {
    /// From `−max_lag` to `max_lag`.
    values: Vec<f64>,
}

impl LagProfile {
    /// From values at an odd number of lags, the middle one 0.
    pub(super) fn new(values: impl IntoIterator<Item = f64>) -> Self {
        LagProfile { values: values.into_iter().collect() }
    }

    /// The sum, lag by lag, of profiles that are equally long.
    pub(super) fn sum_of<'a>(profiles: impl IntoIterator<Item = &'a [f64]>) -> Self {
        let mut values = Vec::new();
        for profile in profiles {
            values.resize(profile.len(), 0.0);
            values.iter_mut().zip(profile).for_each(|(sum, value)| *sum += value);
        }
        LagProfile { values }
    }

    /// The sum over `√n`, which keeps the spread of `n` unrelated profiles; `None` of none.
    pub(super) fn pooled(profiles: &[&LagProfile]) -> Option<Self> {
        let max_lag = profiles.iter().map(|profile| profile.max_lag()).min()?;
        let mut sum = Self::sum_of(profiles.iter().map(|profile| profile.up_to(max_lag)));
        let scale = (profiles.len() as f64).sqrt().recip();
        sum.values.iter_mut().for_each(|value| *value *= scale);
        Some(sum)
    }

    /// Its values at lags up to this, which it must reach.
    pub(super) fn up_to(&self, max_lag: isize) -> &[f64] {
        let beyond = (self.max_lag() - max_lag).unsigned_abs();
        &self.values[beyond..self.values.len() - beyond]
    }

    pub(super) fn max_lag(&self) -> isize {
        (self.values.len() / 2) as isize
    }

    /// All lags in steps, most negative first.
    pub fn lags(&self) -> impl Iterator<Item = isize> {
        -self.max_lag()..=self.max_lag()
    }

    /// The value at a lag; `None` beyond `max_lag`.
    pub fn at(&self, lag: isize) -> Option<f64> {
        self.values.get(usize::try_from(lag + self.max_lag()).ok()?).copied()
    }

    /// The lag of the largest value.
    fn peak(&self) -> isize {
        let largest = self.lags().zip(&self.values).max_by(|(_, a), (_, b)| a.total_cmp(b));
        largest.map_or(0, |(lag, _)| lag)
    }

    /// The largest value; 0 without values.
    pub fn best(&self) -> f64 {
        self.at(self.peak()).unwrap_or(0.0)
    }

    /// The lag of the largest value, to fractions of a step by the parabola through its neighbours.
    pub fn best_lag(&self) -> f64 {
        let (peak, best) = (self.peak(), self.best());
        let fraction = match (self.at(peak - 1), self.at(peak + 1)) {
            (Some(before), Some(after)) => {
                let bend = before - 2.0 * best + after;
                if bend < 0.0 { 0.5 * (before - after) / bend } else { 0.0 }
            }
            _ => 0.0,
        };
        peak as f64 + fraction
    }

    /// The same in seconds: by how much the sound comes after the picture.
    pub fn best_lag_secs(&self) -> f64 {
        super::secs(self.best_lag())
    }

    /// By how much the best lag is better than every lag that is a quarter of a second or more away from it.
    pub fn peak_gap(&self) -> f64 {
        let peak = self.peak();
        let others = self.lags().filter(|lag| (lag - peak).abs() >= PEAK_STEPS);
        let second = others.filter_map(|lag| self.at(lag)).fold(f64::NEG_INFINITY, f64::max);
        if second.is_finite() { self.best() - second } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile() -> LagProfile {
        LagProfile::new([0.0, 2.0, 0.0, 0.5, 1.0, 3.0, 2.0, 0.0, 0.0])
    }

    #[test]
    fn the_peak_lies_between_steps_and_is_compared_with_lags_beyond_it() {
        let profile = profile();
        assert_eq!((profile.peak(), profile.max_lag(), profile.best()), (1, 4, 3.0));
        assert!((profile.best_lag() - (1.0 + 1.0 / 6.0)).abs() < 1e-12);
        assert_eq!(profile.peak_gap(), 1.0);
        assert_eq!((profile.at(5), profile.at(-5), profile.at(-3)), (None, None, Some(2.0)));
    }

    #[test]
    fn pooling_equal_profiles_multiplies_them_by_the_root_of_their_number() {
        let (long, short) = (profile(), LagProfile::new([0.5, 1.0, 3.0]));
        let pooled = LagProfile::pooled(&[&long, &long, &long, &long]).unwrap();
        assert_eq!(pooled.at(1), Some(6.0));
        assert_eq!(LagProfile::pooled(&[&long, &short]).unwrap().max_lag(), 1);
        assert_eq!(LagProfile::pooled(&[]), None);
        assert_eq!(LagProfile::new([1.0, 2.0, 1.0]).peak_gap(), 0.0, "no other lag");
    }
}
