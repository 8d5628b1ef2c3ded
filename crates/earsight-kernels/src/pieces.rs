//! Long arrays in pieces, side by side on all threads.

use std::ops::Range;

use rayon::prelude::*;

/// Who does some work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Workers {
    /// All threads where there is enough of it.
    #[default]
    All,
    /// The thread that asks, because the others have work of their own.
    This,
}

/// Numbers of a piece: long enough to be worth a thread's while, short enough for its first caches.
const PIECE: usize = 16 * 1024;
/// Shorter arrays are not shared.
const SHORTEST_SHARED: usize = 8 * PIECE;

/// Lets `write` fill pieces of `out`, whose lengths are multiples of `unit` but for the last.
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
    let of_piece = |(idx, out): (usize, &mut [f32])| write(idx * n..idx * n + out.len(), out);
    out.par_chunks_mut(n).enumerate().for_each(of_piece);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_is_written_once_whoever_works() {
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
