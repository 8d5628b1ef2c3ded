//! Rows in the order of their distance, found lazily from bounds.

mod candidates;

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use ndarray::ArrayView2;

use self::candidates::Candidates;
use crate::Collection;

/// Rows that are compared at a time, at first and at most.
const FEW: usize = 16;
const MANY: usize = 4096;
/// From as many on, comparing is worth starting threads.
const WORTH_THREADS: usize = 256;

/// A row and its distance to the question.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Neighbour {
    /// Its number in the collection.
    pub row: usize,
    /// Mean over the question's rows of `D(q, i)`, in f64.
    pub distance: f64,
}

/// Why nothing nearer was left out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Certificate {
    /// Rows of the collection.
    pub n_rows: usize,
    /// Those whose every number was compared.
    pub n_compared: usize,
    /// No other row is nearer than this, as its code proves; nothing when all were compared.
    pub others_beyond: Option<f64>,
}

/// All rows, nearest first; of two at the same distance the one that comes first in the collection.
///
/// A row is given when its distance is below every bound that is left,
/// so that it is the one that comparing all rows would have given.
pub struct Ranking<'q, 'a> {
    collection: &'q Collection<'a>,
    question: ArrayView2<'q, f32>,
    candidates: Candidates,
    compared: BinaryHeap<Reverse<Compared>>,
    n_compared: usize,
    n_next: usize,
    n_threads: usize,
}

impl<'q, 'a> Ranking<'q, 'a> {
    pub(crate) fn new(
        collection: &'q Collection<'a>,
        question: ArrayView2<'q, f32>,
        bounds: Vec<f32>,
        n_threads: usize,
    ) -> Self {
        Ranking {
            collection,
            question,
            candidates: Candidates::new(bounds),
            compared: BinaryHeap::new(),
            n_compared: 0,
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
            // At the same distance, too: an earlier row would come first.
            let is_open = |bound: f32| f64::from(bound) <= limit;
            let rows = self.candidates.take_while(self.n_next, is_open);
            if rows.is_empty() {
                nearest.filter(|nearest| nearest.distance <= within)?;
                return self.compared.pop().map(|Reverse(Compared(nearest))| nearest);
            }
            self.n_next = (self.n_next * 2).min(MANY);
            self.n_compared += rows.len();
            self.compare(&rows);
        }
    }

    /// What proves the rows that were given so far.
    pub fn certificate(&self) -> Certificate {
        Certificate {
            n_rows: self.collection.n_rows(),
            n_compared: self.n_compared,
            others_beyond: self.candidates.smallest().map(f64::from),
        }
    }

    fn compare(&mut self, rows: &[usize]) {
        let n_threads = if rows.len() < WORTH_THREADS { 1 } else { self.n_threads };
        let (collection, question) = (self.collection, self.question);
        let neighbours = |rows: &[usize]| -> Vec<Reverse<Compared>> {
            let compared =
                |&row| Compared(Neighbour { row, distance: collection.distance_to(question, row) });
            rows.iter().map(|row| Reverse(compared(row))).collect()
        };
        if n_threads == 1 {
            self.compared.extend(neighbours(rows));
            return;
        }
        std::thread::scope(|scope| {
            let pieces = rows.chunks(rows.len().div_ceil(n_threads));
            let threads: Vec<_> =
                pieces.map(|rows| scope.spawn(move || neighbours(rows))).collect();
            for thread in threads {
                let found = thread.join();
                self.compared
                    .extend(found.unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
            }
        });
    }
}

impl Iterator for Ranking<'_, '_> {
    type Item = Neighbour;

    fn next(&mut self) -> Option<Neighbour> {
        self.next_within(f64::INFINITY)
    }
}

impl Collection<'_> {
    /// The mean over a question's rows of their distances to a row.
    fn distance_to(&self, question: ArrayView2<'_, f32>, row: usize) -> f64 {
        let stretch = self.starts.partition_point(|&start| start <= row) - 1;
        let item = self.stretches[stretch].rows.row(row - self.starts[stretch]);
        let each = question.rows().into_iter().map(|asked| self.distance.between(asked, item));
        each.sum::<f64>() / question.nrows() as f64
    }
}

/// In the order of answers.
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
