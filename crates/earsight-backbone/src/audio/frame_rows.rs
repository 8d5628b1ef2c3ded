//! Rows from a network over samples whose output frames are not seconds: a row lies between two frames.
//!
//! A long sound passes through the network in overlapping pieces: a frame depends on a few seconds of sound only, and
//! a piece that starts a multiple of the frames' step later has the same numbers.

use earsight_core::Span;
use ndarray::Array4;

use super::{RowStream, SoundInput};
use crate::Result;
use crate::engine::Engine;
use crate::network::FrameGrid;

/// Frames of a piece, including those at its start that lack the sound before it.
const PIECE_FRAMES: u64 = 10;
/// Pieces that pass through the network at once.
const BATCH: usize = 4;
/// Beyond this samples are clipped: far above full scale, far below what would overflow in the network.
const LOUDEST: f32 = 1000.0;

/// A network over samples, and where its frames lie.
pub(crate) struct SampleFrames {
    pub(crate) sample_rate_hz: u32,
    pub(crate) grid: FrameGrid,
    /// Numbers of a frame.
    pub(crate) dim: usize,
    /// A shorter sound is repeated until it has so many seconds.
    pub(crate) least_secs: u64,
}

impl SampleFrames {
    /// The place of a second's centre among frames, frame `j` taken as samples `step × j` to `step × (j + 1)`.
    ///
    /// The sound that a frame depends on has its centre earlier: docs/deviations.md.
    fn place(&self, second: u64) -> f64 {
        let centre = (second as f64 + 0.5) * f64::from(self.sample_rate_hz);
        (centre / self.grid.step as f64 - 0.5).max(0.0)
    }

    /// Frames at the start of a piece that lack the sound before it.
    fn n_incomplete(&self) -> u64 {
        self.grid.before.div_ceil(self.grid.step)
    }

    /// Samples of a piece: the sound after its last frame ends with it.
    fn piece_samples(&self) -> usize {
        ((PIECE_FRAMES - 1) * self.grid.step + self.grid.after) as usize
    }
}

impl SoundInput for SampleFrames {
    fn sample_rate_hz(&self) -> u32 {
        self.sample_rate_hz
    }

    fn sound_of(&self, rows: Span) -> Span {
        let rate = u64::from(self.sample_rate_hz);
        let last_frame = self.place((rows.end() as u64).max(1) - 1) as u64 + 1;
        let end = (last_frame * self.grid.step + self.grid.after).div_ceil(rate);
        let end = end.max(rows.end() as u64);
        if (rows.start as u64) < self.least_secs {
            // The sound may end before, and is then repeated.
            return Span::new(0, end.max(self.least_secs) as usize);
        }
        let first_frame = self.place(rows.start as u64) as u64;
        let start = first_frame.saturating_sub(self.n_incomplete()) * self.grid.step / rate;
        Span::new(start as usize, (end - start) as usize)
    }

    fn start<'a>(
        &'a self,
        engine: &'a dyn Engine,
        first_second: u64,
        first_row: u64,
    ) -> Box<dyn RowStream + 'a> {
        let first_frame = if first_second == 0 { 0 } else { self.place(first_row) as u64 };
        Box::new(Frames {
            input: self,
            engine,
            is_from_start: first_second == 0,
            samples: vec![],
            first_sample: first_second * u64::from(self.sample_rate_hz),
            frames: vec![],
            first_frame,
            next_second: first_row,
        })
    }
}

/// The samples and frames of one sound that are still needed.
struct Frames<'a> {
    input: &'a SampleFrames,
    engine: &'a dyn Engine,
    is_from_start: bool,
    samples: Vec<f32>,
    /// Position of the first of them in the sound.
    first_sample: u64,
    /// Complete frames, `dim` numbers each.
    frames: Vec<f32>,
    first_frame: u64,
    next_second: u64,
}

