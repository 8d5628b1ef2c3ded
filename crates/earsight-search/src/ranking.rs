//! Rows in the order of their distance, computed lazily from bounds.

mod candidates;

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use ndarray::ArrayView2;

use self::candidates::Candidates;
use crate::Collection;
use crate::threads::in_parallel;

/// Rows that are compared at a time, at first and at most.
const FEW: usize = 16;
const MANY: usize = 4096;
/// From so many on, threads are faster.
const WORTH_THREADS: usize = 256;

/// A row and its distance to the query.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Neighbour {
    /// Its number in the collection.
    pub row: usize,
    /// Mean over the query's rows of `D(q, i)`, in f64.
    pub distance: f64,
}

/// The proof that no nearer row was left out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Certificate {
    /// Rows of the collection.
    pub n_rows: usize,
    /// Rows that were compared, not only their codes.
    pub n_compared: usize,
    /// The codes prove that no other row is nearer than this; `None` when all were compared.
    pub others_beyond: Option<f64>,
}

/// All rows, nearest first; of two at the same distance the one that comes first in the collection.
///
/// A row is returned when its distance is below every remaining bound,
/// so that the order is that of comparing all rows.
pub struct Ranking<'q, 'a> {
    collection: &'q Collection<'a>,
    query: ArrayView2<'q, f32>,
    candidates: Candidates,
    compared: BinaryHeap<Reverse<Compared>>,
    /// Rows that were compared, in this order.
    read: Vec<usize>,
    n_next: usize,
    n_threads: usize,
}

impl<'q, 'a> Ranking<'q, 'a> {
    pub(crate) fn new(
        collection: &'q Collection<'a>,
        query: ArrayView2<'q, f32>,
        bounds: Vec<f32>,
        n_threads: usize,
    ) -> Self {
        Ranking {
            collection,
            query,
            candidates: Candidates::new(bounds),
            compared: BinaryHeap::new(),
            read: Vec::new(),
            n_next: FEW,
            n_threads,
        }
    }

    /// The next row, if its distance is at most `within`.
    /// Compares no row that is proven to be farther.
    pub fn next_within(&mut self, within: f64) -> Option<Neighbour> {
        loop {
            let nearest = self.compared.peek().map(|Reverse(compared)| compared.0);
            let limit = nearest.map_or(within, |nearest| nearest.distance.min(within));
            // Equal bounds count, too: of equal distances the earlier row comes first.
            let is_open = |bound: f32| f64::from(bound) <= limit;
            let rows = self.candidates.take_while(self.n_next, is_open);
            if rows.is_empty() {
                nearest.filter(|nearest| nearest.distance <= within)?;
                return self.compared.pop().map(|Reverse(Compared(nearest))| nearest);
            }
            self.n_next = (self.n_next * 2).min(MANY);
            self.compare(&rows);
            self.read.extend(rows);
        }
    }

    /// The proof of the rows that were returned so far.
    pub fn certificate(&self) -> Certificate {
        Certificate {
            n_rows: self.collection.n_rows(),
            n_compared: self.read.len(),
            others_beyond: self.candidates.smallest().map(f64::from),
        }
    }

    /// The rows that were compared so far; of all others only the codes were read.
    pub fn compared_rows(&self) -> &[usize] {
        &self.read
    }

    fn compare(&mut self, rows: &[usize]) {
        let n_threads = if rows.len() < WORTH_THREADS { 1 } else { self.n_threads };
        let (collection, query) = (self.collection, self.query);
        let compared = |&row: &usize| {
            Reverse(Compared(Neighbour { row, distance: collection.distance_to(query, row) }))
        };
        let pieces = rows.chunks(rows.len().div_ceil(n_threads)).collect();
        let of_piece = |rows: &[usize]| rows.iter().map(compared).collect::<Vec<_>>();
        self.compared.extend(in_parallel(pieces, of_piece).into_iter().flatten());
    }
}

impl Iterator for Ranking<'_, '_> {
    type Item = Neighbour;

    fn next(&mut self) -> Option<Neighbour> {
        self.next_within(f64::INFINITY)
    }
}

impl Collection<'_> {
    /// The mean over a query's rows of their distances to a row.
    fn distance_to(&self, query: ArrayView2<'_, f32>, row: usize) -> f64 {
        let stretch = self.starts.partition_point(|&start| start <= row) - 1;
        let item = self.stretches[stretch].rows.row(row - self.starts[stretch]);
        let each = query.rows().into_iter().map(|row| self.distance.between(row, item));
        each.sum::<f64>() / query.nrows() as f64
    }
}

/// A neighbour in the order of the ranking.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Compared(Neighbour);

impl Eq for Compared {}

impl PartialOrd for Compared {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Compared {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let Compared(Neighbour { row, distance }) = self;
        distance.total_cmp(&other.0.distance).then(row.cmp(&other.0.row))
    }
}
