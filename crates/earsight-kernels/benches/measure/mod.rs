//! What the benches share: data, the middle of some runs, and the speed of the machine.

use std::time::Instant;

use earsight_kernels::Peak;

/// Small numbers of both signs.
pub fn wave(n: usize) -> Vec<f32> {
    (0..n).map(|place| (place as f32 * 0.7).sin() * 0.05).collect()
}

/// The middle of so many runs, in microseconds.
pub fn median_micros(n: usize, mut work: impl FnMut()) -> f64 {
    let mut took: Vec<f64> = (0..n)
        .map(|_| {
            let begun = Instant::now();
            work();
            begun.elapsed().as_secs_f64() * 1e6
        })
        .collect();
    took.sort_unstable_by(f64::total_cmp);
    took[n / 2]
}

/// The highest of five measurements.
pub fn gflop_per_sec(peak: &mut Peak) -> f64 {
    1e-9 * (0..5).map(|_| peak.flop_per_sec()).fold(0.0, f64::max)
}
