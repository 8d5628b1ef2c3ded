//! The sound of a file, second by second.

use std::path::Path;

use earsight_core::Modality;

use crate::au::Au;
use crate::child::Output;
use crate::ffmpeg::Run;
use crate::frames::{keep_time, map};
use crate::resampling::Resampling;
use crate::{Error, Ffmpeg, Limits, MediaInfo, Result, Window};

/// The sound of a file as mono chunks of one second (the last is shorter), decoded on demand.
///
/// Samples are in −1..=1 for full scale; what is not a number is silence.
/// Dropping it kills ffmpeg. It ends at the first error.
#[derive(Debug)]
pub struct Samples {
    output: Option<Output>,
    /// Decoder and resampler, once the header of the stream has been read.
    decoder: Option<(Au, Resampling)>,
    sample_rate_hz: u32,
    /// Samples that were decoded and not yet returned.
    ready: Vec<f32>,
    /// Samples before the window that are still to be thrown away.
    n_before: u64,
    /// Samples of the window that are still to come; `None` for the whole file.
    n_left: Option<u64>,
    n_given: u64,
    complaint: Option<String>,
}

/// Decoding starts this much before a window, so that overlapping blocks and the resampler have run in …
const RUN_IN_SECS: f64 = 1.0;
/// … and ends this much after it.
const RUN_OUT_SECS: f64 = 0.5;

impl Ffmpeg {
    /// The sound at `sample_rate_hz`: the mean of its channels, resampled without loss up to Nyquist.
    ///
    /// Sample n is n / rate seconds after the container's start (or the window's):
    /// a sound that starts late has silence before it, and gaps are filled with silence.
    /// It is *not* cut to the length of the video, which is known only from its number of frames.
    /// A window is exact to the sample where the container's timestamps allow it, to a millisecond in Matroska.
    /// A window that reaches beyond the end is not filled up.
    ///
    /// # Errors
    /// [`Error::NoStream`] when there is no audio stream, [`Error::Window`], and those of opening the file;
    /// errors of decoding come out of the iterator, and only when nothing could be decoded or a limit was reached.
    /// A sound that breaks off gives the samples before, and [`Samples::complaint`].
    pub fn samples(
        &self,
        file: &Path,
        info: &MediaInfo,
        sample_rate_hz: u32,
        window: Option<Window>,
        limits: &Limits,
    ) -> Result<Samples> {
        let window = window.map(|window| window.checked(file)).transpose()?;
        let none = || Error::NoStream { modality: Modality::Audio, path: file.to_owned() };
        let audio = info.audio.as_ref().ok_or_else(none)?;

        let (mut before, mut end) = (String::new(), String::new());
        let (mut n_before, mut n_left) = (0, None);
        let mut media_secs = info.duration_secs.unwrap_or(f64::INFINITY);
        if let Some(Window { start_secs, len_secs }) = window {
            // A whole second, which is a whole number of samples at any rate.
            let seek_secs = (start_secs - RUN_IN_SECS).floor().max(0.0);
            let run_in_secs = start_secs - seek_secs;
            media_secs = run_in_secs + len_secs + RUN_OUT_SECS;
            if seek_secs > 0.0 {
                before = format!("-ss {seek_secs}");
            }
            end = format!("-t {media_secs:.6}");
            n_before = (run_in_secs * f64::from(sample_rate_hz)).round() as u64;
            n_left = Some((len_secs * f64::from(sample_rate_hz)).round() as u64);
        }
        let read_secs = window.map(|_| media_secs);
        let after = format!(
            "{} {end} -af aresample=async=1:first_pts=0 -c:a pcm_f32be -f au pipe:1 {}",
            map(audio.index),
            keep_time(info, info.video.as_ref().map(|video| video.index), read_secs)
        );
        let run = Run { verbosity: "error", before: &before, after: &after, made: None };
        Ok(Samples {
            output: Some(self.start(file, run, media_secs, limits)?),
            decoder: None,
            sample_rate_hz,
            ready: vec![],
            n_before,
            n_left,
            n_given: 0,
            complaint: None,
        })
    }
}

impl Samples {
    /// What ffmpeg reported as wrong although it gave sound, once the iterator has ended.
    pub fn complaint(&self) -> Option<&str> {
        self.complaint.as_deref()
    }

    fn read_one(&mut self) -> Result<Option<Vec<f32>>> {
        let n_chunk = self.sample_rate_hz as usize;
        while self.output.is_some() && self.ready.len() < n_chunk {
            self.decode_some()?;
        }
        let rest = self.ready.split_off(n_chunk.min(self.ready.len()));
        let chunk = std::mem::replace(&mut self.ready, rest);
        self.n_given += chunk.len() as u64;
        Ok((!chunk.is_empty()).then_some(chunk))
    }

    /// Decodes and resamples the output that is there; at its end waits for the exit of ffmpeg.
    fn decode_some(&mut self) -> Result<()> {
        let Some(output) = &mut self.output else { return Ok(()) };
        if self.decoder.is_none()
            && let Some(au) = Au::begin(output)?
        {
            let resampling = Resampling::new(au.sample_rate_hz(), self.sample_rate_hz)
                .map_err(|reason| Error::Undecodable { reason, path: output.path() })?;
            self.decoder = Some((au, resampling));
        }
        let n_old = self.ready.len();
        let mut is_at_end = true;
        if let Some((au, resampling)) = &mut self.decoder {
            let samples = au.read_mono(output)?;
            is_at_end = samples.is_empty();
            match is_at_end {
                true => resampling.finish(&mut self.ready),
                false => resampling.push(&samples, &mut self.ready),
            }
        }
        self.cut_to_window(n_old);
        if self.n_left == Some(0) {
            self.output = None;
        } else if is_at_end {
            self.finish()?;
        }
        Ok(())
    }

    /// Of the samples that were added after `n_old`, keeps those of the window.
    fn cut_to_window(&mut self, n_old: usize) {
        let n_early = self.n_before.min((self.ready.len() - n_old) as u64);
        self.n_before -= n_early;
        self.ready.drain(n_old..n_old + n_early as usize);
        if let Some(n_left) = &mut self.n_left {
            let n_new = (*n_left).min((self.ready.len() - n_old) as u64);
            self.ready.truncate(n_old + n_new as usize);
            *n_left -= n_new;
        }
    }

    fn finish(&mut self) -> Result<()> {
        let Some(mut output) = self.output.take() else { return Ok(()) };
        let messages = output.finish()?;
        self.complaint = messages.complaint();
        if self.n_given > 0 || !self.ready.is_empty() {
            return Ok(());
        }
        // A window beyond the end is silent; a whole file without a sample has no sound.
        match self.n_left.is_some() && self.complaint.is_none() {
            true => Ok(()),
            false => Err(messages.error_without(Modality::Audio, &output.path())),
        }
    }
}

impl Iterator for Samples {
    type Item = Result<Vec<f32>>;

    fn next(&mut self) -> Option<Result<Vec<f32>>> {
        let chunk = self.read_one().transpose();
        if let Some(Err(_)) = chunk {
            self.output = None;
            self.ready.clear();
        }
        chunk
    }
}
