//! An offset that changes at a constant rate.

use ndarray::{Array2, ArrayView1};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::{LagProfile, PieceProfiles, central, secs};

/// Shorter files have too few pieces.
pub const MIN_DRIFT_SECS: f64 = 300.0;
/// Rates on each side of 0, up to that which moves the offset at the ends by the largest lag.
const N_RATES: isize = 50;
/// Draws of as many pieces, with replacement.
const N_RESAMPLES: usize = 200;
/// Draws with every piece at a random lag.
const N_RANDOM: usize = 99;
/// Of the draws.
const SEED: u64 = 0;

/// The offset of a long file as a line over time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Drift {
    /// Seconds by which the sound comes after the picture in the middle of the file.
    pub offset_secs: f64,
    /// Milliseconds by which the sound falls further behind in a minute.
    pub ms_per_min: f64,
    /// Interval of the rate.
    pub interval_ms_per_min: (f64, f64),
    /// How often pieces at random lags agree as well on some line; small is evidence of a line.
    pub p_chance: f64,
}

/// Profiles along lines: one row a piece, one column a line (rate by rate, offset by offset).
struct Lines {
    values: Array2<f64>,
    max_lag: isize,
    /// Steps by which the offset changes from the middle of the file to its ends, at rate 1.
    steps_per_rate: f64,
}

impl PieceProfiles {
    /// The line with the largest sum of the profiles of the pieces; `None` for less than five minutes.
    ///
    /// Every line is tried (the Radon transform of the profiles), so that pieces without evidence do no harm, as they
    /// would in a regression over the best lags of pieces.
    /// The interval is that of the bootstrap over pieces (Efron 1979): the rate of a draw lies in it with probability
    /// `coverage`.
    pub fn drift(&self, coverage: f64) -> Option<Drift> {
        let n_secs = self.piece_secs * self.profiles.len() as f64;
        let max_lag = self.profiles.iter().flatten().map(LagProfile::max_lag).min()?;
        if n_secs < MIN_DRIFT_SECS {
            return None;
        }
        let middle = (self.profiles.len() as f64 - 1.0) / 2.0;
        let pieces = self.profiles.iter().enumerate().filter_map(|(place, profile)| {
            Some(((place as f64 - middle) / middle, profile.as_ref()?.up_to(max_lag).to_vec()))
        });
        let (times, profiles): (Vec<f64>, Vec<Vec<f64>>) = pieces.unzip();
        let lines = Lines::of(&times, &profiles, max_lag);
        let ((rate, lag), best) = lines.best(&vec![1.0; times.len()]);
        let mut rng = ChaCha8Rng::seed_from_u64(SEED);
        let (first, last) = lines.rate_interval(coverage, &mut rng);
        // A rate is that between the middle of the file and the middle of its last piece.
        let minutes = middle * self.piece_secs / 60.0;
        let ms_per_min = |rate: f64| 1000.0 * secs(rate * lines.steps_per_rate) / minutes;
        let interval = (first.min(rate) - 0.5, last.max(rate) + 0.5);
        Some(Drift {
            offset_secs: secs(lag),
            ms_per_min: ms_per_min(rate),
            interval_ms_per_min: (ms_per_min(interval.0), ms_per_min(interval.1)),
            p_chance: p_chance(best, &times, &profiles, max_lag, &mut rng),
        })
    }
}

/// The share of draws, each piece at a random lag, that have a line with so large a sum.
fn p_chance(
    best: f64,
    times: &[f64],
    profiles: &[Vec<f64>],
    max_lag: isize,
    rng: &mut ChaCha8Rng,
) -> f64 {
    let mut is_as_good = || {
        let mut random = profiles.to_vec();
        for profile in &mut random {
            let n_lags = profile.len();
            profile.rotate_left(rng.random_range(0..n_lags));
        }
        Lines::of(times, &random, max_lag).best(&vec![1.0; times.len()]).1 >= best
    };
    let n_as_good = (0..N_RANDOM).filter(|_| is_as_good()).count();
    (n_as_good + 1) as f64 / (N_RANDOM + 1) as f64
}

