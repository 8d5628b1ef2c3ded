//! Arrays that are allocated in the first step and reused in every later one.

use std::collections::BTreeMap;

/// Arrays that are not in use, by their length.
#[derive(Debug, Default)]
pub(super) struct Buffers {
    spare: BTreeMap<usize, Vec<Vec<f32>>>,
}

impl Buffers {
    /// An array of `n` arbitrary numbers.
    pub(super) fn take(&mut self, n: usize) -> Vec<f32> {
        let spare = self.spare.get_mut(&n).and_then(Vec::pop);
        spare.unwrap_or_else(|| vec![0.0; n])
    }

    /// An array of `n` zeros.
    pub(super) fn take_zeros(&mut self, n: usize) -> Vec<f32> {
        let mut buffer = self.take(n);
        buffer.fill(0.0);
        buffer
    }

    pub(super) fn put_back(&mut self, buffer: Vec<f32>) {
        if !buffer.is_empty() {
            self.spare.entry(buffer.len()).or_default().push(buffer);
        }
    }
}
