//! Forward, backward and update of linear layers, and the parts of it, in microseconds.
//!
//! `cargo bench -p earsight-kernels`, and behind `--` the numbers of rows.

#![expect(clippy::print_stdout, reason = "a bench says what it found")]

mod measure;

use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use earsight_kernels::adam::{AdamStep, Member};
use earsight_kernels::{Function, GradientSink, GradientSinks, Parameter, Peak, Tape, on_threads};

use measure::{gflop_per_sec, median_micros, wave};

/// As wide as the layers of the published network.
const WIDTH: usize = 512;
/// Layers of the chain.
const DEPTH: usize = 8;

struct Adams(Vec<[Vec<f32>; 2]>);

impl GradientSinks for Adams {
    fn sink(&mut self, parameter: usize) -> GradientSink<'_> {
        let moments = self.0[parameter].each_mut().map(Vec::as_mut_slice);
        let (beta_1, beta_2, epsilon) = (0.9, 0.999, 1e-8);
        let step =
            AdamStep { beta_1, beta_2, epsilon, step_size: 1e-5, inverse_root: 1.0, kept: 1.0 };
        GradientSink::Steps(vec![Member { step, moments }])
    }
}

fn main() {
    // As in the program: the calling thread is one of the pool.
    on_threads(std::thread::available_parallelism().map_or(1, usize::from), measure);
}

fn measure() {
    let mut peak = Peak::default();
    let gflop_per_sec = gflop_per_sec(&mut peak);
    println!("machine: {gflop_per_sec:.0} GFLOP/s, {:.1} GB/s", peak.bytes_per_sec() / 1e9);
    println!("{DEPTH} layers of {WIDTH}² with ReLU: forward, backward and Adam");
    let typed: Vec<usize> = std::env::args().filter_map(|typed| typed.parse().ok()).collect();
    let all = [1, 10, 20, 32, 33, 64, 256, 2048];
    for &n in if typed.is_empty() { &all[..] } else { &typed } {
        let shapes: Vec<[usize; 2]> =
            (0..DEPTH).flat_map(|_| [[WIDTH, WIDTH], [1, WIDTH]]).collect();
        let parameter =
            |&shape: &[usize; 2]| Parameter { shape, values: Arc::new(wave(shape[0] * shape[1])) };
        let mut parameters: Vec<Parameter> = shapes.iter().map(parameter).collect();
        let zeros = |shape: &[usize; 2]| vec![0.0; shape[0] * shape[1]];
        let mut adams = Adams(shapes.iter().map(|shape| [zeros(shape), zeros(shape)]).collect());
        let mut tape = Tape::default();
        let x = wave(n * WIDTH);
        let n_runs = (20_000 / (n + 20)).max(5);
        let mut forward = 0.0;
        let step = median_micros(n_runs, || {
            tape.begin(std::mem::take(&mut parameters));
            let begun = Instant::now();
            let mut hidden = tape.constant(&x, [n, WIDTH]);
            for layer in 0..DEPTH {
                let (weight, bias) = (tape.parameter(2 * layer), tape.parameter(2 * layer + 1));
                hidden = hidden.linear(weight, bias).map(Function::LeakyRelu(0.0));
            }
            let total = black_box(hidden.sum()).place();
            forward += begun.elapsed().as_secs_f64() * 1e6 / n_runs as f64;
            tape.backward(total, &mut adams);
            parameters = tape.end();
        });
        let gflop = 6e-9 * (n * WIDTH * WIDTH * DEPTH) as f64;
        let share = 100.0 * gflop / (step * 1e-6) / gflop_per_sec;
        println!("{n:5} rows: {step:9.0} µs, forward {forward:8.0} µs, {share:3.0} % of peak");
    }
    let mut adams = Adams(vec![[vec![0.0; 1 << 21], vec![0.0; 1 << 21]]]);
    let (mut values, gradient) = (vec![0.1; 1 << 21], wave(1 << 21));
    let took = median_micros(100, || adams.sink(0).take(&mut values, &gradient));
    println!("Adam of 2,097,152 values: {took:.0} µs");
}
