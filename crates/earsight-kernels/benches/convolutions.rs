//! Convolutions of the shapes of the backbones, on one thread, relative to the machine.
//!
//! `cargo bench -p earsight-kernels --bench convolutions`

#![expect(clippy::print_stdout, reason = "a bench says what it found")]

mod measure;

use std::hint::black_box;

use earsight_kernels::{Bounds, Convolution, MapShape, Peak, Sliding};

use measure::{gflop_per_sec, median_micros, wave};

const N_RUNS: usize = 41;

fn main() {
    let mut peak = Peak::default();
    let gflop_per_sec = gflop_per_sec(&mut peak);
    println!("machine: {gflop_per_sec:.0} GFLOP/s on one thread");
    for (side, channels, kernel) in [
        (112, [32, 16], 1),
        (28, [40, 240], 1),
        (7, [320, 1280], 1),
        (48, [64, 64], 3),
        (12, [256, 256], 3),
    ] {
        let pad = kernel / 2;
        let sliding = Sliding::square(kernel, 1, [pad, pad]);
        let from =
            MapShape { height: side, width: side, channels: channels[0], frame: [[pad; 2]; 2] };
        let to = sliding.output(from, channels[1], MapShape::NO_FRAME);
        let n_multiplications = side * side * channels[0] * channels[1] * kernel * kernel;
        let weight = wave(channels[0] * channels[1] * kernel * kernel);
        let layer = Convolution::new(&weight, &wave(channels[1]), channels, sliding, Bounds::NONE);
        let (input, mut out) = (wave(from.n_values()), vec![0.0; to.n_values()]);
        let micros = median_micros(N_RUNS, || {
            layer.apply((from, &input), None, (to, black_box(&mut out)));
        });
        let share = 2e-3 * n_multiplications as f64 / micros / gflop_per_sec;
        println!(
            "{side:4}² {:4} to {:4} channels, {kernel}×{kernel}: {:7.0} µs, {:3.0} % of peak",
            channels[0],
            channels[1],
            micros,
            100.0 * share,
        );
    }
}