impl Lines {
    /// Along the line of a rate, a piece at time −1..=1 has its values interpolated; beyond the largest lag they are 0.
    fn of(times: &[f64], profiles: &[Vec<f64>], max_lag: isize) -> Self {
        let n_lags = 2 * max_lag.unsigned_abs() + 1;
        let steps_per_rate = max_lag as f64 / N_RATES as f64;
        let n_rates = 2 * N_RATES.unsigned_abs() + 1;
        let mut values = Array2::zeros((profiles.len(), n_rates * n_lags));
        for ((mut row, profile), time) in values.rows_mut().into_iter().zip(profiles).zip(times) {
            let at = |place: isize| {
                let place = usize::try_from(place).ok();
                place.and_then(|place| profile.get(place)).copied().unwrap_or(0.0)
            };
            for (rate, line) in (-N_RATES..=N_RATES).zip(row.exact_chunks_mut(n_lags)) {
                let moved = rate as f64 * steps_per_rate * time;
                let (whole, fraction) = (moved.floor(), moved - moved.floor());
                for (place, value) in (whole as isize..).zip(line) {
                    *value = (1.0 - fraction) * at(place) + fraction * at(place + 1);
                }
            }
        }
        Lines { values, max_lag, steps_per_rate }
    }

    /// The interval of the rate over draws of pieces with replacement.
    fn rate_interval(&self, coverage: f64, rng: &mut ChaCha8Rng) -> (f64, f64) {
        let n_pieces = self.values.nrows();
        let mut rate = || {
            let mut weights = vec![0.0; n_pieces];
            (0..n_pieces).for_each(|_| weights[rng.random_range(0..n_pieces)] += 1.0);
            self.best(&weights).0.0
        };
        let mut rates: Vec<f64> = (0..N_RESAMPLES).map(|_| rate()).collect();
        rates.sort_unstable_by(f64::total_cmp);
        central(&rates, coverage)
    }

    /// Rate and lag of the line with the largest weighted sum, and the sum; the rate nearest to 0 of equal ones.
    fn best(&self, weights: &[f64]) -> ((f64, f64), f64) {
        let sums = ArrayView1::from(weights).dot(&self.values);
        let n_lags = 2 * self.max_lag + 1;
        let line = |place: usize| {
            (place as isize / n_lags - N_RATES, place as isize % n_lags - self.max_lag)
        };
        let largest = sums.iter().enumerate().max_by(|(a, x), (b, y)| {
            x.total_cmp(y).then_with(|| line(*b).0.abs().cmp(&line(*a).0.abs()))
        });
        let (place, &sum) = largest.unwrap_or((0, &0.0));
        let (rate, lag) = line(place);
        ((rate as f64, lag as f64), sum)
    }
}

#[cfg(test)]
mod tests {
    use super::super::planted::{clip, drifting, views};
    use super::*;

    const N_SECS: usize = 360;

    /// The sound falls behind by so many milliseconds a minute, after it is late by some steps.
    fn drift_of(ms_per_min: f64, late: f64) -> Drift {
        let steps = |step: usize| late + ms_per_min / 1000.0 * 12.0 * (step as f64 / 720.0);
        let video = drifting(N_SECS, 5, |step| steps(step).round() as isize);
        PieceProfiles::of(views(&video), 2.5).unwrap().drift(0.9).unwrap()
    }

    #[test]
    fn a_planted_drift_is_found() {
        for (ms_per_min, late) in [(100.0, -3.0), (-60.0, 5.0), (0.0, 6.0)] {
            let drift = drift_of(ms_per_min, late);
            assert!((drift.ms_per_min - ms_per_min).abs() <= 15.0, "{drift:?} for {ms_per_min}");
            let middle_secs = late / 12.0 + ms_per_min / 1000.0 * N_SECS as f64 / 120.0;
            assert!((drift.offset_secs - middle_secs).abs() < 0.1, "{drift:?}");
            let (first, last) = drift.interval_ms_per_min;
            assert!(first <= ms_per_min && ms_per_min <= last, "{drift:?}");
            assert_eq!(first > 0.0 || last < 0.0, ms_per_min != 0.0, "{drift:?}");
            assert!(drift.p_chance <= 0.02, "{drift:?}");
        }
    }

    #[test]
    fn an_unrelated_sound_is_on_no_line_and_a_short_file_has_none() {
        let mut video = clip(N_SECS, 0, 1);
        video.audio = clip(N_SECS, 0, 2).audio;
        let drift = PieceProfiles::of(views(&video), 2.5).unwrap().drift(0.9).unwrap();
        let (first, last) = drift.interval_ms_per_min;
        assert!(drift.p_chance > 0.05 || last - first > 100.0, "{drift:?}");
        let short = clip(299, 0, 1);
        assert_eq!(PieceProfiles::of(views(&short), 2.5).unwrap().drift(0.9), None);
    }
}
