//! Hashes a file while it is decoded: what one of them reads from the disk is still cached when the other reads it,
//! so that a video larger than memory is read from the disk about once.

use std::io::{self, Read};
use std::sync::mpsc::{Receiver, Sender, channel};

/// Bytes that hashing may be ahead of decoding: many times what ffmpeg reads ahead, and small compared with memory.
const AHEAD_BYTES: u64 = 32 << 20;

/// Limits how far a [`Paced`] file may be read; dropping it removes the limit.
pub(super) struct Pace {
    n_bytes: u64,
    /// The position up to which the file may be read; `None` ends reading.
    limits: Sender<Option<u64>>,
}

impl Pace {
    /// The pace of a file of `n_bytes`, of which nothing is decoded yet.
    pub(super) fn new<R>(file: R, n_bytes: u64) -> (Pace, Paced<R>) {
        let (limits, new_limits) = channel();
        let paced = Paced { file, position: 0, limit: AHEAD_BYTES, new_limits };
        (Pace { n_bytes, limits }, paced)
    }

    /// Reports the decoded share of the file, 0..=1.
    pub(super) fn decoded(&self, share: f64) {
        let decoded = (share.clamp(0.0, 1.0) * self.n_bytes as f64) as u64;
        self.send(Some(decoded.saturating_add(AHEAD_BYTES)));
    }

    /// Makes reading fail once it reaches the last limit.
    pub(super) fn stop(&self) {
        self.send(None);
    }

    fn send(&self, limit: Option<u64>) {
        // Fails when the file was read to its end.
        let _ = self.limits.send(limit);
    }
}

/// A file that is read no faster than its [`Pace`] allows.
pub(super) struct Paced<R> {
    file: R,
    position: u64,
    limit: u64,
    new_limits: Receiver<Option<u64>>,
}

impl<R: Read> Read for Paced<R> {
    fn read(&mut self, piece: &mut [u8]) -> io::Result<usize> {
        while self.position >= self.limit {
            let limit = self.new_limits.recv().unwrap_or(Some(u64::MAX));
            self.limit = limit.ok_or_else(|| io::Error::other("cancelled"))?;
        }
        let n_allowed = usize::try_from(self.limit - self.position).unwrap_or(usize::MAX);
        let n_allowed = n_allowed.min(piece.len());
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

    /// A file of zeros that counts the bytes read.
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
        let n_read = AtomicU64::new(0);
        let (pace, mut file) = Pace::new(Counted { n_read: &n_read, n_bytes: N_BYTES }, N_BYTES);
        thread::scope(|scope| {
            let hashing = scope.spawn(move || io::copy(&mut file, &mut io::sink()));
            for tenths in 0..5 {
                let allowed = AHEAD_BYTES * (tenths + 1);
                while n_read.load(Ordering::SeqCst) < allowed {
                    thread::yield_now();
                }
                assert_eq!(n_read.load(Ordering::SeqCst), allowed);
                pace.decoded((tenths + 1) as f64 / 10.0);
            }
            drop(pace);
            assert_eq!(hashing.join().unwrap().unwrap(), N_BYTES);
        });
    }

    #[test]
    fn a_stopped_pace_ends_reading() {
        let (n_read, n_bytes) = (AtomicU64::new(0), 9 * AHEAD_BYTES);
        let (pace, mut file) = Pace::new(Counted { n_read: &n_read, n_bytes }, n_bytes);
        thread::scope(|scope| {
            let hashing = scope.spawn(move || io::copy(&mut file, &mut io::sink()));
            pace.stop();
            assert!(hashing.join().unwrap().is_err());
        });
    }
}
