//! Sun's `.au`: the simplest stream whose header has its rate and channels.
//!
//! Six big-endian words (magic, offset of the data, size, encoding, rate, channels), then samples.
//! The container's description of a stream and the output of its decoder are not always the same.

use crate::child::Output;
use crate::{Error, Result};

const MAGIC: &[u8] = b".snd";
/// 32-bit floating point, big-endian.
const FLOAT: u32 = 6;
const HEADER_BYTES: usize = 24;
const MAX_CHANNELS: u32 = 256;
const BUFFER_BYTES: usize = 1 << 16;
/// 120 dB over full scale: sums of its squares are still finite.
const LOUDEST: f64 = 1e6;

/// A stream whose header has been read.
#[derive(Debug)]
pub(crate) struct Au {
    sample_rate_hz: u32,
    n_channels: usize,
    buffer: Vec<u8>,
    /// Bytes of an incomplete sample at the start of the buffer.
    n_over: usize,
}

impl Au {
    /// Reads the header; `None` when the stream is shorter.
    ///
    /// # Errors
    /// [`Error::Undecodable`] for another format, and those of reading.
    pub fn begin(output: &mut Output) -> Result<Option<Au>> {
        let mut header = [0; HEADER_BYTES];
        if output.read(&mut header)? < HEADER_BYTES {
            return Ok(None);
        }
        let words: [u32; 6] = std::array::from_fn(|n| {
            u32::from_be_bytes(std::array::from_fn(|byte| header[4 * n + byte]))
        });
        let [_, offset, _, encoding, sample_rate_hz, n_channels] = words;
        let is_known = header.starts_with(MAGIC)
            && encoding == FLOAT
            && (HEADER_BYTES as u32..1 << 20).contains(&offset)
            && (1..=MAX_CHANNELS).contains(&n_channels);
        if !is_known {
            return Err(Error::Undecodable {
                reason: "it gave something else than samples".into(),
                path: output.path(),
            });
        }
        let mut annotation = vec![0; offset as usize - HEADER_BYTES];
        output.read(&mut annotation)?;
        let buffer = vec![0; BUFFER_BYTES];
        Ok(Some(Au { sample_rate_hz, n_channels: n_channels as usize, buffer, n_over: 0 }))
    }

    /// Samples per second.
    pub fn sample_rate_hz(&self) -> u32 {
        self.sample_rate_hz
    }

    /// The next samples, mean over the channels; empty at the end.
    ///
    /// ffmpeg's own downmix to one channel is √2 louder than the mean.
    pub fn read_mono(&mut self, output: &mut Output) -> Result<Vec<f64>> {
        let n_sample = 4 * self.n_channels;
        let mut mono = vec![];
        while mono.is_empty() {
            let n_read = output.read_some(&mut self.buffer[self.n_over..])?;
            if n_read == 0 {
                break;
            }
            let n_there = self.n_over + n_read;
            let n_whole = n_there - n_there % n_sample;
            mono = self.buffer[..n_whole].chunks_exact(n_sample).map(mean).collect();
            self.buffer.copy_within(n_whole..n_there, 0);
            self.n_over = n_there - n_whole;
        }
        Ok(mono)
    }
}

/// The mean over one sample's channels; 0 where that is infinite or not a number.
fn mean(channels: &[u8]) -> f64 {
    let values = channels.as_chunks::<4>().0;
    let sum: f64 = values.iter().map(|bytes| f64::from(f32::from_be_bytes(*bytes))).sum();
    let mean = sum / values.len() as f64;
    if mean.is_finite() { mean.clamp(-LOUDEST, LOUDEST) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mean_of(channels: &[f32]) -> f64 {
        let bytes: Vec<u8> = channels.iter().flat_map(|value| value.to_be_bytes()).collect();
        mean(&bytes)
    }

    #[test]
    fn channels_are_averaged_and_the_mean_is_finite_and_bounded() {
        // Not multiplied by √2.
        assert_eq!(mean_of(&[0.5, 0.5]), 0.5);
        assert_eq!(mean_of(&[0.6, 0.0, 0.0, 0.0, 0.0, 0.0]), f64::from(0.6_f32) / 6.0);
        assert_eq!(mean_of(&[f32::NAN, 0.5]), 0.0);
        assert_eq!(mean_of(&[f32::INFINITY]), 0.0);
        assert_eq!(mean_of(&[f32::MAX]), LOUDEST);
    }
}
