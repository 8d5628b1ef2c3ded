//! Typical and extreme rows.

use earsight_core::{Distance, Norm, Part};
use ndarray::{Array2, ArrayView2};
use proptest::prelude::*;

/// Pseudorandom numbers from a seed.
pub fn noise(seed: u64) -> impl FnMut() -> f32 {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        ((state >> 40) as f32 / (1 << 24) as f32) * 2.0 - 1.0
    }
}

pub fn random(n_rows: usize, n_columns: usize, seed: u64) -> Array2<f32> {
    Array2::from_shape_simple_fn((n_rows, n_columns), noise(seed))
}

/// A distribution of rows.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    Random,
    /// Near a plane of a few dimensions, as the output of a decoder.
    LowRank,
    /// A few different rows, each repeated many times.
    Repeated,
    /// Numbers from a small grid: many rows at the same distance.
    Grid,
    /// Of all magnitudes of f32.
    Huge,
    /// Rows far from 0 with small differences: sums of squares cancel.
    FarAway,
    /// The same row again and again.
    Constant,
}

pub fn rows(kind: Kind, n_rows: usize, n_columns: usize, seed: u64) -> Array2<f32> {
    let plain = random(n_rows, n_columns, seed);
    match kind {
        Kind::Random => plain,
        Kind::LowRank => {
            let axes = random(3, n_columns, seed + 1);
            random(n_rows, 3, seed + 2).dot(&axes) + plain * 0.01
        }
        Kind::Repeated => {
            Array2::from_shape_fn((n_rows, n_columns), |(row, column)| plain[(row % 3, column)])
        }
        Kind::Grid => plain.mapv(f32::round),
        Kind::Huge => Array2::from_shape_fn((n_rows, n_columns), |(row, column)| {
            plain[(row, column)] * 10_f32.powi(row as i32 % 70 - 35)
        }),
        Kind::FarAway => plain * 1e-4 + 1000.0,
        Kind::Constant => Array2::from_elem((n_rows, n_columns), plain[(0, 0)]),
    }
}

pub fn kind() -> impl Strategy<Value = Kind> {
    prop::sample::select(vec![
        Kind::Random,
        Kind::LowRank,
        Kind::Repeated,
        Kind::Grid,
        Kind::Huge,
        Kind::FarAway,
        Kind::Constant,
    ])
}

/// The paper's distance of two parts, and variants.
pub fn distance() -> impl Strategy<Value = Distance> {
    let norm = prop::sample::select(vec![Norm::Euclidean, Norm::MeanSquare]);
    let part = (norm, prop::sample::select(vec![0.0_f32, 0.3, 1.0, 7.0]));
    (1..12_usize, 0..70_usize, part.clone(), part).prop_map(|(first, second, a, b)| {
        let part = |name: &'static str, columns, (norm, weight)| Part {
            name: name.into(),
            columns,
            weight,
            norm,
        };
        Distance { parts: vec![part("a", 0..first, a), part("b", first..first + second, b)] }
    })
}

/// The ranking by comparing every row.
pub fn naive(
    distance: &Distance,
    rows: ArrayView2<'_, f32>,
    query: ArrayView2<'_, f32>,
) -> Vec<(usize, f64)> {
    let to = |item| {
        query.rows().into_iter().map(|row| distance.between(row, item)).sum::<f64>()
            / query.nrows() as f64
    };
    let mut all: Vec<(usize, f64)> = rows.rows().into_iter().map(to).enumerate().collect();
    all.sort_by(|a, b| a.1.total_cmp(&b.1));
    all
}
