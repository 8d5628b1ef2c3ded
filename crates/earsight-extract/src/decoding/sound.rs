//! The sound of a file as rows of features and of changes.

use earsight_backbone::{AudioBackbone, AudioSegments, SoundChange, SoundChangeRows};
use earsight_media::Samples;

use crate::Result;
use crate::rows::{Rows, matrix};

/// The sound of a file being decoded.
pub(super) struct Sound<'a> {
    first: Option<Vec<f32>>,
    /// `None` when the sound has ended with a complaint.
    samples: Option<Samples>,
    segments: AudioSegments<'a>,
    change: SoundChangeRows<'a>,
    /// Rows of seconds that were not returned; the network and the onsets each need a part of the next second.
    features: Vec<Vec<f32>>,
    changes: Vec<Vec<f32>>,
    samples_per_sec: usize,
    n_pushed_secs: usize,
    /// Seconds before the window.
    lead_secs: usize,
    /// Rows before the window that are still to be dropped.
    n_lead: usize,
    /// Seconds to read after the window.
    tail_secs: usize,
    /// Rows that may still be returned; known at the end.
    n_left: usize,
    n_rows: usize,
}

impl<'a> Sound<'a> {
    /// Reads the first second; `None` when there is none.
    pub(super) fn open(
        mut samples: Samples,
        audio: &'a AudioBackbone,
        change: &'a SoundChange,
        lead_secs: usize,
        tail_secs: usize,
    ) -> Result<Option<Self>> {
        let first = samples.next().transpose()?;
        Ok(first.map(|first| Sound {
            first: Some(first),
            samples: Some(samples),
            segments: audio.segments(),
            change: change.rows(),
            features: vec![],
            changes: vec![],
            samples_per_sec: audio.sample_rate_hz() as usize,
            n_pushed_secs: 0,
            lead_secs,
            n_lead: lead_secs,
            tail_secs,
            n_left: usize::MAX,
            n_rows: 0,
        }))
    }

    /// Reads on until the end of second `n_secs` of the picture; silence where the sound has ended.
    pub(super) fn read_to(&mut self, n_secs: usize, is_end: bool) -> Result<Option<Rows>> {
        while self.n_pushed_secs < self.lead_secs + n_secs {
            let second = self.next_second()?.unwrap_or_default();
            self.push_padded(second)?;
        }
        if is_end {
            self.finish(n_secs)?;
        }
        Ok(self.take_rows())
    }

    /// Reads one second of a file without picture, of at most `n_most` seconds.
    ///
    /// Returns its number of seconds at the end.
    pub(super) fn read_one(&mut self, n_most: usize) -> Result<(Option<Rows>, Option<usize>)> {
        let is_full = self.n_pushed_secs >= self.lead_secs.saturating_add(n_most);
        let second = if is_full { None } else { self.next_second()? };
        // A rest of less than half a second is dropped, except as the only one.
        let is_short = |second: &Vec<f32>| 2 * second.len() < self.samples_per_sec;
        match second.filter(|second| self.n_pushed_secs == 0 || !is_short(second)) {
            Some(second) => {
                self.push_padded(second)?;
                Ok((self.take_rows(), None))
            }
            None => {
                let n_secs = self.n_pushed_secs.saturating_sub(self.lead_secs).max(1).min(n_most);
                self.finish(n_secs)?;
                Ok((self.take_rows(), Some(n_secs)))
            }
        }
    }

    /// Computes the rows that are missing, so that there are `n_secs` in all.
    fn finish(&mut self, n_secs: usize) -> Result<()> {
        // The sound after a window affects the row of its last second, where the file has it.
        for _ in 0..self.tail_secs {
            match self.next_second()? {
                Some(second) => self.push(&second)?,
                None => break,
            }
        }
        let n_all = self.lead_secs + n_secs;
        self.features.extend(self.segments.finish(n_all)?);
        self.changes.extend(self.change.finish(n_all));
        self.n_left = n_secs.saturating_sub(self.n_rows);
        Ok(())
    }

    fn next_second(&mut self) -> Result<Option<Vec<f32>>> {
        let next = self.first.take().map(Ok);
        Ok(next.or_else(|| self.samples.as_mut()?.next()).transpose()?)
    }

    fn push_padded(&mut self, mut second: Vec<f32>) -> Result<()> {
        second.resize(self.samples_per_sec, 0.0);
        self.push(&second)
    }

    fn push(&mut self, second: &[f32]) -> Result<()> {
        self.features.extend(self.segments.push(second)?);
        self.changes.extend(self.change.push(second));
        self.n_pushed_secs += 1;
        Ok(())
    }

    /// Seconds that have both rows, without those before the window.
    fn take_rows(&mut self) -> Option<Rows> {
        let n_complete = self.features.len().min(self.changes.len());
        let mut features: Vec<_> = self.features.drain(..n_complete).collect();
        let mut changes: Vec<_> = self.changes.drain(..n_complete).collect();
        let n_dropped = self.n_lead.min(n_complete);
        self.n_lead -= n_dropped;
        for rows in [&mut features, &mut changes] {
            rows.drain(..n_dropped);
            rows.truncate(self.n_left);
        }
        self.n_rows += features.len();
        (!features.is_empty())
            .then(|| Rows { features: matrix(&features), changes: matrix(&changes) })
    }

    /// What ffmpeg complained about, returned once.
    pub(super) fn complaint(&mut self) -> Option<String> {
        let complaint = self.samples.as_ref()?.complaint()?.to_owned();
        self.samples = None;
        Some(complaint)
    }
}
