//! An order with ties; a random order is one tie of everything.

/// Items at one distance from the query, of which some are relevant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TieGroup {
    /// Items at this distance.
    pub n_items: usize,
    /// Those that are relevant.
    pub n_relevant: usize,
}

/// The items by distance, nearest first, those at one distance together.
///
/// # Shapes
/// - `distances`, `relevant`: `[N]`; what the shorter does not hold is left out
pub fn tie_groups(distances: &[f64], relevant: &[bool]) -> Vec<TieGroup> {
    let mut order: Vec<(f64, bool)> =
        distances.iter().copied().zip(relevant.iter().copied()).collect();
    order.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    order
        .chunk_by(|a, b| a.0 == b.0)
        .map(|tied| TieGroup {
            n_items: tied.len(),
            n_relevant: tied.iter().filter(|(_, relevant)| *relevant).count(),
        })
        .collect()
}

/// A random order: every retrieval score of it is that score's chance level.
pub fn random_order(n_items: usize, n_relevant: usize) -> [TieGroup; 1] {
    [TieGroup { n_items, n_relevant }]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_at_one_distance_form_one_group() {
        let groups = tie_groups(&[2.0, 1.0, 2.0, 0.5], &[true, false, false, true]);
        let expected = [(1, 1), (1, 0), (2, 1)];
        assert_eq!(groups.len(), 3);
        for (found, (n_items, n_relevant)) in groups.iter().zip(expected) {
            assert_eq!(*found, TieGroup { n_items, n_relevant });
        }
    }
}
