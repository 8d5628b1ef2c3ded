//! Items that threads share: each takes the next one until none is left.

use std::sync::{Mutex, PoisonError};
use std::thread;

/// Runs `work` on `n_threads` threads, one of them this one, with a function that takes the next item; returns when
/// all have ended.
pub(crate) fn share<I: Iterator + Send>(
    n_threads: usize,
    items: I,
    work: impl Fn(&dyn Fn() -> Option<I::Item>) + Sync,
) {
    let items = Mutex::new(items);
    let next = || items.lock().unwrap_or_else(PoisonError::into_inner).next();
    thread::scope(|scope| {
        (1..n_threads).for_each(|_| drop(scope.spawn(|| work(&next))));
        work(&next);
    });
}
