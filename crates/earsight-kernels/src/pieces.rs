//! Long arrays in pieces, in parallel on all threads.

use std::ops::Range;

use rayon::prelude::*;

/// The threads that share some work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Workers {
    /// All threads, where there is enough work.
    #[default]
    All,
    /// The calling thread only, because the others have work of their own.
    This,
}

/// Calls `of_chunk` with the index of each chunk of `n` numbers and the chunk; the last may be shorter.
pub(crate) fn each_chunk(
    workers: Workers,
    n: usize,
    values: &mut [f32],
    of_chunk: impl Fn(usize, &mut [f32]) + Sync + Send,
) {
    let of_chunk = |(idx, chunk): (usize, &mut [f32])| of_chunk(idx, chunk);
    match workers {
        Workers::All => values.par_chunks_mut(n).enumerate().for_each(of_chunk),
        Workers::This => values.chunks_mut(n).enumerate().for_each(of_chunk),
    }
}

/// Numbers of a piece: enough work for a thread, and short enough for its first caches.
const PIECE: usize = 16 * 1024;
/// Shorter arrays are not shared.
const SHORTEST_SHARED: usize = 8 * PIECE;

/// Fills `out` by calls of `write` with a range and that piece of `out`; all lengths but the last are multiples of
/// `unit`.
///
/// Pieces do not depend on the number of threads.
pub(crate) fn in_pieces(
    workers: Workers,
    unit: usize,
    out: &mut [f32],
    write: impl Fn(Range<usize>, &mut [f32]) + Sync + Send,
) {
    let unit = unit.max(1);
    if workers == Workers::This || out.len() < SHORTEST_SHARED {
        return write(0..out.len(), out);
    }
    let n = (PIECE / unit).max(1) * unit;
    each_chunk(workers, n, out, |idx, out| write(idx * n..idx * n + out.len(), out));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_is_written_once_by_any_workers() {
        for n in [0, 5, SHORTEST_SHARED - 1, SHORTEST_SHARED + 7] {
            for workers in [Workers::All, Workers::This] {
                let mut out = vec![-1.0; n];
                in_pieces(workers, 7, &mut out, |range, out| {
                    assert_eq!(range.start % 7, 0);
                    for (place, out) in range.zip(out) {
                        assert_eq!(*out, -1.0);
                        *out = place as f32;
                    }
                });
                assert!(out.iter().enumerate().all(|(place, found)| *found == place as f32));
            }
        }
    }
}