impl RowStream for Frames<'_> {
    fn push(&mut self, samples: &[f32], rows: &mut Vec<Vec<f32>>) -> Result<()> {
        for samples in samples.chunks(BATCH * self.input.piece_samples()) {
            let clipped = samples.iter().map(|sample| sample.clamp(-LOUDEST, LOUDEST));
            self.samples.extend(clipped);
            // Until then the sound may have to be repeated.
            if self.n_missing() == 0 {
                while self.complete_pieces()? {}
                self.complete_seconds(rows);
            }
        }
        Ok(())
    }

    fn repeated(&self) -> Vec<f32> {
        let n = self.samples.len();
        let sample = |place: usize| if n == 0 { 0.0 } else { self.samples[place % n] };
        (n..n + self.n_missing()).map(sample).collect()
    }

    fn finish(&mut self, end: u64, rows: &mut Vec<Vec<f32>>) -> Result<()> {
        if self.next_second >= end {
            return Ok(());
        }
        let (start, n_incomplete) = self.next_piece();
        let rest = &self.samples[start.min(self.samples.len())..];
        if !rest.is_empty() {
            let frames = self.run(rest.to_vec(), 1)?;
            self.frames.extend(frames.into_iter().skip(n_incomplete * self.input.dim));
        }
        let n_frames = (self.frames.len() / self.input.dim) as u64;
        if n_frames == 0 {
            return Ok(());
        }
        // The last frame of a sound is made of the zeros after it more than of sound, and is far from all others.
        let last = self.first_frame + n_frames.saturating_sub(2);
        rows.extend((self.next_second..end).map(|second| self.row(second, last)));
        self.next_second = end;
        Ok(())
    }
}

impl Frames<'_> {
    /// Samples that the sound lacks to have [`SampleFrames::least_secs`].
    fn n_missing(&self) -> usize {
        let n_least = self.input.least_secs * u64::from(self.input.sample_rate_hz);
        let n_samples = self.first_sample + self.samples.len() as u64;
        if self.is_from_start { n_least.saturating_sub(n_samples) as usize } else { 0 }
    }

    /// Where the next piece starts in `samples`, and how many of its frames are not new or not complete.
    fn next_piece(&self) -> (usize, usize) {
        let next_frame = self.first_frame + (self.frames.len() / self.input.dim) as u64;
        let n_incomplete = self.input.n_incomplete().min(next_frame);
        let start = (next_frame - n_incomplete) * self.input.grid.step;
        (start.saturating_sub(self.first_sample) as usize, n_incomplete as usize)
    }

    /// Computes the frames of some pieces whose samples are there; whether there were any.
    fn complete_pieces(&mut self) -> Result<bool> {
        let (start, n_incomplete) = self.next_piece();
        let (n_piece, dim) = (self.input.piece_samples(), self.input.dim);
        let n_new = PIECE_FRAMES as usize - n_incomplete;
        let hop = n_new * self.input.grid.step as usize;
        // The first piece of a sound has more new frames than the others.
        let most = if n_incomplete == 0 { 1 } else { BATCH };
        let starts = (0..most).map(|piece| start + piece * hop);
        let pieces: Vec<&[f32]> =
            starts.map_while(|start| self.samples.get(start..start + n_piece)).collect();
        if pieces.is_empty() {
            return Ok(false);
        }
        let frames = self.run(pieces.concat(), pieces.len())?;
        for of_piece in frames.chunks_exact(frames.len() / pieces.len()) {
            self.frames.extend_from_slice(&of_piece[n_incomplete * dim..][..n_new * dim]);
        }
        let (n_passed, _) = self.next_piece();
        self.samples.drain(..n_passed.min(self.samples.len()));
        self.first_sample += n_passed as u64;
        Ok(true)
    }

    /// The frames of so many pieces of the same length, one after the other.
    fn run(&self, samples: Vec<f32>, n_pieces: usize) -> Result<Vec<f32>> {
        let shape = (n_pieces, 1, samples.len() / n_pieces, 1);
        let input = Array4::from_shape_vec(shape, samples).expect("pieces have the same length");
        Ok(self.engine.run(input)?.into_raw_vec_and_offset().0)
    }

    /// Appends the rows of the seconds between complete frames, and drops the frames before them.
    fn complete_seconds(&mut self, rows: &mut Vec<Vec<f32>>) {
        let dim = self.input.dim;
        let end_frame = self.first_frame + (self.frames.len() / dim) as u64;
        while self.input.place(self.next_second) as u64 + 1 < end_frame {
            rows.push(self.row(self.next_second, end_frame - 1));
            self.next_second += 1;
        }
        let first_needed = (self.input.place(self.next_second) as u64).min(end_frame);
        let n_dropped = first_needed.saturating_sub(self.first_frame);
        self.frames.drain(..n_dropped as usize * dim);
        self.first_frame += n_dropped;
    }

    /// Between the two frames around a second's centre, of which the later is at most `last`.
    fn row(&self, second: u64, last: u64) -> Vec<f32> {
        let place = self.input.place(second).min(last as f64);
        let frame = |frame: u64| {
            let start = frame.saturating_sub(self.first_frame) as usize * self.input.dim;
            &self.frames[start..][..self.input.dim]
        };
        let (before, after) = (frame(place as u64), frame((place as u64 + 1).min(last)));
        let share = place.fract() as f32;
        before.iter().zip(after).map(|(x, y)| x * (1.0 - share) + y * share).collect()
    }
}

