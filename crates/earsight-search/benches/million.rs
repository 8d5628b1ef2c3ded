//! The ten nearest of a million rows, compared with a scan of their f32 numbers that is limited by memory bandwidth.
//!
//! `cargo bench -p earsight-search -- [rows] [queries at a time]`: medians of interleaved repetitions.
#![allow(clippy::print_stdout)]

use std::time::Instant;

use earsight_core::{Distance, Norm, Part};
use earsight_search::{Coder, Codes, Collection, Stretch};
use ndarray::{Array2, ArrayView1, Axis, s};
use pulp::{Arch, Simd, WithSimd};

const N_LATENT: usize = 100;
const N_GENERATED: usize = 640;
const N_THREADS: usize = 2;
const N_ROUNDS: usize = 15;
const K: usize = 10;
/// Rows of a shard, about.
const STRETCH: usize = 45_000;

fn main() {
    let numbers: Vec<usize> =
        std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let n_rows = numbers.first().copied().unwrap_or(1_000_000);
    let n_queries = numbers.get(1).copied().unwrap_or(1);
    for (name, rows) in [("a decoder's", decoded(n_rows)), ("isotropic", isotropic(n_rows))] {
        measure(name, &rows, n_queries);
    }
}

fn measure(name: &str, rows: &Array2<f32>, n_queries: usize) {
    let distance = distance();
    let started = Instant::now();
    let mut coder = Coder::new(&distance, N_THREADS);
    let stretches: Vec<_> = rows.axis_chunks_iter(Axis(0), STRETCH).collect();
    let codes: Vec<_> =
        stretches.iter().map(|rows| coder.code(*rows).expect("finite").expect("codes")).collect();
    let coding_secs = started.elapsed().as_secs_f64();
    let n_bytes: usize = codes.iter().map(Vec::len).sum();
    println!(
        "{name} rows: {} x {}, codes {:.0} bytes a row ({:.1} % of the rows), made in {coding_secs:.1} s",
        rows.nrows(),
        rows.ncols(),
        n_bytes as f64 / rows.nrows() as f64,
        100.0 * n_bytes as f64 / (rows.len() * 4) as f64
    );
    let stretches = stretches.iter().zip(&codes).map(|(rows, bytes)| Stretch {
        rows: *rows,
        codes: Some(Codes::read(bytes, rows.nrows(), &distance).expect("our own codes")),
    });
    let collection = Collection::new(&distance, stretches.collect()).expect("rows of the distance");

    let (mut reads, mut scans, mut searches, mut compared) = (vec![], vec![], vec![], vec![]);
    for round in 0..N_ROUNDS {
        // Questions that are not of the collection, but of the same kind.
        let queries: Vec<Array2<f32>> = (0..n_queries)
            .map(|index| {
                let at = (round * n_queries + index) * 7919 % (rows.nrows() - 1);
                let between = 0.7 * &rows.row(at) + 0.3 * &rows.row(at + 1);
                between.insert_axis(Axis(0))
            })
            .collect();
        let views: Vec<_> = queries.iter().map(|rows| rows.view()).collect();
        let started = Instant::now();
        std::hint::black_box(sum_of_all(rows));
        reads.push(started.elapsed().as_secs_f64() * 1e3);
        // The scan is timed without sorting the distances.
        let started = Instant::now();
        let scanned: Vec<_> = views.iter().map(|query| scan(rows, query.row(0))).collect();
        scans.push(started.elapsed().as_secs_f64() * 1e3 / n_queries as f64);
        let nearest: Vec<_> = views
            .iter()
            .zip(&scanned)
            .map(|(query, scanned)| nearest(rows, query.row(0), scanned, &distance))
            .collect();
        let started = Instant::now();
        let mut rankings = collection.rank(&views, N_THREADS).expect("finite");
        let found: Vec<Vec<usize>> = rankings
            .iter_mut()
            .map(|ranking| ranking.take(K).map(|neighbour| neighbour.row).collect())
            .collect();
        searches.push(started.elapsed().as_secs_f64() * 1e3 / n_queries as f64);
        assert_eq!(found, nearest, "the same rows in the same order");
        compared.extend(rankings.iter().map(|ranking| ranking.certificate().n_compared as f64));
    }
    let ratios = scans.iter().zip(&searches).map(|(scan, search)| search / scan).collect();
    let (scan_ms, search_ms, ratio) = (median(scans), median(searches), median(ratios));
    let gigabytes_in = |ms: f64| (rows.len() * 4) as f64 / 1e6 / ms;
    let (gigabytes, read_ms) = (gigabytes_in(scan_ms), median(reads));
    println!("  every number once: {read_ms:.1} ms ({:.1} GB/s)", gigabytes_in(read_ms));
    println!(
        "  f32 scan {scan_ms:.1} ms a query ({gigabytes:.1} GB/s), search {search_ms:.1} ms, ratio {ratio:.3}, {:.0} rows compared",
        median(compared)
    );
}

fn distance() -> Distance {
    let part = |name: &'static str, columns| Part {
        name: name.into(),
        columns,
        weight: 1.0,
        norm: Norm::Euclidean,
    };
    let generated = N_LATENT..N_LATENT + N_GENERATED;
    Distance { parts: vec![part("latent", 0..N_LATENT), part("generated", generated)] }
}

