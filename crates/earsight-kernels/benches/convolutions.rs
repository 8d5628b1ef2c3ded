//! Convolutions of the shapes of the backbones, on one thread, relative to the machine.
//!
//! `cargo bench -p earsight-kernels --bench convolutions`

#![expect(clippy::print_stdout, reason = "a bench says what it found")]

use std::hint::black_box;
use std::time::Instant;

use earsight_kernels::{Bounds, Convolution, MapShape, Peak, Sliding};

const N_RUNS: usize = 41;

fn wave(n: usize) -> Vec<f32> {
    (0..n).map(|place| (place as f32 * 0.7).sin() * 0.05).collect()
}

fn main() {
    let mut peak = Peak::default();
    let gflop_per_sec = 1e-9 * (0..5).map(|_| peak.flop_per_sec()).fold(0.0, f64::max);
    println!("machine: {gflop_per_sec:.0} GFLOP/s on one thread");
    for (side, channels, kernel) in [
        (112, [32, 16], 1),
        (28, [40, 240], 1),
        (7, [320, 1280], 1),
        (48, [64, 64], 3),
        (12, [256, 256], 3),
    ] {
        let pad = kernel / 2;
        let sliding = Sliding { kernel, stride: 1, pads: [pad, pad] };
        let from = MapShape { height: side, width: side, channels: channels[0], frame: [pad, pad] };
        let to = sliding.output(from, channels[1], [0, 0]);
        let n_multiplications = side * side * channels[0] * channels[1] * kernel * kernel;
        let weight = wave(channels[0] * channels[1] * kernel * kernel);
        let layer = Convolution::new(&weight, &wave(channels[1]), channels, sliding, Bounds::NONE);
        let (input, mut out) = (wave(from.n_values()), vec![0.0; to.n_values()]);
        let mut took: Vec<f64> = (0..N_RUNS)
            .map(|_| {
                let begun = Instant::now();
                layer.apply((from, &input), None, (to, black_box(&mut out)));
                begun.elapsed().as_secs_f64()
            })
            .collect();
        took.sort_unstable_by(f64::total_cmp);
        let secs = took[N_RUNS / 2];
        let share = 2e-9 * n_multiplications as f64 / secs / gflop_per_sec;
        println!(
            "{side:4}² {:4} to {:4} channels, {kernel}×{kernel}: {:7.0} µs, {:3.0} % of peak",
            channels[0],
            channels[1],
            secs * 1e6,
            100.0 * share,
        );
    }
}
