//! Work that threads share: each takes the next item until none is left.

use std::sync::{Mutex, PoisonError};
use std::thread;

/// Items for the threads that ask first.
pub(crate) struct WorkQueue<I>(Mutex<I>);

impl<I: Iterator> WorkQueue<I> {
    pub(crate) fn new(items: I) -> Self {
        WorkQueue(Mutex::new(items))
    }

    /// The next item, for this thread alone.
    pub(crate) fn next(&self) -> Option<I::Item> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).next()
    }
}

/// Runs `work` on each of `n_threads` threads, of which this is one; returns when all have ended.
pub(crate) fn on_each_thread(n_threads: usize, work: impl Fn() + Sync) {
    thread::scope(|scope| {
        (1..n_threads).for_each(|_| drop(scope.spawn(&work)));
        work();
    });
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

    use super::*;

    #[test]
    fn every_item_is_taken_once_whatever_the_number_of_threads() {
        for n_threads in [0, 1, 3] {
            let (queue, n_runs, sum) =
                (WorkQueue::new(1..=100), AtomicUsize::new(0), AtomicUsize::new(0));
            on_each_thread(n_threads, || {
                n_runs.fetch_add(1, Relaxed);
                while let Some(item) = queue.next() {
                    sum.fetch_add(item, Relaxed);
                }
            });
            assert_eq!((n_runs.into_inner(), sum.into_inner()), (n_threads.max(1), 5050));
        }
    }
}
