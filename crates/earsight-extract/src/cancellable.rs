//! A file whose reading can be cancelled.

use std::io::{self, Read};
use std::sync::atomic::{AtomicBool, Ordering};

/// A file whose reading can be cancelled.
pub(crate) struct Cancellable<'a, R> {
    pub(crate) bytes: R,
    pub(crate) cancel: &'a AtomicBool,
}

impl<R: Read> Read for Cancellable<'_, R> {
    fn read(&mut self, piece: &mut [u8]) -> io::Result<usize> {
        if self.cancel.load(Ordering::Relaxed) {
            return Err(io::Error::other("cancelled"));
        }
        self.bytes.read(piece)
    }
}