/// Numbers without order, about normal.
fn noise(seed: u64) -> impl FnMut() -> f32 {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        // Four uniform numbers of sixteen bits, added.
        let sum: u64 = (0..4).map(|part| (state >> (16 * part)) & 0xffff).sum();
        (sum as f32 / 65_536.0 - 2.0) * 1.732
    }
}

fn isotropic(n_rows: usize) -> Array2<f32> {
    Array2::from_shape_simple_fn((n_rows, N_LATENT + N_GENERATED), noise(1))
}

/// Latents of which 64 numbers carry something, and what a fixed network of two layers makes of them.
fn decoded(n_rows: usize) -> Array2<f32> {
    let matrix = |n, m, seed| Array2::from_shape_simple_fn((n, m), noise(seed));
    let (first, second) = (matrix(N_LATENT, 512, 2) / 8.0, matrix(512, N_GENERATED, 3) / 16.0);
    let mut rows = Array2::zeros((n_rows, N_LATENT + N_GENERATED));
    let mut numbers = noise(4);
    for mut block in rows.axis_chunks_iter_mut(Axis(0), 4096) {
        let latent = Array2::from_shape_fn((block.nrows(), N_LATENT), |(_, column)| {
            numbers() * if column < 64 { 1.0 } else { 0.01 }
        });
        block.slice_mut(s![.., ..N_LATENT]).assign(&latent);
        let generated = latent.dot(&first).mapv(|x| x.max(0.0)).dot(&second);
        block.slice_mut(s![.., N_LATENT..]).assign(&generated);
    }
    rows
}

/// Every number of every row, in f32.
fn scan(rows: &Array2<f32>, query: ArrayView1<'_, f32>) -> Vec<f32> {
    let n = rows.nrows();
    let mut distances = vec![0.0_f32; n];
    let n_of_thread = n.div_ceil(N_THREADS);
    std::thread::scope(|scope| {
        for (distances, rows) in
            distances.chunks_mut(n_of_thread).zip(rows.axis_chunks_iter(Axis(0), n_of_thread))
        {
            let query = query.as_slice().expect("one row");
            let rows = rows.to_slice().expect("rows that lie together");
            scope.spawn(move || Arch::new().dispatch(Scan { rows, query, distances }));
        }
    });
    distances
}

/// The nearest in order, those that f32 finds compared without rounding.
fn nearest(
    rows: &Array2<f32>,
    query: ArrayView1<'_, f32>,
    distances: &[f32],
    distance: &Distance,
) -> Vec<usize> {
    let mut order: Vec<usize> = (0..rows.nrows()).collect();
    order.select_nth_unstable_by(4 * K, |&a, &b| distances[a].total_cmp(&distances[b]));
    let exact = |row| distance.between(query, rows.row(row));
    let mut nearest: Vec<_> = order[..4 * K].iter().map(|&row| (exact(row), row)).collect();
    nearest.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    nearest.iter().take(K).map(|&(_, row)| row).collect()
}

/// Every number once, and nothing done with it: what memory can give.
fn sum_of_all(rows: &Array2<f32>) -> f32 {
    let n_of_thread = rows.nrows().div_ceil(N_THREADS);
    std::thread::scope(|scope| {
        let threads: Vec<_> = rows
            .axis_chunks_iter(Axis(0), n_of_thread)
            .map(|rows| {
                scope.spawn(move || {
                    Arch::new().dispatch(Sum(rows.to_slice().expect("rows together")))
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().expect("a sum")).sum()
    })
}

struct Sum<'a>(&'a [f32]);

impl WithSimd for Sum<'_> {
    type Output = f32;

    #[inline(always)]
    fn with_simd<S: Simd>(self, _simd: S) -> f32 {
        let mut sums = [0.0_f32; 64];
        for numbers in self.0.as_chunks::<64>().0 {
            for lane in 0..64 {
                sums[lane] += numbers[lane];
            }
        }
        sums.iter().sum()
    }
}

struct Scan<'a> {
    rows: &'a [f32],
    query: &'a [f32],
    distances: &'a mut [f32],
}

impl WithSimd for Scan<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _simd: S) {
        let (latent, generated) = self.query.split_at(N_LATENT);
        for (distance, row) in
            self.distances.iter_mut().zip(self.rows.chunks_exact(self.query.len()))
        {
            let (of_latent, of_generated) = row.split_at(N_LATENT);
            *distance = square(latent, of_latent).sqrt() + square(generated, of_generated).sqrt();
        }
    }
}

#[inline(always)]
fn square(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0_f32; 32];
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<32>(), b.as_chunks::<32>());
    for (a, b) in a.iter().zip(b) {
        for lane in 0..32 {
            let difference = a[lane] - b[lane];
            sums[lane] = difference.mul_add(difference, sums[lane]);
        }
    }
    let rest: f32 = a_rest.iter().zip(b_rest).map(|(a, b)| (a - b) * (a - b)).sum();
    sums.iter().sum::<f32>() + rest
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
