//! Limits of time, memory and output for a decoder.

use std::time::Duration;

/// Limits of one run of ffmpeg: input may be hostile, so each resource is limited.
///
/// Only the time of waiting for ffmpeg is counted, not the time that the caller takes between two frames.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// The longest time without a byte of output. Default: 120 s.
    pub stall: Duration,
    /// Time for one run, whatever the length of the file. Default: 10 min.
    pub wall_clock: Duration,
    /// Additional time for each second of media to read, so that a file of ten hours that makes progress is not stopped. Default: 10 s.
    pub wall_clock_per_sec: Duration,
    /// Bytes of decoded output of one run. Default: 256 GiB, ten hours of 5.1 sound at 96 kHz three times over.
    pub output_bytes: u64,
    /// Address space of the ffmpeg process, enforced by the kernel on Linux and ignored elsewhere. Default: 4 GiB.
    pub memory_bytes: u64,
    /// Threads of the decoder and of the filters. Default: 2.
    pub threads: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            stall: Duration::from_secs(120),
            wall_clock: Duration::from_secs(600),
            wall_clock_per_sec: Duration::from_secs(10),
            output_bytes: 256 << 30,
            memory_bytes: 4 << 30,
            threads: 2,
        }
    }
}

impl Limits {
    /// Time allowed for a run over `media_secs` seconds of media.
    pub(crate) fn wall_clock_for(&self, media_secs: f64) -> Duration {
        let secs = self.wall_clock_per_sec.as_secs_f64() * media_secs.max(0.0);
        self.wall_clock.saturating_add(Duration::try_from_secs_f64(secs).unwrap_or(Duration::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_longer_file_may_take_longer() {
        let limits = Limits::default();
        assert_eq!(limits.wall_clock_for(0.0), limits.wall_clock);
        assert_eq!(limits.wall_clock_for(f64::NAN), limits.wall_clock);
        let ten_hours = 36_000.0;
        assert!(limits.wall_clock_for(ten_hours) > Duration::from_secs(36_000));
        assert_eq!(limits.wall_clock_for(1e300), Duration::MAX);
    }
}
