//! The peak speed of the machine: a large matrix product by an optimised library, and a reading of memory.
//!
//! One probe takes some milliseconds, so that it can be repeated between the repetitions of a measurement:
//! machines are shared, and their speed changes from second to second.

use std::hint::black_box;
use std::time::Instant;

use rayon::prelude::*;

use crate::matrix_product::{View, library_product};
use crate::sums::sum;

/// Side of the matrices: large enough for the full speed of the product.
const SIDE: usize = 1024;
/// Numbers that are read: 128 MiB, more than the caches of any core.
const N_NUMBERS: usize = 32 << 20;

/// The arrays of both probes.
#[derive(Debug)]
pub struct Peak {
    matrices: [Vec<f32>; 3],
    numbers: Vec<f32>,
}

impl Default for Peak {
    fn default() -> Self {
        let wave = |n: usize| (0..n).map(|place| (place as f32 * 0.37).sin()).collect();
        Peak {
            matrices: [wave(SIDE * SIDE), wave(SIDE * SIDE), vec![0.0; SIDE * SIDE]],
            numbers: vec![1.0; N_NUMBERS],
        }
    }
}

impl Peak {
    /// Floating point operations a second of a large matrix product, a multiplication and an addition being two.
    pub fn flop_per_sec(&mut self) -> f64 {
        let [a, b, out] = &mut self.matrices;
        let [a, b] = [View::new(a, [SIDE; 2]), View::new(b, [SIDE; 2])];
        let begun = Instant::now();
        library_product(a, b, out, 1.0);
        black_box(&out[0]);
        2.0 * (SIDE * SIDE * SIDE) as f64 / begun.elapsed().as_secs_f64()
    }

    /// Bytes a second that are read from memory, one after the other, on all threads.
    pub fn bytes_per_sec(&self) -> f64 {
        let n_pieces = rayon::current_num_threads() * 8;
        let begun = Instant::now();
        let total: f32 = self.numbers.par_chunks(N_NUMBERS.div_ceil(n_pieces)).map(sum).sum();
        black_box(total);
        size_of_val(&*self.numbers) as f64 / begun.elapsed().as_secs_f64()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_peak_of_a_machine_is_positive() {
        let mut peak = Peak::default();
        assert!(peak.flop_per_sec() > 0.0 && peak.bytes_per_sec() > 0.0);
    }
}
