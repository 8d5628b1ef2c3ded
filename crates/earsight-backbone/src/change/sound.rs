//! Onsets: rises of the power in each band.

use earsight_core::change::{STEPS_PER_SEC, SoundStep};

use super::repeat_second_step;
use crate::log_mel::{LogMel, LogMelFrames, ONSET_BANDS, ONSET_FRAMES_PER_SEC, onset_log_mel};

const FRAMES_PER_STEP: usize = ONSET_FRAMES_PER_SEC / STEPS_PER_SEC;
/// Neighbouring bands of a group.
const BANDS_TOGETHER: usize = ONSET_BANDS / 8;
/// Values of a frame: the bands and the whole power.
const FRAME: usize = ONSET_BANDS + 1;

/// Computes the changes within sounds of one sample rate.
///
/// With `L` the logarithm of the power in a band and `E` that of the whole power, frames 1/48 s apart,
/// and `Δ⁺x = max(x − x of the frame before, 0)`, a step of four frames holds
/// the mean `L` and the mean `Δ⁺L` of eight groups of four bands, the largest mean of `Δ⁺L` over all bands
/// (spectral flux; Dixon 2006, *Onset Detection Revisited*), and the mean `Δ⁺E`.
/// The first frame of a sound has none before it and is half silence, which would mark the beginning of every
/// file, so the first step gets the changes of the second.
pub struct SoundChange {
    log_mel: LogMel,
}

impl SoundChange {
    /// For sounds of that many samples per second.
    pub fn new(sample_rate_hz: u32) -> Self {
        SoundChange { log_mel: onset_log_mel(sample_rate_hz) }
    }

    /// Starts a new sound.
    pub fn rows(&self) -> SoundChangeRows<'_> {
        SoundChangeRows {
            log_mel: self.log_mel.frames(),
            frames: vec![],
            before: None,
            n_samples: 0,
            n_rows: 0,
            sample_rate_hz: self.log_mel.sample_rate_hz,
        }
    }
}

/// The changes within one sound: any number of `push`, then one `finish`.
///
/// Rows do not depend on how the sound was cut into pieces; about a second of it is in memory.
pub struct SoundChangeRows<'a> {
    log_mel: LogMelFrames<'a>,
    /// Frames of the incomplete second.
    frames: Vec<f32>,
    /// The frame before those.
    before: Option<Vec<f32>>,
    n_samples: usize,
    n_rows: usize,
    sample_rate_hz: u32,
}

impl SoundChangeRows<'_> {
    /// Takes the next samples (one channel, finite) and returns the rows of the seconds that are now complete.
    ///
    /// A row needs the first milliseconds of the next second.
    ///
    /// # Shapes
    /// - a row: `[12 × 18]`, step by step
    pub fn push(&mut self, samples: &[f32]) -> Vec<Vec<f32>> {
        self.n_samples += samples.len();
        self.log_mel.push(samples, &mut self.frames);
        self.complete_rows()
    }

    /// Ends the sound, padded with silence where it is too short, and returns the rows up to second `n_segments`.
    pub fn finish(&mut self, n_segments: usize) -> Vec<Vec<f32>> {
        let n_before = self.n_rows;
        let n_missing = (n_segments * self.sample_rate_hz as usize).saturating_sub(self.n_samples);
        let mut rows = self.push(&vec![0.0; n_missing]);
        self.log_mel.finish(&mut self.frames);
        rows.extend(self.complete_rows());
        rows.truncate(n_segments.saturating_sub(n_before));
        rows
    }

    fn complete_rows(&mut self) -> Vec<Vec<f32>> {
        let n_row = ONSET_FRAMES_PER_SEC * FRAME;
        let n_complete = self.frames.len() / n_row;
        let rest = self.frames.split_off(n_complete * n_row);
        let complete = std::mem::replace(&mut self.frames, rest);
        self.n_rows += n_complete;
        complete.chunks(n_row).map(|second| self.row(second)).collect()
    }

    fn row(&mut self, second: &[f32]) -> Vec<f32> {
        let is_first = self.before.is_none();
        let mut row = vec![0.0; STEPS_PER_SEC * SoundStep::WIDTH];
        let steps = second.chunks(FRAMES_PER_STEP * FRAME);
        for (frames, step) in steps.zip(row.chunks_mut(SoundStep::WIDTH)) {
            for frame in frames.chunks(FRAME) {
                let before = self.before.as_deref().unwrap_or(frame);
                add_frame(step, frame, before);
                self.before = Some(frame.to_vec());
            }
        }
        if is_first {
            repeat_second_step(&mut row, SoundStep::WIDTH, SoundStep::CHANGES);
        }
        row
    }
}

/// Adds one frame to its step.
fn add_frame(step: &mut [f32], frame: &[f32], before: &[f32]) {
    let rise: Vec<f32> = frame.iter().zip(before).map(|(now, was)| (now - was).max(0.0)).collect();
    let n_summands = (BANDS_TOGETHER * FRAMES_PER_STEP) as f32;
    for (numbers, values) in [(SoundStep::LEVELS, frame), (SoundStep::ONSETS, &rise)] {
        let groups = values[..ONSET_BANDS].chunks(BANDS_TOGETHER);
        for (number, group) in step[numbers].iter_mut().zip(groups) {
            *number += group.iter().sum::<f32>() / n_summands;
        }
    }
    let onset = rise[..ONSET_BANDS].iter().sum::<f32>() / ONSET_BANDS as f32;
    step[SoundStep::SHARPEST] = step[SoundStep::SHARPEST].max(onset);
    step[SoundStep::RISE] += rise[ONSET_BANDS] / FRAMES_PER_STEP as f32;
}
