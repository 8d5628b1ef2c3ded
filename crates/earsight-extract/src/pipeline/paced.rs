//! A file's hash, made while the file is decoded: what one of them fetches from the disk is still in memory when the
//! other wants it, so that a video larger than memory is fetched once.

use std::io::{self, Read};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Bytes that hashing may be ahead of decoding: many times what ffmpeg reads ahead, and little beside any memory.
const AHEAD_BYTES: u64 = 32 << 20;

/// How far into a file its hash may read.
pub(super) struct Pace {
    allowed: Mutex<Allowed>,
    changed: Condvar,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Allowed {
    /// Bytes from the beginning.
    Until(u64),
    All,
    /// Nobody wants the hash any more.
    Nothing,
}

impl Pace {
    /// Nothing is decoded yet.
    pub(super) fn new() -> Self {
        Pace { allowed: Mutex::new(Allowed::Until(AHEAD_BYTES)), changed: Condvar::new() }
    }

    /// So much of a file of `n_bytes` is decoded, 0..=1.
    pub(super) fn decoded(&self, share: f64, n_bytes: u64) {
        let decoded = (share.clamp(0.0, 1.0) * n_bytes as f64) as u64;
        self.set(Allowed::Until(decoded.saturating_add(AHEAD_BYTES)));
    }

    /// Decoding has ended, well or not.
    pub(super) fn end(&self) {
        self.set(Allowed::All);
    }

    /// Ends hashing.
    pub(super) fn stop(&self) {
        self.set(Allowed::Nothing);
    }

    fn set(&self, allowed: Allowed) {
        *self.locked() = allowed;
        self.changed.notify_all();
    }

    fn locked(&self) -> MutexGuard<'_, Allowed> {
        self.allowed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until bytes from `position` on may be read, and says how many.
    fn wait(&self, position: u64) -> io::Result<usize> {
        let mut allowed = self.locked();
        loop {
            match *allowed {
                Allowed::All => return Ok(usize::MAX),
                Allowed::Nothing => return Err(io::Error::other("cancelled")),
                Allowed::Until(end) if position < end => {
                    return Ok(usize::try_from(end - position).unwrap_or(usize::MAX));
                }
                Allowed::Until(_) => {
                    allowed = self.changed.wait(allowed).unwrap_or_else(PoisonError::into_inner);
                }
            }
        }
    }
}

/// Lets go of whoever waits, should decoding end by a panic.
pub(super) struct EndOnDrop<'a>(pub(super) &'a Pace);

impl Drop for EndOnDrop<'_> {
    fn drop(&mut self) {
        self.0.end();
    }
}

/// A file that is read no faster than its pace allows.
pub(super) struct Paced<'a, R> {
    file: R,
    position: u64,
    pace: &'a Pace,
}

impl<'a, R> Paced<'a, R> {
    pub(super) fn new(file: R, pace: &'a Pace) -> Self {
        Paced { file, position: 0, pace }
    }
}

impl<R: Read> Read for Paced<'_, R> {
    fn read(&mut self, piece: &mut [u8]) -> io::Result<usize> {
        let n_allowed = self.pace.wait(self.position)?.min(piece.len());
        let n_bytes = self.file.read(&mut piece[..n_allowed])?;
        self.position += n_bytes as u64;
        Ok(n_bytes)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::thread;

    use super::*;

    /// A file of zeros that counts what was read of it.
    struct Counted<'a> {
        n_read: &'a AtomicU64,
        n_bytes: u64,
    }

    impl Read for Counted<'_> {
        fn read(&mut self, piece: &mut [u8]) -> io::Result<usize> {
            let n_left = self.n_bytes - self.n_read.load(Ordering::SeqCst);
            let n = piece.len().min(n_left as usize);
            self.n_read.fetch_add(n as u64, Ordering::SeqCst);
            Ok(n)
        }
    }

    #[test]
    fn hashing_stays_near_decoding_and_ends_with_it() {
        const N_BYTES: u64 = 10 * AHEAD_BYTES;
        let (n_read, pace) = (AtomicU64::new(0), Pace::new());
        let mut file = Paced::new(Counted { n_read: &n_read, n_bytes: N_BYTES }, &pace);
        thread::scope(|scope| {
            let hashing = scope.spawn(move || io::copy(&mut file, &mut io::sink()));
            for tenths in 0..5 {
                let allowed = AHEAD_BYTES * (tenths + 1);
                while n_read.load(Ordering::SeqCst) < allowed {
                    thread::yield_now();
                }
                assert_eq!(n_read.load(Ordering::SeqCst), allowed);
                pace.decoded((tenths + 1) as f64 / 10.0, N_BYTES);
            }
            pace.end();
            assert_eq!(hashing.join().unwrap().unwrap(), N_BYTES);
        });
    }

    #[test]
    fn a_hash_that_nobody_wants_is_given_up() {
        let (n_read, pace) = (AtomicU64::new(0), Pace::new());
        let mut file = Paced::new(Counted { n_read: &n_read, n_bytes: 9 * AHEAD_BYTES }, &pace);
        thread::scope(|scope| {
            let hashing = scope.spawn(move || io::copy(&mut file, &mut io::sink()));
            pace.stop();
            assert!(hashing.join().unwrap().is_err());
        });
    }
}
