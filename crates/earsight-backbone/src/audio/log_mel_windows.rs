//! Rows from windows of a log-mel: each second passes through the network on its own.

use earsight_core::Span;
use ndarray::Array4;

use super::{RowStream, SecondWindow, SoundInput};
use crate::Result;
use crate::engine::Engine;
use crate::log_mel::{LogMel, LogMelFrames};

/// Seconds that pass through the network at once.
const BATCH: usize = 8;

/// A log-mel, and the frames of it that are the network's input for a second.
pub(crate) struct LogMelWindows {
    pub(crate) log_mel: LogMel,
    pub(crate) window: SecondWindow,
}

impl SoundInput for LogMelWindows {
    fn sample_rate_hz(&self) -> u32 {
        self.log_mel.sample_rate_hz
    }

    fn sound_of(&self, rows: Span) -> Span {
        let LogMelWindows { log_mel, window } = self;
        let rate = u64::from(log_mel.sample_rate_hz);
        // The window of the first row is moved back the most where the sound ends with that row.
        let n_least = log_mel.n_frames((rows.start as u64 + 1) * rate);
        let first = window.start_within(rows.start as u64, n_least);
        let start = (log_mel.samples_of(first).start / rate).min(rows.start as u64);
        let last = window.start((rows.end() as u64).max(1) - 1) + window.n_frames - 1;
        let end = log_mel.samples_of(last).end.div_ceil(rate).max(rows.end() as u64);
        Span::new(start as usize, (end - start) as usize)
    }

    fn start<'a>(
        &'a self,
        engine: &'a dyn Engine,
        first_second: u64,
        first_row: u64,
    ) -> Box<dyn RowStream + 'a> {
        let first_sample = first_second * u64::from(self.log_mel.sample_rate_hz);
        let frames = self.log_mel.frames_from(first_sample);
        Box::new(Windows {
            input: self,
            engine,
            first_frame: frames.next_frame(),
            frames,
            mel: Vec::new(),
            next_second: first_row,
        })
    }
}

/// The log-mel of one sound and the windows in it.
struct Windows<'a> {
    input: &'a LogMelWindows,
    engine: &'a dyn Engine,
    frames: LogMelFrames<'a>,
    /// Log-mel frames that a window may still need, band by band.
    mel: Vec<f32>,
    /// Position of the first of them in the sound.
    first_frame: u64,
    next_second: u64,
}

impl RowStream for Windows<'_> {
    fn push(&mut self, samples: &[f32], rows: &mut Vec<Vec<f32>>) -> Result<()> {
        // Piece by piece, so that log-mel frames do not accumulate when a whole file is pushed at once.
        for piece in samples.chunks(BATCH * self.input.log_mel.sample_rate_hz as usize) {
            self.frames.push(piece, &mut self.mel);
            self.complete_seconds(rows)?;
        }
        Ok(())
    }

    fn finish(&mut self, end: u64, rows: &mut Vec<Vec<f32>>) -> Result<()> {
        let LogMelWindows { log_mel, window } = self.input;
        self.frames.finish(&mut self.mel);
        // A sound shorter than one window is padded to the window's end.
        let n_total = self.end_frame().max(self.first_frame + window.n_frames);
        let n_values = (n_total - self.first_frame) as usize * log_mel.n_bands();
        self.mel.resize(n_values, log_mel.silence());
        let starts: Vec<u64> = (self.next_second..end)
            .map(|second| window.start_within(second, n_total).max(self.first_frame))
            .collect();
        for batch in starts.chunks(BATCH) {
            self.embed(batch, rows)?;
        }
        self.next_second = self.next_second.max(end);
        Ok(())
    }
}

impl Windows<'_> {
    /// Appends the rows of the seconds whose window is complete.
    fn complete_seconds(&mut self, rows: &mut Vec<Vec<f32>>) -> Result<()> {
        let window = self.input.window;
        loop {
            let starts: Vec<u64> = (self.next_second..)
                .map(|second| window.start(second))
                .take_while(|start| start + window.n_frames <= self.end_frame())
                .take(BATCH)
                .collect();
            if starts.is_empty() {
                break;
            }
            self.embed(&starts, rows)?;
            self.next_second += starts.len() as u64;
        }
        // Drops the frames that no later window can need, also when the end of the sound moves it back.
        let first_needed = window.start_within(self.next_second, self.end_frame());
        let n_dropped = first_needed.saturating_sub(self.first_frame);
        self.mel.drain(..n_dropped as usize * self.input.log_mel.n_bands());
        self.first_frame += n_dropped;
        Ok(())
    }

    /// Position after the last frame.
    fn end_frame(&self) -> u64 {
        self.first_frame + (self.mel.len() / self.input.log_mel.n_bands()) as u64
    }

    /// Runs the network on the windows that start at these frames.
    fn embed(&self, starts: &[u64], rows: &mut Vec<Vec<f32>>) -> Result<()> {
        let n_bands = self.input.log_mel.n_bands();
        let n_frames = self.input.window.n_frames as usize;
        let mut input = Vec::with_capacity(starts.len() * n_frames * n_bands);
        for start in starts {
            let at = (start - self.first_frame) as usize * n_bands;
            input.extend_from_slice(&self.mel[at..at + n_frames * n_bands]);
        }
        let mel = Array4::from_shape_vec((starts.len(), n_frames, n_bands, 1), input)
            .expect("every window has the same size");
        rows.extend(self.engine.run(mel)?.outer_iter().map(|row| row.to_vec()));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log_mel::{cnn9_log_mel, vggish_log_mel};

    #[test]
    fn the_sound_of_rows_is_that_of_their_windows() {
        let check = |recipe: fn() -> LogMel, window, rows: (usize, usize), expected| {
            let input = LogMelWindows { log_mel: recipe(), window };
            assert_eq!(input.sound_of(Span::new(rows.0, rows.1)).range(), expected);
        };
        check(cnn9_log_mel, SecondWindow::STRICT, (0, 1), 0..1);
        check(cnn9_log_mel, SecondWindow::STRICT, (10, 2), 9..12);
        // Moved back where the sound ends after a second.
        check(cnn9_log_mel, SecondWindow::WIDE, (10, 2), 8..13);
        check(vggish_log_mel, SecondWindow::ALIGNED, (10, 2), 10..12);
        // Row 100 starts at 96 s.
        check(vggish_log_mel, SecondWindow::AVE_COMPATIBLE, (100, 1), 96..101);
    }
}
