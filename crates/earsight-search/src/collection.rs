//! Rows that are searched, and how questions reach them.

use earsight_core::Distance;
use ndarray::ArrayView2;

use crate::bound::{self, Prepared};
use crate::{Codes, Error, Ranking, Result};

/// Consecutive rows that lie together in memory, such as a shard.
#[derive(Debug, Clone)]
pub struct Stretch<'a> {
    /// # Shapes: `[n, E]`
    pub rows: ArrayView2<'a, f32>,
    /// Their codes; without them every row is compared.
    pub codes: Option<Codes<'a>>,
}

/// Everything that answers come from.
#[derive(Debug, Clone)]
pub struct Collection<'a> {
    pub(crate) distance: &'a Distance,
    pub(crate) stretches: Vec<Stretch<'a>>,
    /// The first row of each stretch, and behind the last the number of rows.
    pub(crate) starts: Vec<usize>,
}

impl<'a> Collection<'a> {
    /// Rows of all stretches, counted through.
    ///
    /// # Errors
    /// [`Error::Columns`] for rows that are too narrow for the distance,
    /// [`Error::Codes`] for codes of another number of rows.
    pub fn new(distance: &'a Distance, stretches: Vec<Stretch<'a>>) -> Result<Self> {
        let mut starts = vec![0];
        for Stretch { rows, codes } in &stretches {
            check_columns("the collection", rows, distance)?;
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

    /// All rows for each question, nearest first, as far as they are asked for.
    /// The distance to a question of several rows is the mean over them.
    /// Codes are read once for all questions.
    ///
    /// # Shapes
    /// - `questions`: each `[l, E]`, at least one row
    ///
    /// # Errors
    /// [`Error::NoQuestion`], [`Error::Columns`], [`Error::NotFinite`].
    pub fn rank<'q>(
        &'q self,
        questions: &[ArrayView2<'q, f32>],
        n_threads: usize,
    ) -> Result<Vec<Ranking<'q, 'a>>> {
        for rows in questions {
            check_columns("the question", rows, self.distance)?;
            if rows.nrows() == 0 {
                return Err(Error::NoQuestion);
            }
            let broken = rows.rows().into_iter().position(|row| !row.iter().all(|x| x.is_finite()));
            if let Some(row) = broken {
                return Err(Error::NotFinite { of: "the question", row });
            }
        }
        let n_threads = n_threads.max(1);
        let bounds = self.bounds(questions, n_threads);
        let ranking = |(&question, bounds)| Ranking::new(self, question, bounds, n_threads);
        Ok(questions.iter().zip(bounds).map(ranking).collect())
    }

    /// For each question the bound of each row.
    fn bounds(&self, questions: &[ArrayView2<'_, f32>], n_threads: usize) -> Vec<Vec<f32>> {
        let mut bounds: Vec<Vec<f32>> =
            questions.iter().map(|_| vec![0.0; self.n_rows()]).collect();
        for (stretch, &start) in self.stretches.iter().zip(&self.starts) {
            // Without codes a row may be at any distance.
            let Some(codes) = &stretch.codes else { continue };
            let prepared: Vec<Prepared> =
                questions.iter().map(|rows| Prepared::new(*rows, codes)).collect();
            let n_rows = codes.n_rows;
            let n_of_thread = n_rows.div_ceil(n_threads).max(1);
            let mut of_stretch: Vec<_> = bounds
                .iter_mut()
                .map(|bounds| bounds[start..start + n_rows].chunks_mut(n_of_thread))
                .collect();
            std::thread::scope(|scope| {
                for first in (0..n_rows).step_by(n_of_thread) {
                    let mut piece: Vec<&mut [f32]> =
                        of_stretch.iter_mut().filter_map(Iterator::next).collect();
                    let rows = first..(first + n_of_thread).min(n_rows);
                    let (parts, prepared) = (&self.distance.parts, &prepared);
                    scope.spawn(move || bound::fill(codes, parts, prepared, rows, &mut piece));
                }
            });
        }
        bounds
    }
}

fn check_columns(of: &'static str, rows: &ArrayView2<'_, f32>, distance: &Distance) -> Result<()> {
    match (distance.n_columns(), rows.ncols()) {
        (expected, found) if found < expected => Err(Error::Columns { of, expected, found }),
        _ => Ok(()),
    }
}
