//! Rows that are not compared yet, smallest bound first.

/// Rows that are sorted at first; when these are used up, more are.
const N_ORDERED: usize = 256;
const GROWTH: usize = 4;

/// A row's place in the order: its bound, then its number.
type Key = (f32, usize);

/// The bounds of all rows, of which the smallest are sorted.
pub(super) struct Candidates {
    bounds: Vec<f32>,
    /// Largest first, so that the next is the last.
    ordered: Vec<Key>,
    /// The last row that was sorted.
    last: Option<Key>,
    n_ordered: usize,
}

impl Candidates {
    pub(super) fn new(bounds: Vec<f32>) -> Self {
        let mut candidates =
            Candidates { bounds, ordered: Vec::new(), last: None, n_ordered: N_ORDERED };
        candidates.order_more();
        candidates
    }

    /// The smallest remaining bound.
    pub(super) fn smallest(&self) -> Option<f32> {
        self.ordered.last().map(|&(bound, _)| bound)
    }

    /// The next rows, at most `n`, as long as `is_wanted` is true of their bounds.
    pub(super) fn take_while(&mut self, n: usize, is_wanted: impl Fn(f32) -> bool) -> Vec<usize> {
        let mut rows = Vec::new();
        while rows.len() < n
            && let Some((_, row)) = self.ordered.pop_if(|(bound, _)| is_wanted(*bound))
        {
            rows.push(row);
            if self.ordered.is_empty() {
                self.order_more();
            }
        }
        rows
    }

    /// Sorts the next rows, in one pass over all bounds.
    fn order_more(&mut self) {
        let n = self.n_ordered;
        self.n_ordered = n.saturating_mul(GROWTH);
        let mut kept: Vec<Key> = Vec::with_capacity(2 * n.min(self.bounds.len()));
        let mut most = None;
        for (row, &bound) in self.bounds.iter().enumerate() {
            let key = (bound, row);
            let is_next = self.last.is_none_or(|last| in_order(&last, &key).is_lt())
                && most.is_none_or(|most| in_order(&key, &most).is_lt());
            if !is_next {
                continue;
            }
            kept.push(key);
            if kept.len() == 2 * n {
                kept.select_nth_unstable_by(n - 1, in_order);
                kept.truncate(n);
                most = Some(kept[n - 1]);
            }
        }
        kept.sort_unstable_by(in_order);
        kept.truncate(n);
        self.last = kept.last().copied().or(self.last);
        kept.reverse();
        self.ordered = kept;
    }
}

fn in_order(a: &Key, b: &Key) -> std::cmp::Ordering {
    a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_in_the_order_of_their_bounds() {
        let bounds: Vec<f32> = (0..5000).map(|row| ((row * 7919) % 1000) as f32).collect();
        let mut expected: Vec<usize> = (0..bounds.len()).collect();
        expected.sort_by(|&a, &b| bounds[a].total_cmp(&bounds[b]));
        let mut candidates = Candidates::new(bounds.clone());
        assert_eq!(candidates.smallest(), Some(0.0));
        assert_eq!(candidates.take_while(5000, |bound| bound < 500.0), expected[..2500]);
        assert_eq!(candidates.smallest(), Some(500.0));
        assert_eq!(candidates.take_while(2501, |_| true), expected[2500..]);
        assert_eq!(candidates.smallest(), None);
    }
}
