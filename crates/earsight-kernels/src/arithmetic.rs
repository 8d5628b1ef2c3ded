//! The number of multiplications, so that a speed can be compared with the machine's peak.

use std::sync::atomic::{AtomicU64, Ordering};

static N_MULTIPLICATIONS: AtomicU64 = AtomicU64::new(0);

/// Multiplications of all matrix products since the program began; each comes with one addition.
pub fn n_multiplications() -> u64 {
    N_MULTIPLICATIONS.load(Ordering::Relaxed)
}

/// Counts a product of `[m, k]` and `[k, n]`.
pub(crate) fn count_product([m, k, n]: [usize; 3]) {
    N_MULTIPLICATIONS.fetch_add((m * k * n) as u64, Ordering::Relaxed);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matrix_product::{View, multiply};

    #[test]
    fn a_product_counts() {
        let (before, mut out) = (n_multiplications(), [0.0; 6]);
        multiply(View::new(&[1.0; 8], [2, 4]), View::new(&[1.0; 12], [4, 3]), &mut out);
        assert!(n_multiplications() >= before + 24, "other tests count too");
    }
}
