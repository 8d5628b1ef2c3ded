//! Repetitions of some work, and between them measurements of the machine.

use std::time::{Duration, Instant};

use earsight_kernels::{Peak, n_multiplications};
use serde::Serialize;

/// The machine is measured again after so much work.
const WORK_BETWEEN_PROBES: Duration = Duration::from_millis(300);

/// How long one repetition took.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Repetitions {
    /// The median, milliseconds.
    pub median_ms: f64,
    /// The fastest one.
    pub fastest_ms: f64,
    /// How many were timed.
    pub n_repetitions: usize,
    /// Thousand million floating point operations a second in matrix products of our kernels, a multiplication and an
    /// addition being two; absent for work that another library computes.
    pub gflop_per_sec: Option<f64>,
    /// The same as a share of the machine's.
    pub share_of_peak: Option<f64>,
}

/// The speed of the machine at the same time.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Machine {
    /// Thousand million floating point operations a second of a large matrix product: the median of all probes.
    pub gflop_per_sec: f64,
    /// Thousand million bytes a second that are read from memory.
    pub gbyte_per_sec: f64,
}

/// Times repetitions and measures the machine between them.
pub struct Stopwatch {
    peak: Peak,
    secs: f64,
    /// Seconds of each repetition.
    repetition_secs: Vec<f64>,
    /// Multiplications of each repetition.
    n_multiplications: Vec<f64>,
    flop_per_sec: Vec<f64>,
    bytes_per_sec: Vec<f64>,
    since_probe: Duration,
    /// Caches are cold after a measurement, and in the beginning.
    is_warm: bool,
    begun: Instant,
    multiplied_before: u64,
}

impl Stopwatch {
    /// Needs so many seconds of work.
    pub fn new(secs: f64) -> Self {
        Stopwatch {
            peak: Peak::default(),
            secs,
            repetition_secs: Vec::new(),
            n_multiplications: Vec::new(),
            flop_per_sec: Vec::new(),
            bytes_per_sec: Vec::new(),
            since_probe: WORK_BETWEEN_PROBES,
            is_warm: false,
            begun: Instant::now(),
            multiplied_before: n_multiplications(),
        }
    }

    /// A repetition begins now.
    pub fn begin(&mut self) {
        self.multiplied_before = n_multiplications();
        self.begun = Instant::now();
    }

    /// It ends now; returns how long it took, and measures the machine when it is time.
    pub fn end(&mut self) -> Duration {
        let took = self.begun.elapsed();
        if self.is_warm {
            self.repetition_secs.push(took.as_secs_f64());
            let n_multiplications = n_multiplications() - self.multiplied_before;
            self.n_multiplications.push(n_multiplications as f64);
        }
        self.is_warm = true;
        self.since_probe += took;
        if self.since_probe >= WORK_BETWEEN_PROBES {
            self.flop_per_sec.push(self.peak.flop_per_sec());
            self.bytes_per_sec.push(self.peak.bytes_per_sec());
            self.since_probe = Duration::ZERO;
            // Work that is longer than the pause has warm caches of its own.
            self.is_warm = took >= WORK_BETWEEN_PROBES;
        }
        took
    }

    /// Whether there are enough repetitions: as many seconds of work as needed, and three at least.
    pub fn is_enough(&self) -> bool {
        let worked: f64 = self.repetition_secs.iter().sum();
        self.repetition_secs.len() >= 3 && worked >= self.secs
    }

    /// The times of all repetitions, and the speed of the machine.
    pub fn read(self) -> (Repetitions, Machine) {
        let machine = Machine {
            gflop_per_sec: median(self.flop_per_sec) / 1e9,
            gbyte_per_sec: median(self.bytes_per_sec) / 1e9,
        };
        let fastest_secs = self.repetition_secs.iter().copied().fold(f64::INFINITY, f64::min);
        let n_repetitions = self.repetition_secs.len();
        let median_secs = median(self.repetition_secs);
        let n_multiplications = median(self.n_multiplications);
        let gflop_per_sec =
            (n_multiplications > 0.0).then(|| 2.0 * n_multiplications / median_secs / 1e9);
        let repetitions = Repetitions {
            median_ms: median_secs * 1e3,
            fastest_ms: fastest_secs * 1e3,
            n_repetitions,
            gflop_per_sec,
            share_of_peak: gflop_per_sec.map(|flops| flops / machine.gflop_per_sec),
        };
        (repetitions, machine)
    }
}

/// The median: the middle one, or the mean of the two in the middle; 0 of none.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    let n = values.len();
    match n {
        0 => 0.0,
        _ if n % 2 == 1 => values[n / 2],
        _ => 0.5 * (values[n / 2 - 1] + values[n / 2]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_in_the_middle() {
        assert_eq!(median(vec![3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(vec![4.0, 1.0, 2.0, 3.0]), 2.5);
        assert_eq!(median(Vec::new()), 0.0);
    }

    #[test]
    fn cold_repetitions_do_not_count() {
        let mut stopwatch = Stopwatch::new(0.0);
        for _ in 0..5 {
            stopwatch.begin();
            stopwatch.end();
        }
        assert!(stopwatch.is_enough());
        let (repetitions, machine) = stopwatch.read();
        // The first is cold, and so is the one after the probe that follows it.
        assert_eq!(repetitions.n_repetitions, 3);
        assert_eq!(repetitions.gflop_per_sec, None);
        assert!(machine.gflop_per_sec > 0.0 && machine.gbyte_per_sec > 0.0);
    }
}
