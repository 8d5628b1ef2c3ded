//! When what is finished is written to the library.

use std::time::{Duration, Instant};

use earsight_store::LibraryWriter;

use crate::Result;

/// A killed run loses the files that were finished within this time …
const FLUSH_EVERY: Duration = Duration::from_secs(2);
/// … or this many times the duration of a flush, so that large manifests do not slow down the run.
const FLUSH_SHARE: u32 = 20;
/// Small shards are merged when there are so many.
const MANY_SMALL_SHARDS: usize = 64;

/// Flushes a writer now and then.
pub(crate) struct FlushClock {
    last: Instant,
    pause: Duration,
}

impl FlushClock {
    pub(crate) fn new() -> Self {
        FlushClock { last: Instant::now(), pause: FLUSH_EVERY }
    }

    /// Writes what is finished, if the last time is long enough ago.
    ///
    /// # Errors
    /// When the library cannot be written.
    pub(crate) fn flush_if_time(&mut self, writer: &mut LibraryWriter) -> Result<()> {
        if self.last.elapsed() < self.pause {
            return Ok(());
        }
        let begun = Instant::now();
        match writer.n_small_shards() < MANY_SMALL_SHARDS {
            true => writer.flush()?,
            false => writer.compact()?,
        }
        self.last = Instant::now();
        self.pause = FLUSH_EVERY.max(begun.elapsed() * FLUSH_SHARE);
        Ok(())
    }
}
