//! The rows that are searched, and the bounds of queries.

use earsight_core::Distance;
use ndarray::ArrayView2;

use crate::bound::{self, Prepared};
use crate::codes::{check_columns, check_finite};
use crate::threads::in_parallel;
use crate::{Codes, Error, Ranking, Result};

/// Consecutive rows that are contiguous in memory, such as a shard.
#[derive(Debug, Clone)]
pub struct Stretch<'a> {
    /// # Shapes: `[n, E]`
    pub rows: ArrayView2<'a, f32>,
    /// Their codes; without codes every row is compared.
    pub codes: Option<Codes<'a>>,
}

/// All rows that are searched.
#[derive(Debug, Clone)]
pub struct Collection<'a> {
    pub(crate) distance: &'a Distance,
    pub(crate) stretches: Vec<Stretch<'a>>,
    /// The first row of each stretch, and the number of rows at the end.
    pub(crate) starts: Vec<usize>,
}

impl<'a> Collection<'a> {
    /// Rows of all stretches, numbered consecutively.
    ///
    /// # Errors
    /// [`Error::Columns`] for rows that are too narrow for the distance,
    /// [`Error::Codes`] for codes of another number of rows.
    pub fn new(distance: &'a Distance, stretches: Vec<Stretch<'a>>) -> Result<Self> {
        let mut starts = vec![0];
        for Stretch { rows, codes } in &stretches {
            check_columns("the collection", *rows, distance.n_columns())?;
            if let Some(codes) = codes.as_ref().filter(|codes| codes.n_rows != rows.nrows()) {
                let reason = format!("they are of {} rows, not {}", codes.n_rows, rows.nrows());
                return Err(Error::Codes { reason });
            }
            starts.push(starts[starts.len() - 1] + rows.nrows());
        }
        Ok(Collection { distance, stretches, starts })
    }

    /// How many rows there are.
    pub fn n_rows(&self) -> usize {
        self.starts[self.starts.len() - 1]
    }

    /// All rows for each query, nearest first, computed lazily.
    /// The distance to a query of several rows is the mean over them.
    /// Codes are read once for all queries.
    ///
    /// # Shapes
    /// - `queries`: each `[l, E]`, at least one row
    ///
    /// # Errors
    /// [`Error::NoQuestion`], [`Error::Columns`], [`Error::NotFinite`].
    pub fn rank<'q>(
        &'q self,
        queries: &[ArrayView2<'q, f32>],
        n_threads: usize,
    ) -> Result<Vec<Ranking<'q, 'a>>> {
        for &rows in queries {
            check_columns("the question", rows, self.distance.n_columns())?;
            if rows.nrows() == 0 {
                return Err(Error::NoQuestion);
            }
            check_finite("the question", rows)?;
        }
        let n_threads = n_threads.max(1);
        let bounds = self.bounds(queries, n_threads);
        let ranking = |(&query, bounds)| Ranking::new(self, query, bounds, n_threads);
        Ok(queries.iter().zip(bounds).map(ranking).collect())
    }

    /// For each query the bound of each row.
    fn bounds(&self, queries: &[ArrayView2<'_, f32>], n_threads: usize) -> Vec<Vec<f32>> {
        let mut bounds: Vec<Vec<f32>> = queries.iter().map(|_| vec![0.0; self.n_rows()]).collect();
        for (stretch, &start) in self.stretches.iter().zip(&self.starts) {
            // Without codes the bound stays 0.
            let Some(codes) = &stretch.codes else { continue };
            let prepared: Vec<Prepared> =
                queries.iter().map(|rows| Prepared::new(*rows, codes)).collect();
            let n_rows = codes.n_rows;
            let n_of_thread = n_rows.div_ceil(n_threads).max(1);
            let mut of_stretch: Vec<_> = bounds
                .iter_mut()
                .map(|bounds| bounds[start..start + n_rows].chunks_mut(n_of_thread))
                .collect();
            let mut piece = |first: usize| {
                let bounds: Vec<_> = of_stretch.iter_mut().filter_map(Iterator::next).collect();
                (first..(first + n_of_thread).min(n_rows), bounds)
            };
            let pieces = (0..n_rows).step_by(n_of_thread).map(&mut piece).collect();
            in_parallel(pieces, |(rows, mut bounds): (_, Vec<&mut [f32]>)| {
                bound::fill(codes, &self.distance.parts, &prepared, rows, &mut bounds);
            });
        }
        bounds
    }
}