#[cfg(test)]
mod tests {
    use earsight_testing::{Golden, assert_close};
    use ndarray::Array2;

    use super::*;
    use crate::engine::{KernelEngine, full_weights};
    use crate::network::{Dense, FRAMES, soundnet8};
    use crate::weights::Weights;

    const INPUT: SampleFrames =
        SampleFrames { sample_rate_hz: 22_050, grid: FRAMES, dim: 1024, least_secs: 20 };

    fn engine(weights: &[u8]) -> KernelEngine {
        KernelEngine::new(soundnet8(&Weights::read(weights).unwrap()).unwrap(), 2)
    }

    fn rows(engine: &dyn Engine, sound: &[f32]) -> Vec<Vec<f32>> {
        let (mut stream, mut rows) = (INPUT.start(engine, 0, 0), vec![]);
        sound.chunks(30_011).for_each(|piece| stream.push(piece, &mut rows).unwrap());
        stream.finish(sound.len() as u64 / 22_050, &mut rows).unwrap();
        rows
    }

    #[test]
    fn full_logits_of_seconds_are_golden() {
        let Some(weights) = full_weights("soundnet8/soundnet8") else { return };
        let Some(classifier) = full_weights("soundnet8/classifier") else { return };
        let golden = Golden::read("golden/concepts_golden.safetensors");
        let wave = golden.tensor("wave").into_raw_vec_and_offset().0;
        let rows = rows(&engine(&weights), &wave);
        let rows = Array2::from_shape_vec((20, 1024), rows.concat()).unwrap();
        let classifier = Weights::read(&classifier).unwrap();
        let weight = classifier.tensor("conv8.weight", &[1000, 1024]).unwrap();
        let bias = classifier.tensor("conv8.bias", &[1000]).unwrap();
        let layer = Dense::new(&weight, &bias, earsight_kernels::Bounds::NONE);
        assert_close("seconds", &layer.apply(&rows, 2), &golden.tensor("audio_seconds"), 2e-6);
    }

    #[test]
    fn pieces_give_the_frames_of_the_whole() {
        let engine = engine(earsight_weights_soundnet8::WEIGHTS);
        let (n_secs, wave) = (67, |place: usize| (place as f32).powf(1.3).sin() * 0.3);
        let sound: Vec<f32> = (0..n_secs * 22_050).map(wave).collect();
        let whole = Array4::from_shape_vec((1, 1, sound.len(), 1), sound.clone()).unwrap();
        let frames = engine.run(whole).unwrap();
        let frames: Vec<&[f32]> = frames.as_slice().unwrap().chunks_exact(1024).collect();
        let found = rows(&engine, &sound);
        assert_eq!(found.len(), n_secs);
        for (second, row) in found.iter().enumerate() {
            let place = INPUT.place(second as u64).min(frames.len() as f64 - 2.0);
            let (idx, share) = (place as usize, place.fract() as f32);
            let between = frames[idx].iter().zip(frames[idx + 1]);
            let expected: Vec<f32> = between.map(|(x, y)| x * (1.0 - share) + y * share).collect();
            assert!(row == &expected, "second {second}");
        }
    }

    #[test]
    fn the_sound_of_rows_is_their_seconds_and_some_around() {
        let sound_of = |start, len| INPUT.sound_of(Span::new(start, len)).range();
        assert_eq!(sound_of(100, 1), 96..103);
        assert_eq!(sound_of(100, 10), 96..112);
        // A sound that ends within 20 s is repeated as a whole.
        assert_eq!(sound_of(3, 1), 0..20);
        assert_eq!(sound_of(19, 4), 0..24);
        assert_eq!(sound_of(20, 1).start, 16);
    }
}
